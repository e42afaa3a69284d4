// However often it is turned off and on, each session is looked after once in each interval.
reconfigure call_check=60s
given a 2001 ready
polling off
wait 30s
reconfigure call_check=0s
reconfigure call_check=60s
wait 30s
reconfigure call_check=0s
reconfigure call_check=60s
wait 600s
