given a 2001 ready c1:connected:0171
a > HOLDCALL call=c1 ref=1
~ Call 2001 c1 Held #2
~ Done #2
a > HOLDCALL call=c1
a > RETRIEVECALL call=c1 ref=2
~ Call 2001 c1 Retrieved #3
~ Done #3
a > RETRIEVECALL call=c1
// By hand.
~ Call 2001 c1 Held
~ Call 2001 c1 Retrieved
~ Call 2001 c1 Held
~ Call 2001 c2 Ringing other=0172
a > HOLDCALL call=c2
a > RETRIEVECALL call=c2
~ Call 2001 c2 Established
a > RETRIEVECALL call=c1
a > ALTERNATECALL call=c2
a > ALTERNATECALL call=c1
~ Call 2001 c2 Held #4
~ Call 2001 c1 Retrieved #4
~ Done #4
~ Call 2001 c1 Released
a > ALTERNATECALL call=c2
