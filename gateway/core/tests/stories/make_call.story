given a 2001 ready
a > MAKECALL destination=5551234 data.CASE=4711 data.CASE=4712 ref=1
~ Call 2001 c1 Dialing other=5551234 dnis=5551234 kind=outbound data.CASE=4712 #2
~ Done c1 #2
a > MAKECALL destination=2002
~ Call 2001 c1 NetworkReached
~ Call 2001 c1 Established
a > MAKECALL destination=2002
~ Call 2001 c1 Released

// By hand at the telephone; the other side is busy; the device hears a tone until it hangs up.
~ Call 2001 c2 Dialing other=2002 kind=internal
~ Call 2001 c2 FailedBusy
a > MAKECALL destination=2003
a > HOLDCALL call=c2
a > RELEASECALL call=c2
~ Call 2001 c2 Released #3
~ Done #3

// The switch refuses.
a > MAKECALL destination=9
~ Denied Refused 415 invalid_destination
