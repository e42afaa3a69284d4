given a 2001 ready c1:connected:0171
// Sent again while it waits, and after the answer: executed once, answered each time.
a > MAKECALL destination=1 ref=0
a > HOLDCALL call=c1 ref=1
a > HOLDCALL call=c1 ref=1
~ Call 2001 c1 Held #2
~ Done #2
a > HOLDCALL call=c1 ref=1
// A refusal is remembered, too, although it would be granted by this time.
a > MAKECALL destination=1 ref=0
a > MAKECALL destination=1 ref=2
~ Done c2
a > MAKECALL destination=1 ref=2
// Another request under the same ref.
a > RETRIEVECALL call=c1 ref=1
a > GETEVENTS ref=1
// Too many copies.
a > SETAGENTSTATE state=ready ref=3
a > SETAGENTSTATE state=ready ref=3
a > SETAGENTSTATE state=ready ref=3
a > SETAGENTSTATE state=ready ref=3
a > SETAGENTSTATE state=ready ref=3
~ Done
a > SETAGENTSTATE state=ready ref=3
