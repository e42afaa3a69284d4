config lease_not_ready=30s lease_log_off=0s
given a 2001 ready
polling off
~ Agent 2001 wrapup
// Whoever waits would be offered in the moment in which the after-call work ends.
wait 90s
// Refused; when the work has ended it is tried again.
~ Denied Refused 9002 wrong_state
~ Agent 2001 ready
~ Agent 2001 notready #3
~ Done #3
// The same state told anew is no reason to ask for it again.
~ Agent 2001 notready
// Somebody presses the key at the telephone, but nobody looks at the desktop.
~ Agent 2001 ready
