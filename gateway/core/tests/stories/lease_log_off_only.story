// Either lease is switched off by itself.
config lease_not_ready=0s lease_log_off=40s
given a 2001 ready
polling off
wait 60s
wait 39s
wait 1s
