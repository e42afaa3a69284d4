PSTN1 brings 2001
# refused before anything changes
2004 dials 2005
2001 deflects 1 2005
2001 deflects 1 5555
2001 deflects 1 01715550111
2001 deflects 1 2001
2002 deflects 1 2003
# to a colleague, who is quicker than the next one
2001 deflects 1 2002
2001 answers 1
2002 answers 1
2002 deflects 1 2003
2002 releases 1
# to somebody outside, and for an internal caller
2003 dials 2001
2001 deflects 3 01715550123
PSTN1_1 answers 3
2003 releases 3
# a queue's call leaves the queue; the agent is as ready as before
2001 logs-on 7001 8100
2001 ready
PSTN1 brings 8100
2001 deflects 4 8200
2001 deflects 4 2002
PSTN1_1 releases 4
