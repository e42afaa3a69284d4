// Nobody says who it is that comes and leaves.
given a 2002 ready c1:connected
~ Call 2002 c1 PartyAdded
a > GETSNAPSHOT
~ Call 2002 c1 PartyAdded
~ Call 2002 c1 PartyRemoved remaining=no
~ Call 2002 c1 PartyRemoved remaining=no
~ Call 2002 c1 PartyAdded party=2003 several=yes
// The caller leaves, and a number is told after all.
~ Call 2002 c1 PartyRemoved party=TRUNK1 remaining=no
a > REMOVEPARTY call=c1 party=2003
~ Call 2002 c1 PartyAdded party=2004 several=yes
~ Call 2002 c1 PartyAdded party=2005 several=yes
~ Call 2002 c1 PartyRemoved party=2004 remaining=yes
a > REMOVEPARTY call=c1 party=2005 ref=1
~ Done #3

// A member's leaving was not told: the gateway looks for itself.
~ Call 2002 c1 PartyAdded party=2006 several=yes
~ Call 2002 c1 PartyAdded party=2007 several=yes
~ Call 2002 c1 PartyRemoved party=2005 remaining=no
~ Registered 2002 ready c1:connected:2007
~ Done
