given a 2001 ready c1:connected:0171
a > CANCELTRANSFER call=c1
a > INITIATETRANSFER call=c1 destination=2002
~ Call 2001 c1 Held
~ Call 2001 c2 Dialing other=2002 kind=consult consult_of=c1
~ Done c2
~ Call 2001 c2 FailedBusy
a > COMPLETETRANSFER call=c1
a > RETRIEVECALL call=c1
a > CANCELTRANSFER call=c1 ref=1
~ Call 2001 c2 Released #3
~ Call 2001 c1 Retrieved #3
~ Done #3
a > CANCELTRANSFER call=c1

// The caller hangs up during the consultation, which goes on as a call of its own.
a > INITIATETRANSFER call=c1 destination=2002
~ Call 2001 c1 Held
~ Call 2001 c3 Dialing other=2002 kind=consult consult_of=c1
~ Done c3
~ Call 2001 c3 Established
~ Call 2001 c1 Released
a > COMPLETETRANSFER call=c1
a > CANCELTRANSFER call=c3
a > RELEASECALL call=c3
