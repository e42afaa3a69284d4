# world routing
# nobody fits: bob's german is not good enough
2002 logs-on 7002
2002 ready
PSTN1 brings 8501 from=01715550123
2001 logs-on 7001 8100
2001 ready
2001 answers 1
# longest idle
PSTN1 brings 8502
2002 answers 2
PSTN1_1 releases 1
PSTN1_2 releases 2
PSTN1 brings 8502
2001 releases 3
PSTN1_1 releases 3
# the default in the end
2001 not-ready
PSTN1 brings 8501
wait 30s
2003 answers 4
2003 releases 4
# a program comes: the switch leaves routing to it
8502 routes
2002 not-ready
PSTN1 brings 8502
2002 ready
8502 routes-no-more
2002 answers 5
2002 releases 5
