given a 2001 ready c1:connected:0171
given b 2002 ready
a > COMPLETETRANSFER call=c1
a > INITIATETRANSFER call=c1 destination=2002 data.CASE=4711 ref=1
~ Call 2001 c1 Held #3
~ Call 2001 c2 Dialing other=2002 kind=consult consult_of=c1 data.CASE=4711 #3
~ Done c2 #3
~ Call 2002 c2 RingingConsult other=2001 kind=consult data.CASE=4711
a > INITIATETRANSFER call=c1 destination=2003
a > COMPLETETRANSFER call=c2
a > COMPLETECONFERENCE call=c1
b > ACCEPTCALL call=c2
~ Call 2002 c2 Established #4
~ Done #4
~ Call 2001 c2 Established other=2002
a > COMPLETETRANSFER call=c1 ref=2
~ Call 2001 c2 ReleasedTransferred #5
~ Call 2001 c1 ReleasedTransferred #5
~ Call 2002 c1 PartyChanged previous=c2 other=0171 ani=0171 kind=inbound by=2001 consult_of=c2
~ Done #5
// The same reports once more.
~ Call 2001 c2 ReleasedTransferred #5
~ Call 2002 c1 PartyChanged previous=c2 other=0171 ani=0171 kind=inbound by=2001
b > GETSNAPSHOT
b > RELEASECALL call=c2
