# declined: not ready, the call is first again, with its age
2001 logs-on 7001 8100
2001 ready
PSTN1 brings 8100
PSTN1 brings 8100
2001 releases 1
2001 ready
2001 answers 1
2001 releases 1
