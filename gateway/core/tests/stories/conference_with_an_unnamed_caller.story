// The caller has no number: nobody names them, and they count all the same.
given a 2002 ready c1:connected
given c 2003 ready
a > REMOVEPARTY call=c1 party=2003
a > INITIATECONFERENCE call=c1 destination=2003 ref=1
~ Call 2002 c1 Held #3
~ Call 2002 c2 Dialing other=2003 kind=consult consult_of=c1 #3
~ Done c2 #3
~ Call 2003 c2 RingingConsult other=2002 kind=consult
~ Call 2003 c2 Established
~ Call 2002 c2 Established
a > COMPLETECONFERENCE call=c1 ref=2
~ Call 2002 c2 ReleasedConferenced #4
~ Call 2002 c1 Retrieved several=yes #4
~ Call 2002 c1 PartyAdded party=2003 several=yes #4
~ Call 2003 c1 PartyChanged previous=c2 conference=yes several=yes by=2002 kind=inbound
~ Done #4
// The same once more.
~ Call 2002 c1 PartyAdded party=2003 several=yes
~ Call 2003 c1 PartyChanged previous=c2 conference=yes several=yes by=2002 kind=inbound

// A member is taken out: what is left is a call of two, one of them without a number.
a > REMOVEPARTY call=c1 party=2009
a > REMOVEPARTY call=c1 party=2003 ref=3
~ Call 2002 c1 PartyRemoved party=2003 #5
~ Call 2003 c1 Released
~ Done #5
~ Call 2002 c1 PartyRemoved party=2003
a > REMOVEPARTY call=c1 party=2003
