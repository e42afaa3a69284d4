# a wait counts by what the queue aims at: 5 s of 60 s are less than 1 s of 2 s
[trunks.T]
channels = 8
[people]
alice = { dn = "2001", login = "7001", queues = ["q", "other"], levels = { q = 2, other = 1 }, call_handling = "greatest-need" }
[queues.q]
dn = "8100"
service_objective = "60s"
after_call_work = "none"
[queues.other]
dn = "8200"
after_call_work = "none"
service_objective = "2s"
[numbers]
"8101" = { queue = "q", priority = 1 }
---
T brings 8100
wait 4s
T brings 8200
wait 1s
2001 logs-on 7001 8100 8200
2001 ready
