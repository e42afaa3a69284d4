[vectors]
V1 = '''
01 adjunct routing link 1
02 wait-time 4 secs hearing ringback
03 announcement hello
04 reply-best
'''
---
# no link 1: the waits that would give time are skipped
PSTN1 brings 8005
