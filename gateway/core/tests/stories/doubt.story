given a 2001 ready c1:connected:0171
// A consultation begins, and nobody has said that the first call is held: a telephone speaks in
// one call at a time, so the gateway looks.
~ Call 2001 c2 Dialing other=2002 kind=consult consult_of=c1
~ Registered 2001 ready c1:held:0171 c2:dialing:2002
~ Done #2
// Ringing cannot follow.
~ Call 2001 c1 Ringing other=0171
// One look at a time.
~ Call 2001 c1 Ringing other=0171
~ Registered 2001 ready c1:held:0171 c2:dialing:2002
~ Done #3
// What is so already is no reason to doubt.
~ Call 2001 c1 Held
~ Call 2001 c2 Released
~ Call 2001 c1 Released
~ Call 2001 c1 Released
// It has ended, and goes on all the same.
~ Call 2001 c1 Established other=0171
~ Registered 2001 ready
~ Done #4
