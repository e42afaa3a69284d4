[queues.operators]
dn = "8800"
attendants = true
[vectors]
V1 = '''
01 queue-to attd-group
02 queue-to skill 1 pri m
03 goto step 5 if queue-fail
04 stop
05 wait-time 10 secs hearing ringback
'''
---
PSTN1 brings 8005
2003 logs-on 7003 8800
2003 ready
2003 answers
