[vectors]
V1 = '''
01 queue-to small pri m
02 goto step 5 if queue-fail
03 wait-time 30 secs hearing music
04 stop
05 disconnect after announcement none
'''
---
PSTN1 brings 8005
PSTN1 brings 8005
PSTN1_1 releases 1
