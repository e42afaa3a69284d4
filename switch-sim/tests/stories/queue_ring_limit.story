# nobody answers: the agent becomes not ready, the call goes to the next one, with its age
2001 logs-on 7001 8300
2002 logs-on 7002 8300
2001 ready
wait 1s
PSTN1 brings 8300
wait 6s
2002 ready
wait 12s
2002 not-ready coffee
wait 12s
# nobody else: waits as the first, in a queue that has filled up
2002 ready
PSTN1 brings 8300
PSTN1 brings 8300
PSTN1 brings 8300
wait 12s
2001 ready
2001 answers 1
wait 20s
PSTN1_1 releases 1
wait 10s
