given a 2001 ready c1:connected:0171
a > HOLDCALL call=c1 ref=1 async
~ Call 2001 c1 Held #2
~ Done #2
a > HOLDCALL call=c1 ref=1 async
a > MAKECALL destination=1 ref=2 async
~ Done c2
a > MAKECALL destination=9 ref=3 async
~ Denied Refused 415 invalid_destination
// A refusal of the gateway itself comes at once.
a > HOLDCALL call=c1 ref=4 async
a > MAKECALL destination=1 ref=5 async
wait 5s
~ Done c3 #5
// A report that comes after the outcome still carries the ref.
~ Call 2001 c3 Dialing other=1 #5
