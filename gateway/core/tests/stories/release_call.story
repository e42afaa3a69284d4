given a 2001 ready c1:ringing:0171 c2:held:0172 c3:connected:0173
a > RELEASECALL call=c1
~ Call 2001 c1 Released #2
~ Done #2
a > RELEASECALL call=c2
~ Denied Unsupported 0 not_while_held
a > RELEASECALL call=c3
~ Done #4
~ Call 2001 c3 Released #4
a > RELEASECALL call=c3
