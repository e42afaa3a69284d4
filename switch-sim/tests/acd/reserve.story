# agents in reserve join in when a call would wait too long, and leave when it would not
[trunks.T]
channels = 8
[people]
alice = { dn = "2001", login = "7001", queues = ["q"] }
bob = { dn = "2002", login = "7002", queues = ["q", "other"], levels = { q = "r1" } }
carol = { dn = "2003", login = "7003", queues = ["q"], levels = { q = "r2" } }
[queues.q]
dn = "8100"
after_call_work = "none"
reserve_thresholds = ["100s", "400s"]
[queues.other]
dn = "8200"
after_call_work = "none"
---
2001 logs-on 7001 8100
2001 ready
T brings 8100
2001 answers
T brings 8100
2002 logs-on 7002 8100 8200
2003 logs-on 7003 8100
2002 ready
2003 ready
2002 answers
T brings 8200
T brings 8100
2002 releases
2002 answers
2001 releases
2001 answers
2001 releases
T brings 8100
