# with no place to wait in, a call is taken only while an agent is idle
PSTN1 brings 8008
2001 logs-on 7001 8400
2001 ready
PSTN1 brings 8008
PSTN1 brings 8008
2001 answers 1
PSTN1_1 releases 1
PSTN1 brings 8008
