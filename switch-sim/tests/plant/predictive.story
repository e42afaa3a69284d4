[predictive]
classifiers = 2
detects = "1s"
no_answer = "24s"

[trunks.PSTN1]
channels = 3
prefixes = ["0"]
[people]
alice = { dn = "2001", login = "7001", queues = ["sales"] }
[outside]
robot   = { number = "0100", when_called = { answers = "2s" } }
machine = { number = "0101", when_called = { answers = "2s", as = "machine" } }
fax     = { number = "0102", when_called = { answers = "2s", as = "fax" } }
busy    = { number = "0103", when_called = "busy" }
full    = { number = "0104", when_called = { cause = 34 } }
moved   = { number = "0105", when_called = { sip = 410 } }
[queues.sales]
dn = "8100"
after_call_work = "none"
[routing_points]
rp = { dn = "8500", default = "8100" }
---
2001 logs-on 7001 8100
# a person: the call waits, and the next agent who is ready gets it
8100 predicts 0100
wait 2s
wait 1s
2001 ready
2001 answers
PSTN1_1 releases
2001 not-ready
# a machine is connected, unless the one who calls wants none
8100 predicts 0101
wait 3s
PSTN1_1 releases 2
8100 predicts 0101 machines=drop
wait 3s
# what else comes of calls
8100 predicts 0102
wait 3s
8100 predicts 0103
8100 predicts 0104
8100 predicts 0105
8100 predicts 2001
8100 predicts 77
8100 predicts 0199
8100 predicts 0198 no-answer=12s
# no third classifier, though there is a circuit
8100 predicts 0197
wait 12s
wait 12s
# hung up while it is found out who that is
8100 predicts 0100
wait 2s
PSTN1_1 releases 11
# for a routing point, where nobody answers: by its default route
8500 predicts 0100
wait 3s
PSTN1_1 releases
