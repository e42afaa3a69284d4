config lease_not_ready=30s lease_log_off=300s
given a 2001 ready
// A desktop that polls is there, however long nothing happens.
wait 60s
wait 60s
// Its last poll ends after a minute and is not followed by another.
polling off
wait 89s
// Silent for thirty seconds: no further calls.
wait 1s
~ Agent 2001 notready
// It is back, and is told so.
a > GETEVENTS after=0
a > SETAGENTSTATE state=ready ref=1
~ Agent 2001 ready #3
~ Done #3
wait 31s
~ Agent 2001 notready
// Silent for five minutes, but a call is up: it is never dropped.
~ Call 2001 c1 Ringing
wait 300s
~ Call 2001 c1 Released
wait 31s
~ Agent 2001 loggedout
a > GETSNAPSHOT
