[vectors]
V1 = '''
01 adjunct routing link 1
02 wait-time 4 secs hearing ringback
03 announcement hello
04 messaging skill 2 for extension active
05 reply-best
'''
---
PSTN1 brings 8005
