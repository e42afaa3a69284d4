config lease_not_ready=30s lease_log_off=300s
given a 2001 ready
polling off
~ LinkDown cable
wait 90s
// Silent, but there is nobody to tell. With the link it is made up for.
~ LinkUp
~ Agent 2001 notready
wait 200s
~ LinkDown cable
// Its time has come while the link is down.
wait 70s
~ LinkUp
wait 1s
