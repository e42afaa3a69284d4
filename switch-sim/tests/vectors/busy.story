[vectors]
V1 = '''
01 queue-to skill 1 pri m
02 busy
'''
---
PSTN1 brings 8005
look 1
2003 dials 8005
wait 45s
