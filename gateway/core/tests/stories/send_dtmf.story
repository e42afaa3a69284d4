given a 2001 ready c1:connected:0171
a > SENDDTMF call=c1 digits=12*# ref=1
~ Done #2
~ Call 2001 c1 Held
a > SENDDTMF call=c1 digits=1
