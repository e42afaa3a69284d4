given a 2002 ready c1:held:0171 c2:connected:2003:consult_of=c1
a > CANCELCONFERENCE call=c2
a > CANCELCONFERENCE call=c1 ref=1
~ Call 2002 c2 Released #2
~ Call 2002 c1 Retrieved #2
~ Done #2
