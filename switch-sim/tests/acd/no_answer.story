# where a call goes that an agent does not answer, and why the agent is not ready
[trunks.T]
channels = 8
[people]
alice = { dn = "2001", login = "7001", queues = ["q"] }
ivr = { dn = "2090", login = "7090", queues = ["machines"], auto_available = true }
[queues.q]
dn = "8100"
ring_limit = "10s"
no_answer_reason = "17"
no_answer_number = "8200"
[queues.machines]
dn = "8200"
ring_limit = "5s"
---
2001 logs-on 7001 8100
2001 ready
T brings 8100
wait 10s
# a machine that does not answer is logged off, and the call waits before all others
T brings 8200
2090 logs-on 7090 8200
2090 ready
wait 5s
