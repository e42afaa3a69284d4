given a 2001 ready
~ Call 2001 c1 Ringing other=0171 ani=0171 dnis=8005 queue=8100 kind=inbound data.IVR=A77
a > ACCEPTCALL call=c1 ref=1
// A double click: both are sent, the switch refuses the second.
a > ACCEPTCALL call=c1 ref=2
~ Call 2001 c1 Established #2
~ Done #2
~ Denied Refused 50 not_ringing #3
// A refusal may show that the picture is wrong: the gateway looks.
~ Registered 2001 ready c1:connected:0171
~ Done #4
a > ACCEPTCALL call=c1
a > ACCEPTCALL call=c9

// While another call is connected.
~ Call 2001 c2 RingingConsult other=2002
a > ACCEPTCALL call=c2
~ Call 2001 c1 Held
a > ACCEPTCALL call=c2
~ Call 2001 c2 Abandoned
~ Done #5
~ Call 2001 c3 RingingTransferred other=0172
~ Call 2001 c3 Released
