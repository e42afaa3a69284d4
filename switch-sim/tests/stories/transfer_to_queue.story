# the consultation waits in a queue, first of two; its place is kept
PSTN1 brings 2004 from=01715550123
2004 answers 1
2004 consults 1 8300
PSTN1 brings 8300
wait 5s
2004 transfers 1 2
2002 logs-on 7002 8300
2002 ready
2002 answers 1
2002 releases 1
2002 ready
2002 answers 3
PSTN1_2 releases 3
wait 10s
2002 not-ready
# the caller hangs up after the transfer
PSTN1 brings 2004
2004 answers 4
2004 consults 4 8300
2004 transfers 4 5
PSTN1_1 releases 4
# both sides pending: nobody would be there
2004 dials 8300
2004 releases 6
2004 dials 2005
2005 answers 7
2005 consults 7 8300
2005 transfers 7 8
2004 consults 7 2006
2004 transfers 7 9
2006 answers 9
2004 transfers 7 9
2006 releases 7
