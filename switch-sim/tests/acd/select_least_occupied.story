# the lowest share of work since log-on, at this moment
[trunks.T]
channels = 8
[people]
alice = { dn = "2001", login = "7001", queues = ["q"] }
bob = { dn = "2002", login = "7002", queues = ["q"] }
carol = { dn = "2003", login = "7003", queues = ["q"] }
[queues.q]
dn = "8100"
after_call_work = "none"
selection = "ucd-loa"
---
2001 logs-on 7001 8100
2001 ready
2002 logs-on 7002 8100
2002 ready
wait 10s
T brings 8100
2001 answers
wait 10s
2001 releases
# 2001: 10 of 20 s; 2002: none
wait 60s
T brings 8100
2002 answers
wait 80s
2002 releases
# 2001: 10 of 160 s; 2002: 80 of 160 s
wait 1s
T brings 8100
# who comes back from a break has the occupancy of the others
2001 releases
2001 not-ready lunch
2003 logs-on 7003 8100
2003 ready
wait 10s
T brings 8100
