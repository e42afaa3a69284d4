// The session ends; calls go on.
given a 2001 ready c1:connected:0171
a > CTICLIENTUNINITIALIZE ref=1
~ Done
~ Call 2001 c1 Released
a > GETSNAPSHOT

// Whatever the middleware says to it, and without a link.
given b 2002 ready
b > CTICLIENTUNINITIALIZE
wait 5s
given c 2003 ready
c > CTICLIENTUNINITIALIZE
~ Denied Refused 1 no
given d 2004 ready
~ LinkDown cable
d > CTICLIENTUNINITIALIZE
d > GETSNAPSHOT
// Without waiting: the outcome can still be fetched, and nothing else be asked.
given d 2003 loggedout
d > CTICLIENTUNINITIALIZE async ref=9
~ Done
d > GETEVENTS after=0
d > GETSNAPSHOT
wait 60s
d > GETEVENTS after=1
