# a call rings at all idle agents of the best level at once and stays in the queue until somebody answers
[trunks.T]
channels = 8
[people]
alice = { dn = "2001", login = "7001", queues = ["q", "other"] }
bob = { dn = "2002", login = "7002", queues = ["q"] }
carol = { dn = "2003", login = "7003", queues = ["q"] }
dave = { dn = "2004", login = "7004", queues = ["q"], levels = { q = 2 } }
erin = { dn = "2005" }
[queues.q]
dn = "8100"
after_call_work = "none"
selection = "ringall"
ring_limit = "15s"
[queues.other]
dn = "8200"
after_call_work = "none"
---
2001 logs-on 7001 8100,8200
2001 ready
wait 1s
2002 logs-on 7002 8100
2002 ready
2004 logs-on 7004 8100
2004 ready
wait 1s
# alice rings for the one queue, so the other one's call waits
T brings 8100
T brings 8200
# the head alone rings
T brings 8100
counts now 8100
# whoever becomes ready joins in
2003 logs-on 7003 8100
2003 ready
wait 2s
2002 answers 1
counts now 8100
2003 answers 1
# alice has kept her idle time and serves both queues' calls by age; carol rings again
counts agent 2001
wait 3s
# the caller gives up: all are as ready as before
T_3 releases 3
counts now 8100
2001 answers 2
2001 releases 2
2002 releases 1
T brings 8100
# one declines, the others ring on
2002 releases 4
wait 15s
# nobody has answered: all are not ready, but dave of the second level rings
counts now 8100
2004 answers 4
2004 releases 4
counts now 8100
counts agent 2003
# picked up elsewhere, it waits no longer and rings nowhere else
2001 ready
2002 ready
T brings 8100
2005 picks-up 2002
counts now 8100
2005 releases
# nor does one that an agent sends on
T brings 8100
2001 deflects 6 2005
counts now 8100
2005 answers
2005 releases
