[vectors]
V1 = '''
01 queue-to skill 1 pri m
02 queue-to skill 2 pri m
03 wait-time 5 secs hearing music
04 route-to number V1 with cov n
05 stop
'''
---
PSTN1 brings 8005
wait 5s
2003 answers 1
2003 releases 1
# outside
PSTN1 brings 8005
2003 dials 2001
wait 5s
look 2
