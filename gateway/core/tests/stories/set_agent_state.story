given a 2001 notready
a > SETAGENTSTATE state=ready ref=1
~ Done #2
~ Agent 2001 ready #2
a > SETAGENTSTATE state=unavailable reason=lunch ref=2
~ Agent 2001 notready:lunch #3
~ Done #3
a > SETAGENTSTATE state=available
~ Denied Refused 41 busy
// By hand, or by a supervisor; a repeated report is not told.
~ Agent 2001 ready
~ Agent 2001 ready
~ Agent 2001 wrapup
~ Agent 2001 loggedout
a > SETAGENTSTATE state=ready
a > AGENTUNINITIALIZE
