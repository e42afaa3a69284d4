given a 2002 ready c1:connected:0171
given c 2003 ready
a > INITIATECONFERENCE call=c1 destination=2003 ref=1
~ Call 2002 c1 Held #3
~ Call 2002 c2 Dialing other=2003 kind=consult consult_of=c1 #3
~ Done c2 #3
~ Call 2003 c2 RingingConsult other=2002 kind=consult
a > COMPLETECONFERENCE call=c1
~ Call 2003 c2 Established
~ Call 2002 c2 Established
a > REMOVEPARTY call=c1 party=0171
a > COMPLETECONFERENCE call=c1 ref=2
~ Call 2002 c2 ReleasedConferenced #4
~ Call 2002 c1 Retrieved #4
~ Call 2002 c1 PartyAdded party=2003 #4
~ Call 2003 c1 PartyChanged previous=c2 other=0171 conference=yes by=2002 kind=inbound
~ Done #4
~ Call 2002 c1 PartyAdded party=2003
a > INITIATECONFERENCE call=c1 destination=2004
~ Denied Refused 5 conference_full

// A party is taken out, and what is left is a call of two.
a > REMOVEPARTY call=c1 party=2009
a > REMOVEPARTY call=c1 party=0171 ref=3
~ Call 2002 c1 PartyRemoved party=0171 #7
~ Done #7
~ Call 2003 c1 PartyRemoved party=0171
~ Call 2003 c1 PartyRemoved party=0171
a > REMOVEPARTY call=c1 party=2003
a > CANCELCONFERENCE call=c1
~ Call 2003 c1 Released
~ Call 2002 c1 Released
