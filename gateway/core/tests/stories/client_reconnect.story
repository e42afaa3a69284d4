// What differs is told, with the ref of the request.
given a 2001 ready c1:connected:0171 c2:held:2002
a > CTICLIENTRECONNECT ref=1
~ Registered 2001 notready:lunch c1:connected:0171 c3:ringing:0172
~ Done
a > CTICLIENTRECONNECT ref=2
~ Registered 2001 notready:lunch c1:connected:0171 c3:ringing:0172
~ Done
a > CTICLIENTRECONNECT
~ Denied Refused 59 gone
~ LinkDown cable
a > CTICLIENTRECONNECT
