# two calls of a queue that ring, joined, unanswered: the call waits there once
[trunks.T]
channels = 2
[people]
alice = { dn = "2001", login = "7001", queues = ["q"] }
bob = { dn = "2002", login = "7002", queues = ["q"] }
carol = { dn = "2003" }
dan = { dn = "2004" }
[queues.q]
dn = "8100"
ring_limit = "10s"
---
2001 logs-on 7001 8100
2001 ready
2002 logs-on 7002 8100
2002 ready
T brings 2003
2003 answers 1
2003 consults 1 2004
2004 answers 2
2003 conferences 1 2
2003 consults 1 8100
2004 sends 1 8100
2003 transfers 1 3
wait 20s
