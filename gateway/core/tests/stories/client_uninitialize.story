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
