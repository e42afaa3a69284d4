# the consulted party answers and hangs up, the agent completes the transfer, the caller leaves
PSTN1 brings 2001
2001 answers 1
2001 consults 1 2002
at once
2001 transfers 1 2
---
2002 answers
2002 releases
---
PSTN1_1 releases 1
