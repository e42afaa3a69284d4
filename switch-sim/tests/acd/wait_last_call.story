# the expected wait: what the last call waited
[trunks.T]
channels = 8
[acd]
expected_wait = "last-call"
[people]
alice = { dn = "2001", login = "7001", queues = ["q"] }
bob = { dn = "2002", login = "7002", queues = ["q"] }
[queues.q]
dn = "8100"
after_call_work = "none"
---
counts wait 8100
2001 logs-on 7001 8100
2001 ready
counts wait 8100
T brings 8100
2001 answers 1
T brings 8100
counts wait 8100
wait 100s
counts wait 8100
2001 releases 1
2001 answers 2
counts wait 8100
T brings 8100
T brings 8100
wait 40s
2001 releases 2
2001 answers 3
counts wait 8100
2002 logs-on 7002 8100
counts wait 8100
2002 ready
2002 answers 4
counts wait 8100
T brings 8100
wait 20s
counts wait 8100
