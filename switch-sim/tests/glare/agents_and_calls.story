# two agents become ready as a call waits, the caller hangs up, one agent goes
2001 logs-on 7001 8100
2002 logs-on 7002 8100
PSTN1 brings 8100
at once
2001 ready
2001 logs-off
---
2002 ready
---
PSTN1_1 releases 1
