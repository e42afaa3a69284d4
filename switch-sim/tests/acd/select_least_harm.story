# the agent who is the smallest share of those idle in other queues; of equals, whoever has been idle longest
[trunks.T]
channels = 8
[people]
alice = { dn = "2001", login = "7001", queues = ["q", "rare"] }
bob = { dn = "2002", login = "7002", queues = ["q", "common"] }
carol = { dn = "2003", login = "7003", queues = ["q", "common"] }
dave = { dn = "2004", login = "7004", queues = ["q"] }
[queues.q]
dn = "8100"
after_call_work = "none"
selection = "slm"
[queues.rare]
dn = "8200"
[queues.common]
dn = "8300"
---
2001 logs-on 7001 8100,8200
2001 ready
wait 1s
2002 logs-on 7002 8100,8300
2002 ready
wait 1s
2003 logs-on 7003 8100,8300
2003 ready
wait 1s
2004 logs-on 7004 8100
2004 ready
# dave is in no other queue
T brings 8100
# half of the common queue is idle without bob
T brings 8100
# carol is the last one of the common queue, alice of the rare one; alice has been idle longer
T brings 8100
T brings 8100
