given a 2001 ready c1:connected:0171
~ Call 2001 c1 Observed by=2003
~ Call 2001 c1 Observed by=2003
// An observer is no party: the call is no conference.
a > REMOVEPARTY call=c1 party=2003
~ Call 2001 c1 PartyRemoved party=2003
// While the link is down.
~ LinkDown cable
~ Registered 2001 ready c1:connected:0171:observer=2003
~ LinkUp
a > GETSNAPSHOT
