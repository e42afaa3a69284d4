# the part in the queue's call ends when it is handed over
2001 logs-on 7001 8100
2001 ready
PSTN1 brings 8100
2001 answers 1
2001 consults 1 2004
2004 answers 2
2001 transfers 1 2
PSTN1_1 releases 1
# also in one step, back to the agent's own queue
2001 ready
PSTN1 brings 8100
2001 answers 3
2001 sends 3 8100
2001 ready
2001 answers 3
# conference: still on the queue's call, until leaving it
2001 consults 3 2005
2005 answers 4
2001 conferences 3 4
2001 releases 3
2001 ready
2005 releases 3
# a queue's call that becomes part of another one while it rings
2004 dials 2003
2003 answers 5
2003 consults 5 8100
2003 transfers 5 6
2001 answers 5
2001 releases 5
# a queue's call that the agent makes part of another one
2001 ready
PSTN1 brings 8100
2001 answers 7
2001 holds 7
2001 dials 2004
2004 answers 8
2001 alternates 7 8
2001 conferences 8 7
2004 releases 8
PSTN1_1 releases 8
# handed over from there
2001 ready
PSTN1 brings 8100
2001 answers 9
2001 holds 9
2001 dials 2004
2004 answers 10
2001 alternates 9 10
2001 transfers 10 9
2004 releases 10
