config event_log=3
// A client behind the bound starts again from a snapshot with a number.
given a 2001 ready
polling off
~ Call 2001 c1 Ringing other=0171
~ Call 2001 c1 Established
~ Call 2001 c1 Held
a > GETEVENTS after=0
~ Call 2001 c1 Retrieved
a > GETEVENTS after=0
a > GETEVENTS after=4
~ Call 2001 c1 Released
a > GETEVENTS after=4
