// The session is named at once, and told when it is open.
~ LinkUp
a > CTICLIENTINITIALIZE dn=2001 ref=1 async
a > MAKECALL destination=5551234
a > GETSNAPSHOT
~ Registered 2001 ready
~ Done
a > GETSNAPSHOT

// A failure is its last event.
b > CTICLIENTINITIALIZE dn=2002 ref=1 async
~ Denied Refused 59 not_on_this_switch
b > GETSNAPSHOT
wait 60s
b > GETSNAPSHOT
