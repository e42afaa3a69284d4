// A session begins when its device is registered.
a > CTICLIENTINITIALIZE dn=2001 ref=0
~ LinkUp
a > CTICLIENTINITIALIZE dn=2001 ref=1
~ Registered 2001 ready c1:held:0171 c2:connected:2002:consult_of=c1:kind=consult
~ Done #1
~ Agent 2001 notready

// The middleware refuses, does not answer, or cannot.
b > CTICLIENTINITIALIZE dn=2002
~ Denied Refused 59 not_on_this_switch
c > CTICLIENTINITIALIZE dn=2003
wait 5s
~ Done #3
d > CTICLIENTINITIALIZE dn=2004
~ LinkDown cable

// Without a session nothing is served.
~ LinkUp
e > GETSNAPSHOT
