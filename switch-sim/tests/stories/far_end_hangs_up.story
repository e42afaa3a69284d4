# the caller leaves in every state of the agent's side
2001 logs-on 7001 8100
# queued
PSTN1 brings 8100
PSTN1_1 releases 1
# alerting
2001 ready
PSTN1 brings 8100
PSTN1_1 releases 2
# connected
PSTN1 brings 8100
2001 answers 3
PSTN1_1 releases 3
# held
2001 ready
PSTN1 brings 8100
2001 answers 4
2001 holds 4
PSTN1_1 releases 4
# held, while a consultation rings
2001 ready
PSTN1 brings 8100
2001 answers 5
2001 consults 5 2004
PSTN1_1 releases 5
2001 releases 6
# held, while a consultation has failed
2001 ready
PSTN1 brings 8100
2001 answers 7
2001 consults 7 5555
PSTN1_1 releases 7
2001 releases 8
