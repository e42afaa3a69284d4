# nobody answers a call for one agent: who covers the telephone has it, a call like any other
[trunks.T]
channels = 8
[people]
alice = { dn = "2001", login = "7001", queues = ["q"], direct_calls = "q", coverage = "desk" }
bob = { dn = "2002", login = "7002", queues = ["q"], direct_calls = "q", coverage = "inside" }
carol = { dn = "2003" }
[queues.q]
dn = "8100"
after_call_work = "none"
ring_limit = "10s"
no_answer_number = "2003"
[coverage_paths.desk]
points = ["2002", "2003"]
[coverage_paths.inside]
points = ["2001"]
outside = ["busy"]
---
2001 logs-on 7001 8100
2001 ready
T brings 7001
wait 10s
counts queue 8100
# the next point, when nobody is there either
wait 12s
2003 answers
2003 releases
# a call that waits for anybody is not covered
2001 ready
T brings 8100
wait 10s
2003 releases
# nor one that the path does not cover: it goes to the number of the queue
2002 logs-on 7002 8100
2002 ready
T brings 7002
wait 10s
2003 releases
# one who declines has not let it ring: it is not covered
2001 ready
T brings 7001
2001 releases
