# a call rings at one agent, after five seconds at one more, in the order of levels and of the world file
[trunks.T]
channels = 8
[people]
alice = { dn = "2001", login = "7001", queues = ["q"], levels = { q = 2 } }
bob = { dn = "2002", login = "7002", queues = ["q"] }
carol = { dn = "2003", login = "7003", queues = ["q"] }
[queues.q]
dn = "8100"
after_call_work = "none"
selection = "ring-progressively"
ring_further_after = "5s"
ring_limit = "12s"
no_answer_number = "2090"
[extensions]
numbers = ["2090"]
---
2001 logs-on 7001 8100
2001 ready
2002 logs-on 7002 8100
2002 ready
T brings 8100
# too early for carol
2003 logs-on 7003 8100
2003 ready
wait 5s
wait 5s
# the one at the other two is nobody's business
2001 answers 1
2001 releases 1
# a second caller waits until the first is answered or goes
T brings 8100
T brings 8100
wait 6s
T_1 releases 2
# nobody answers in time: the call goes to the number
wait 30s
counts now 8100
