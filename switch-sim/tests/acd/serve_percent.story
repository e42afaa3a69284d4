# the queue that has had the smaller part of its share
[trunks.T]
channels = 8
[people]
alice = { dn = "2001", login = "7001", queues = ["q", "other"], allotted = { q = 80, other = 20 }, call_handling = "percent-allocation" }
[queues.q]
dn = "8100"
after_call_work = "none"
[queues.other]
dn = "8200"
after_call_work = "none"
[numbers]
"8101" = { queue = "q", priority = 1 }
---
2001 logs-on 7001 8100 8200
2001 ready
T brings 8100
2001 answers
wait 10s
T brings 8100
T brings 8200
2001 releases
2001 answers
wait 10s
T brings 8200
2001 releases
