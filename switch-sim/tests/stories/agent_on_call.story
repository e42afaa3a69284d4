2001 logs-on 7001 8100,8200,8300
2001 ready
# a direct call leaves the agent's state alone, and no queue's call comes meanwhile
2004 dials 2001
2001 answers 1
PSTN1 brings 8100
2004 releases 1
# wishes while it rings: not ready wins over the abandon
2001 not-ready lunch
PSTN1_1 releases 2
2001 ready
# the queue's after-call work
PSTN1 brings 8100
2001 answers 3
2001 logs-off
PSTN1_1 releases 3
2001 ready
# none
PSTN1 brings 8200
2001 answers 4
PSTN1_1 releases 4
# timed
PSTN1 brings 8300
2001 answers 5
2001 releases 5
wait 9s
wait 1s
# timed, ended by hand; timed, prolonged by hand
PSTN1 brings 8300
2001 answers 6
2001 releases 6
wait 2s
2001 ready
wait 10s
PSTN1 brings 8300
2001 answers 7
2001 releases 7
2001 works
wait 30s
2001 ready
# wishes during the call
PSTN1 brings 8100
2001 answers 8
2001 ready
2001 releases 8
PSTN1 brings 8200
2001 answers 9
2001 works
2001 releases 9
2001 ready
PSTN1 brings 8300
2001 answers 10
2001 not-ready lunch
2001 releases 10
