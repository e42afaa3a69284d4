given a 2001 ready
polling off
~ Agent 2001 wrapup
~ Agent 2001 ready
// Told again until acknowledged.
a > GETEVENTS
a > GETEVENTS after=1 ref=x
a > GETEVENTS after=2
a > GETEVENTS after=2 wait=1
wait 1s
// A wait is answered by the first event, or cut at the gateway's bound.
a > GETEVENTS after=2 wait=30
wait 10s
~ Agent 2001 notready
a > GETEVENTS after=3 wait=4000
wait 60s
// A newer poll answers the older one; one whose client has gone is forgotten, the event is not.
a > GETEVENTS after=3 wait=30 ref=older
a > GETEVENTS after=3 wait=30 ref=newer
a gone
~ Agent 2001 ready
a > GETEVENTS after=3
// Numbers that were acknowledged before, or never given, lead to a snapshot.
a > GETEVENTS after=1
a > GETEVENTS after=77
a > GETEVENTS after=77 wait=30
