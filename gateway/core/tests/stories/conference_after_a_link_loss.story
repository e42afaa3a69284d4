// The caller without a number has left in the meantime.
given a 2002 ready c1:connected
~ Call 2002 c1 PartyAdded party=2003 several=yes
~ LinkDown cable
~ LinkUp
~ Registered 2002 ready c1:connected:2003
~ Done
a > REMOVEPARTY call=c1 party=2003

// Somebody without a number has come.
~ LinkDown cable
~ LinkUp
~ Registered 2002 ready c1:connected:2003:several=yes
~ Done

// Nothing has changed.
~ LinkDown cable
~ LinkUp
~ Registered 2002 ready c1:connected:2003:several=yes
~ Done

// The one with a number has left.
~ LinkDown cable
~ LinkUp
~ Registered 2002 ready c1:connected
~ Done
a > GETSNAPSHOT
