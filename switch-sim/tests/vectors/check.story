[vectors]
V1 = '''
01 check skill 1 pri m if available-agents > 0
02 check skill 2 pri m if calls-queued < 1
03 check small pri h if staffed-agents > 0
04 wait-time 10 mins hearing music
'''
---
PSTN1 brings 8005
PSTN1 brings 8005
2001 logs-on 7001 8100
2001 ready
PSTN1 brings 8005
