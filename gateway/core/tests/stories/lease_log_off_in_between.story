// The second lease counts from when the desktop was last heard of, as the first does.
config lease_not_ready=60s lease_log_off=80s
given a 2001 ready
polling off
wait 60s
wait 60s
~ Agent 2001 notready
wait 19s
wait 1s
