// The newer takes over; the older is told, and nothing after that.
given a 2001 ready c1:connected:0171
a > HOLDCALL call=c1 ref=5
b > CTICLIENTINITIALIZE dn=2001
~ Registered 2001 ready c1:connected:0171
~ Done #3
~ Call 2001 c1 Held #2
~ Done #2
a > RETRIEVECALL call=c1
a > GETSNAPSHOT
a > CTICLIENTUNINITIALIZE
polling off
a > GETEVENTS after=0
a > GETEVENTS after=1
b > GETSNAPSHOT

// A third takes over: the first can no longer be asked about.
c > CTICLIENTINITIALIZE dn=2001
~ Registered 2001 ready c1:held:0171
~ Done
a > GETEVENTS after=0
b > GETEVENTS after=0
wait 60s
b > GETEVENTS after=0
c > GETSNAPSHOT
