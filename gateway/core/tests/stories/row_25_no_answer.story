config resp_timeout=2s
given a 2001 ready c1:connected:0171
a > HOLDCALL call=c1 ref=1
wait 1999ms
a > HOLDCALL call=c1 ref=1
wait 1ms
a > HOLDCALL call=c1 ref=1
// The outcome is unknown, so the gateway looks; here the answer comes after all, and says it first.
wait 1s
// The truth, when it comes.
~ Call 2001 c1 Held #2
~ Done #2
~ Done #2
~ Registered 2001 ready c1:held:0171
~ Done #3

// It is the look that finds the truth.
a > RETRIEVECALL call=c1 ref=2
wait 2s
~ Registered 2001 ready c1:connected:0171
~ Done #5
~ Denied Refused 5 not_held #4
~ Registered 2001 ready c1:connected:0171
~ Done #6

// Looks get no answer either: a few are made.
a > HOLDCALL call=c1 ref=3
wait 2s
~ Denied NoAnswer 0 silent #7
a > HOLDCALL call=c1 ref=4
~ Denied NoAnswer 0 silent #9
wait 20s
// Nobody waits for ever.
a > HOLDCALL call=c1 ref=5
wait 62s
~ Done #12
