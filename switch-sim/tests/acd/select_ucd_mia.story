# levels do not count
[trunks.T]
channels = 8
[people]
alice = { dn = "2001", login = "7001", queues = ["q"], levels = { q = 1 } }
bob = { dn = "2002", login = "7002", queues = ["q"], levels = { q = 1 } }
carol = { dn = "2003", login = "7003", queues = ["q"], levels = { q = 2 } }
[queues.q]
dn = "8100"
after_call_work = "none"
selection = "ucd-mia"
---
2003 logs-on 7003 8100
2003 ready
wait 1s
2001 logs-on 7001 8100
2001 ready
wait 1s
2002 logs-on 7002 8100
2002 ready
T brings 8100
T brings 8100
T brings 8100
