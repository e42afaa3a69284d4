given a 2001 ready
a > SETDONOTDISTURB state=on ref=1
~ Set 2001 dnd=on #2
~ Done #2
// Asked for again it is done again, and nothing is told.
a > SETDONOTDISTURB state=on ref=2
~ Set 2001 dnd=on #3
~ Done #3
a > SETFORWARD mode=busy destination=2002 ref=3
~ Set 2001 forward=busy:2002 #4
~ Done #4
a > SETFORWARD mode=always
a > SETFORWARD mode=off destination=2002
a > SETFORWARD mode=always destination=2001
a > SETFORWARD mode=off ref=4
~ Set 2001 forward=off #5
~ Done #5
a > SETMESSAGEWAITING state=on ref=5
~ Denied Unsupported 9001 no_lamp
// By hand, and while the link is down.
~ Set 2001 lamp=on
~ LinkDown cable
a > SETDONOTDISTURB state=off
~ Registered 2001 ready forward=noanswer:2003
~ LinkUp
a > GETSNAPSHOT
