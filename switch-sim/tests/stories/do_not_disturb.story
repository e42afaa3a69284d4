2001 sets dnd on
2002 dials 2001
2002 releases 1
PSTN1 brings 2001
# a call that rings already rings on
2001 sets dnd off
PSTN1 brings 2001
2001 sets dnd on
2001 answers 2
2001 releases 2
# a queue's call rings all the same
2001 logs-on 7001 8200
2001 ready
PSTN1 brings 8200
2001 answers 3
8100 sets dnd on
2001 sets lamp on
2001 sets lamp off
