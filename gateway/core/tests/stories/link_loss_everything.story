// Each kind of difference after a loss.
given a 2001 ready c1:ringing:1 c2:dialing:2 c3:connected:3 c4:held:4 c5:connected:5,6 c6:held:7:data.A=1
~ LinkDown cable
~ Registered 2001 ready c1:connected:1 c2:failed:2 c3:held:3 c4:connected:4 c5:connected:5,8 c6:held:7:data.A=2 c7:dialing:9 c8:ringing:2002:kind=consult c9:connected:2:data.B=1
~ LinkUp
