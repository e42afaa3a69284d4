# the highest priority, then the oldest, whatever the queue
[trunks.T]
channels = 8
[people]
alice = { dn = "2001", login = "7001", queues = ["q", "other"], levels = { q = 2, other = 1 }, call_handling = "greatest-need" }
[queues.q]
dn = "8100"
after_call_work = "none"
[queues.other]
dn = "8200"
after_call_work = "none"
[numbers]
"8101" = { queue = "q", priority = 1 }
---
T brings 8100
wait 5s
T brings 8200
wait 1s
T brings 8101
2001 logs-on 7001 8100 8200
2001 ready
2001 answers
2001 releases
2001 answers
2001 releases
