[switch]
park_limit = "1m"
conference_limit = 3
[trunks.PSTN1]
channels = 3
prefixes = ["0"]
[people]
alice = { dn = "2001", pickup_group = "office" }
bob   = { dn = "2002", pickup_group = "office", call_waiting = true }
carol = { dn = "2003", pickup_group = "office" }
dave  = { dn = "2004", login = "7004", queues = ["sales"] }
erin  = { dn = "2005" }
[queues.sales]
dn = "8100"
after_call_work = "none"
[numbers]
"8004" = { hunt_group = ["2001", "2002"] }
---
# of two calls that ring in the group, the one that has rung longest
PSTN1 brings 2002
wait 1s
PSTN1 brings 2001
2003 picks-up
2003 releases
2003 picks-up 2001
2003 picks-up
2003 releases
# nothing rings; no group; no telephone; its own call
2003 picks-up
2005 picks-up
2003 picks-up 8100
2002 dials 2001
2002 picks-up 2001
2002 releases
# a hunt group: the other members stop ringing, too
PSTN1 brings 8004
2003 picks-up 2002
2003 releases
# a queue's call: the agent is ready for the next one
2004 logs-on 7004 8100
2004 ready
PSTN1 brings 8100
2001 picks-up 2004
counts queue 8100
2001 releases
2004 not-ready
# parked at its own number, taken back elsewhere; one who is busy cannot
2001 dials 2002
2002 answers
2002 parks 6
2005 dials 2003
2003 answers
2003 unparks 2002
2004 unparks 2001
2004 unparks 2002
2004 releases
# two at one number: the one that was parked first comes first
2003 releases
2001 dials 2002
2002 answers
2002 parks 8 2005
wait 1s
2003 dials 2002
2002 answers
2002 parks 9 2005
2004 unparks 2005
2004 releases
2005 unparks
2005 releases
# nobody takes it back: it rings where it was parked, when there is room
2001 dials 2003
2003 answers
2003 parks 10
wait 30s
2005 dials 2003
wait 30s
2005 releases
wait 60s
2003 answers
2003 parks 10 2002
# one who waits calls somebody, and lets them talk; the call stays parked
2001 consults 10 2004
2004 answers
2001 transfers 10 12
2005 unparks 2002
# and gives up
2005 parks 10
2004 releases
PSTN1 brings 2001
2001 answers
2001 parks 13
PSTN1_1 releases
wait 60s
