// What is repeated, late or unknown is counted, not told; what tells a state makes the call known.
given a 2001 ready
~ Call 2001 c1 Ringing other=0171
~ Call 2001 c1 Ringing other=0171
~ Call 2001 c1 Established
~ Call 2001 c1 Ringing other=0171
~ Call 2001 c1 Established
~ Call 2001 c1 Released
~ Call 2001 c1 Released
~ Call 2001 c1 Established
~ Call 2001 c1 Held
~ Call 2001 c1 FailedBusy
~ Call 2001 c1 DataChanged data.A=1
// It comes back: a new arrival.
~ Call 2001 c1 Ringing other=0171
~ Call 2001 c1 Abandoned
// Never heard of before.
~ Call 2001 c2 Established other=0172
~ Call 2001 c3 Held other=0173
~ Call 2001 c4 Released
~ Call 2001 c5 PartyAdded party=1
~ Call 2001 c6 PartyChanged previous=c7 other=1
~ Call 2001 c8 DataChanged data.A=1
~ Call 2001 c9 NetworkReached
// Established came after Held.
~ Call 2001 c2 Held
~ Call 2001 c2 Established
// Devices nobody has.
~ Call 2999 c1 Ringing other=0171
~ Agent 2999 ready
~ Registered 2999 ready
~ Lost 2999
~ Done #99
~ Denied Refused 0 no #99
