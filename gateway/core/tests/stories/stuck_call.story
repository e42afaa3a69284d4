config call_check=60s
given a 2001 ready c1:connected:0171 c2:held:0172
// The end of a call is never told. The gateway looks, and finds it gone.
wait 60s
~ Registered 2001 ready c1:connected:0171
~ Done #2
// Nothing to find.
wait 60s
~ Registered 2001 ready c1:connected:0171
~ Done #3
// The middleware itself has found that a call had ended.
~ Call 2001 c1 ReleasedStuck
// Without calls it is looked at each fifth time: a ring may have been lost.
wait 179s
wait 1s
~ Registered 2001 ready c3:ringing:0173
~ Done #4
