// Who is in a call that somebody is brought into, the middleware is asked for.
given a 2002 ready
~ Call 2002 c1 Ringing several=yes kind=inbound ani=0171
~ Call 2002 c1 Parties parties=2002,2001,0171 several=yes
// One has left and another has come while it rang.
~ Call 2002 c1 Established several=yes
~ Call 2002 c1 Parties parties=0171,2003 several=yes
// The same once more.
~ Call 2002 c1 Parties parties=2003,0171 several=yes
a > REMOVEPARTY call=c1 party=2001
// No conference any more; a call that is not known.
~ Call 2002 c1 Parties parties=0171
~ Call 2002 c2 Parties parties=0171
// The only other one leaves first: the end of the call tells it.
~ Call 2002 c1 PartyRemoved party=0171
~ Call 2002 c1 Released
