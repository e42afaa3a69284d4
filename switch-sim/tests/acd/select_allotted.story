# percent allocation: half of the share allotted counts as little as half of the work
[trunks.T]
channels = 8
[people]
alice = { dn = "2001", login = "7001", queues = ["q", "other"], allotted = { q = 20, other = 80 } }
bob = { dn = "2002", login = "7002", queues = ["q", "other"], allotted = { q = 80, other = 20 } }
[queues.other]
dn = "8200"
after_call_work = "none"
[queues.q]
dn = "8100"
after_call_work = "none"
selection = "pad"
---
2001 logs-on 7001 8100 8200
2001 ready
2002 logs-on 7002 8100 8200
2002 ready
T brings 8100
T brings 8100
2001 answers
2002 answers
wait 10s
2001 releases
2002 releases
wait 1s
T brings 8200
T brings 8200
2001 answers
2002 answers
wait 10s
2001 releases
2002 releases
# both have worked as long for each queue; bob was to work more for this one
T brings 8100
