[vectors]
V1 = '''
01 announcement broken
02 announcement none
03 announcement hello
04 announcement 3001
05 announcement A
06 announcement V1
07 stop
'''
---
PSTN1 brings 8005
look 1
wait 6s
look 1
wait 10s
look 1
