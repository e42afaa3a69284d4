given a 2001 ready c1:connected:0171
a > UNMUTECALL call=c1
a > MUTECALL call=c1 ref=1
~ Call 2001 c1 Muted #2
~ Done #2
a > MUTECALL call=c1
// Told twice: once.
~ Call 2001 c1 Muted
~ Call 2001 c1 Held
a > UNMUTECALL call=c1
~ Call 2001 c1 Retrieved
a > UNMUTECALL call=c1 ref=2
~ Call 2001 c1 Unmuted #3
~ Done #3
// While the link is down.
~ LinkDown cable
~ Registered 2001 ready c1:connected+muted:0171
~ LinkUp
a > GETSNAPSHOT
