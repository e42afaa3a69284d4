// The link drops while a call is up; the client reconnects and is told the truth.
given a 2001 ready
~ Call 2001 c1 Ringing other=0171 ani=0171
a > ACCEPTCALL call=c1
~ Done
~ Call 2001 c1 Established
~ LinkDown cut
a > HOLDCALL call=c1
~ Registered 2001 ready
~ LinkUp
a > CTICLIENTRECONNECT
~ Registered 2001 ready
~ Done
a > GETSNAPSHOT
