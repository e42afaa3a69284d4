config resp_timeout=2s
given a 2001 ready c1:connected:0171
a > HOLDCALL call=c1 ref=1
wait 1999ms
a > HOLDCALL call=c1 ref=1
wait 1ms
a > HOLDCALL call=c1 ref=1
wait 3s
// The truth, when it comes.
~ Call 2001 c1 Held #2
~ Done #2
~ Done #2

a > RETRIEVECALL call=c1 ref=2
wait 2s
~ Denied Refused 5 not_held
a > RETRIEVECALL call=c1 ref=3
wait 2s
~ Denied NoAnswer 0 silent
a > RETRIEVECALL call=c1 ref=4
~ Denied NoAnswer 0 silent
// Nobody waits for ever.
a > RETRIEVECALL call=c1 ref=5
wait 62s
~ Done
