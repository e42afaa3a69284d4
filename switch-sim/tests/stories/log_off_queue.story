# one queue after the other; calls of the one left do not come
2001 logs-on 7001 8100,8200
2001 ready
2001 logs-off 8300
2001 logs-off 8100
2001 logs-off 8100
PSTN1 brings 8100
2004 dials 8200
2001 answers 2
# even while on a call
2001 logs-on 7001 8100
2001 logs-off 8100
2001 logs-off 8200
2001 releases 2
2001 logs-off 8200
2001 logs-off 8200
PSTN1_1 releases 1
