# two agents answer in the same millisecond a call that rings at both, as its caller gives up
2001 logs-on 7001 8700
2001 ready
2002 logs-on 7002 8700
2002 ready
PSTN1 brings 8700
at once
PSTN1_1 releases 1
---
2001 answers 1
---
2002 answers 1
