# a call for one agent waits for nobody else, ahead of all others
[trunks.T]
channels = 8
[people]
alice = { dn = "2001", login = "7001", queues = ["q"], direct_calls = "q" }
bob = { dn = "2002", login = "7002", queues = ["q"] }
[queues.q]
dn = "8100"
after_call_work = "none"
ring_limit = "10s"
---
# nobody is there
T brings 7001
2001 logs-on 7001 8100
2001 ready
2002 logs-on 7002 8100
T brings 8100
2001 answers
T brings 7001
T brings 8100
# bob takes the call that is for anybody
2002 ready
2002 answers
# and waits, while alice's call waits for her
2002 releases
T brings 7001
2001 logs-off
2001 releases
2001 answers
2001 releases
# she does not answer: the call waits for her
wait 10s
2002 not-ready
2001 ready
