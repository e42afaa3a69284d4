[vectors]
V1 = '''
01 wait-time 0 secs hearing ringback
02 queue-to skill 1 pri m
03 queue-to skill 1 pri m
04 queue-to skill 2nd pri h
05 queue-to small priority l
06 queue-to fourth pri t
07 queue-to skill 1 pri h
08 stop
'''
---
PSTN1 brings 8005 from=01715550123
look 1
wait 1s
look 1
# it stays in the queues; the first agent takes it out of all of them
2002 logs-on 7002 8200
2002 ready
# not answered: back to the head of the queue that delivered it, and of no other
wait 12s
look 1
PSTN1_1 releases 1
