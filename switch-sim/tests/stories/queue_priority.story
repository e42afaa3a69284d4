# the urgent call is the next one, the one that can wait the last; within a priority, first come
PSTN1 brings 8004 from=01715550001
PSTN1 brings 8005 from=01715550002
PSTN1 brings 8001 from=01715550003
PSTN1 brings 8005 from=01715550004
2001 logs-on 7001 8100
2001 ready
# declined: it is again before all others
2001 releases 3
2001 ready
2001 answers 3
PSTN1_3 releases 3
2001 ready
2001 answers 2
# what comes later and is more urgent goes before
PSTN1 brings 8001 from=01715550005
PSTN1_2 releases 2
2001 ready
