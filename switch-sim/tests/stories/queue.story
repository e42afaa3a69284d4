# nobody there: three wait
PSTN1 brings 8005 from=01715550123
wait 1s
PSTN1 brings 8100
wait 1s
2004 dials 8100
# the second hangs up
PSTN1_2 releases 2
2001 logs-on 7001 8100
2001 ready
2001 answers 1
wait 30s
PSTN1_1 releases 1
2001 ready
2001 answers 3
2001 releases 3
2001 not-ready lunch
# longest idle first
2002 logs-on 7002 8100
2003 logs-on 7003 8100
2003 ready
wait 1s
2002 ready
wait 1s
2001 ready
PSTN1 brings 8100
PSTN1 brings 8100
PSTN1 brings 8100
# a caller hangs up while it rings: as idle as before
PSTN1_1 releases 4
2004 dials 8100
2004 releases 7
