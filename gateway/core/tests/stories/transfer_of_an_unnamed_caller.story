// Two are in the call afterwards, and one of them has no number: no conference.
given a 2001 ready c1:connected
given b 2002 ready
given c 2003 ready
a > INITIATETRANSFER call=c1 destination=2002 ref=1
~ Call 2001 c1 Held #4
~ Call 2001 c2 Dialing other=2002 kind=consult consult_of=c1 #4
~ Done c2 #4
~ Call 2002 c2 RingingConsult other=2001 kind=consult
~ Call 2002 c2 Established
~ Call 2001 c2 Established
a > COMPLETETRANSFER call=c1 ref=2
~ Call 2001 c1 ReleasedTransferred #5
~ Call 2001 c2 ReleasedTransferred #5
~ Call 2002 c1 PartyChanged previous=c2 by=2001 kind=inbound
~ Done #5
b > REMOVEPARTY call=c1 party=2001
b > GETSNAPSHOT

// A conference after the transfer is one.
b > INITIATECONFERENCE call=c1 destination=2003 ref=1
~ Call 2002 c1 Held #6
~ Call 2002 c3 Dialing other=2003 kind=consult consult_of=c1 #6
~ Done c3 #6
~ Call 2003 c3 RingingConsult other=2002 kind=consult
~ Call 2003 c3 Established
~ Call 2002 c3 Established
b > COMPLETECONFERENCE call=c1 ref=2
~ Call 2002 c3 ReleasedConferenced #7
~ Call 2002 c1 Retrieved several=yes #7
~ Call 2002 c1 PartyAdded party=2003 several=yes #7
~ Call 2003 c1 PartyChanged previous=c3 conference=yes several=yes by=2002 kind=inbound
~ Done #7

// One of its members hands over: it stays a conference. The new one comes from a call of two, and is told who is there.
~ Call 2003 c1 PartyChanged other=2001 by=2002
c > REMOVEPARTY call=c1 party=2001 ref=1
~ Done #8
~ Call 2001 c4 RingingConsult other=2002 kind=consult
~ Call 2001 c4 Established
~ Call 2001 c1 PartyChanged previous=c4 by=2002 several=yes kind=inbound
~ Call 2001 c1 PartyAdded party=2003
