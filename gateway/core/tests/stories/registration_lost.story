// One device is lost, unasked, and found again.
given a 2001 ready c1:connected:0171
given b 2002 ready
~ Lost 2001
a > HOLDCALL call=c1
a > CTICLIENTRECONNECT ref=1
~ Registered 2001 ready
~ Done
// It stays lost when the link comes up again.
~ LinkDown cable
~ Lost 2001
~ LinkUp
~ Registered 2001 ready
