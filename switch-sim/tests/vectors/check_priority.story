[vectors]
V1 = '''
01 goto step 4 if ani = 01715550123
02 queue-to skill 1 pri l
03 wait-time 10 mins hearing music
04 check skill 1 pri t if expected-wait < 200
05 check skill 2 pri h if calls-queued < 1
06 check skill 2 pri m if calls-queued pri l < 1
07 wait-time 10 mins hearing music
'''
---
2001 logs-on 7001 8100
2001 ready
PSTN1 brings 8005
2001 answers
# two wait at low; a call of top priority would be served before them
PSTN1 brings 8005
PSTN1 brings 8005
PSTN1 brings 8005 from=01715550123
