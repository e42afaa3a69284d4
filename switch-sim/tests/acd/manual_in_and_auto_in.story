# auto-in and manual-in, by the agent's wish; an agent in after-call work keeps the place
[acd]
acw_is_idle = true
[trunks.T]
channels = 8
[people]
alice = { dn = "2001", login = "7001", queues = ["q"] }
bob = { dn = "2002", login = "7002", queues = ["q"] }
[queues.q]
dn = "8100"
after_call_work = "10s"
---
2001 logs-on 7001 8100
2001 plans manual
2001 ready
T brings 8100
2001 answers
2001 releases
2002 logs-on 7002 8100
wait 1s
2002 ready
wait 20s
2001 plans auto
2001 ready
# alice has been idle longer, because her work counts as idle
T brings 8100
2001 answers
2001 releases
wait 10s
