# a call of one queue does not end the idle time in another
[acd]
mia_across_skills = false
[trunks.T]
channels = 8
[people]
alice = { dn = "2001", login = "7001", queues = ["q", "other"] }
bob = { dn = "2002", login = "7002", queues = ["q", "other"] }
[queues.q]
dn = "8100"
after_call_work = "none"
[queues.other]
dn = "8200"
after_call_work = "none"
---
2001 logs-on 7001 8100 8200
2001 ready
wait 1s
2002 logs-on 7002 8100 8200
2002 ready
T brings 8200
2001 answers
2001 releases
wait 1s
# still alice for this queue, bob for the other
T brings 8100
T brings 8200
