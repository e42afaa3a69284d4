# a call is offered to an agent who is on a call of another kind
[trunks.T]
channels = 8
[people]
alice = { dn = "2001", login = "7001", queues = ["q", "other"] }
bob = { dn = "2002" }
[queues.q]
dn = "8100"
after_call_work = "manual"
multiple_calls = "one-forced"
[queues.other]
dn = "8200"
multiple_calls = "none"
---
2001 logs-on 7001 8100 8200
2001 ready
2001 dials 2002
2002 answers
T brings 8200
T brings 8100
2001 holds 1
2001 answers 3
T brings 8100
2001 releases 3
2001 ready
