[vectoring]
tone_receivers = 1
[vectors]
V1 = '''
01 collect 2 digits after announcement none
02 wait-time 30 secs hearing music
'''
---
PSTN1 brings 8005
PSTN1 brings 8005
wait 10s
PSTN1 brings 8005
