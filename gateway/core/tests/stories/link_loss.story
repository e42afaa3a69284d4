given a 2001 ready c1:connected:0171 c2:ringing:0172
given b 2002 notready
a > HOLDCALL call=c1 ref=1
a > MAKECALL destination=1
b > SETAGENTSTATE state=ready ref=1 async
~ LinkDown connection_lost
~ LinkDown connection_lost
~ Denied LinkDown 0 down #3
a > HOLDCALL call=c1
a > GETSNAPSHOT
// Snapshots come before LINKUP, and what follows them; the clients hear of it after LINKUP.
~ Registered 2001 notready c1:held:0171 c3:ringing:0173:ani=0173
~ Call 2001 c3 Abandoned
~ Registered 2002 ready
~ LinkUp
~ LinkUp
a > CTICLIENTRECONNECT
~ Registered 2001 notready c1:held:0171
~ Done
a > RETRIEVECALL call=c1
