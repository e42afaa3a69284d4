# the agent answers, twice in haste, as the caller abandons
2001 logs-on 7001 8100
2001 ready
PSTN1 brings 8100
at once
PSTN1_1 releases 1
---
2001 answers 1
2001 answers 1
