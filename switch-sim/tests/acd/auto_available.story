# a port that is auto-available is ready, or logged off by the switch; it asks for nothing else
[trunks.T]
channels = 8
[people]
ivr = { dn = "2090", login = "7090", queues = ["machines"], auto_available = true }
[queues.machines]
dn = "8200"
ring_limit = "5s"
---
2090 logs-on 7090 8200
2090 ready
2090 not-ready
2090 works
2090 plans manual
2090 logs-off
