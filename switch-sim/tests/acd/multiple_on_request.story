# when the agent asks for it, with all calls on hold
[trunks.T]
channels = 8
[people]
alice = { dn = "2001", login = "7001", queues = ["q", "other"] }
bob = { dn = "2002" }
[queues.q]
dn = "8100"
after_call_work = "manual"
multiple_calls = "on-request"
[queues.other]
dn = "8200"
multiple_calls = "none"
---
2001 logs-on 7001 8100 8200
2001 ready
T brings 8100
2001 answers
T brings 8100
2001 holds 1
2001 ready
2001 answers 2
2001 releases 2
2001 retrieves 1
2001 releases 1
