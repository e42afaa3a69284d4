given a 2001 ready c1:connected:0171
a > BLINDTRANSFER call=c1 destination=2002 data.CASE=1 ref=1
~ Call 2001 c1 ReleasedTransferred #2
~ Done #2
a > BLINDTRANSFER call=c1 destination=2002
given b 2002 ready c2:ringing:0172 c3:held:0173
b > BLINDTRANSFER call=c2 destination=2003
b > BLINDTRANSFER call=c3 destination=2003
