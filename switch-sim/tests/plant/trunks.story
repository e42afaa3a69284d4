[switch]
personality = "avaya"
[personality]
glare_policy = "exclusive_wins"
[trunks.PRI]
kind = "pri-t1"
channels = 2
prefixes = ["9"]
arrivals = "highest"
order = "descending"
[trunks.INSIST]
kind = "bri"
prefixes = ["7"]
seizure = "exclusive"
[trunks.HOLD]
kind = "cas-e1"
channels = 2
prefixes = ["5"]
seizure = "glare_hold"
[trunks.RELEASE]
kind = "cas-t1"
channels = 2
prefixes = ["4"]
glare_window = "1s"
[trunks.LOOP]
kind = "analog"
prefixes = ["6"]
[trunks.GROUND]
kind = "analog"
channels = 2
prefixes = ["3"]
seizure = "ground_start"
[trunks.LRU]
channels = 3
prefixes = ["1"]
order = "least_recent"
delete = 2
insert = "20"
[people]
alice = { dn = "2001" }
bob   = { dn = "2002" }
carol = { dn = "2003" }
[outside]
busy  = { number = "91", when_called = "busy" }
tone  = { number = "61", when_called = "busy" }
---
# the network takes channels from the same end: alice's call moves on
2001 dials 92
PRI brings 2002 from=0100
2001 releases
2002 releases
# a call that got nowhere at once has given its channel back
2001 dials 91
PRI brings 2002
2001 releases
2002 releases
# a call that insists keeps its channel here
2001 dials 72
INSIST brings 2002
2001 releases
2002 releases
2001 dials 52
HOLD brings 2002 from=0100
HOLD brings 2003
2001 releases
2002 releases
# glare within a second, but no channel is left to move to
2001 dials 42
2003 dials 42
wait 500ms
RELEASE brings 2002 from=0100
2001 releases
2002 releases
2003 releases
wait 1s
# the window is over
2001 dials 42
wait 1s
RELEASE brings 2002
2001 releases
2002 releases
# two callers meet; a busy tone is not told
2001 dials 62
LOOP brings 2002 from=0100
2001 releases
2001 dials 61
2001 releases
# the exchange has marked the line
2001 dials 32
GROUND brings 2002
2001 releases
2002 releases
# the circuit idle longest; digits deleted and inserted
LRU brings 9901
2001 answers
2001 releases
2001 dials 12
2001 releases
2001 dials 12
2001 releases
2001 dials 12
2001 releases
LRU brings 9
LRU brings 99
