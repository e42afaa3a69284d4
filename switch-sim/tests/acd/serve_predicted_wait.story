# the call that would have waited longest if somebody else had to serve it
[trunks.T]
channels = 8
[acd]
call_measure = "predicted-wait"
[people]
alice = { dn = "2001", login = "7001", queues = ["slow", "fast"] }
bob = { dn = "2002", login = "7002", queues = ["fast"] }
carol = { dn = "2003", login = "7003", queues = ["fast"] }
[queues.slow]
dn = "8100"
after_call_work = "none"
[queues.fast]
dn = "8200"
after_call_work = "none"
---
# three agents serve the fast queue, one the slow one
2002 logs-on 7002 8200
2002 ready
2003 logs-on 7003 8200
2003 ready
T brings 8200
T brings 8200
2002 answers
2003 answers
2001 logs-on 7001 8100,8200
T brings 8200
wait 5s
T brings 8100
wait 1s
counts wait 8100
counts wait 8200
# the fast queue's call is older, but the other one would wait for nobody but alice
2001 ready
