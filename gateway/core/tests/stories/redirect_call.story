given a 2001 ready c1:ringing:0171
a > REDIRECTCALL call=c1 destination=2002 ref=1
~ Call 2001 c1 Released #2
~ Done #2
a > REDIRECTCALL call=c1 destination=2002
// The middleware says no: it rings on.
~ Call 2001 c2 Ringing other=0172
a > REDIRECTCALL call=c2 destination=2002 ref=2
~ Denied Refused 9015 busy
a > ACCEPTCALL call=c2 ref=3
~ Call 2001 c2 Established #5
~ Done #5
a > REDIRECTCALL call=c2 destination=2002
