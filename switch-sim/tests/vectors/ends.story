[vectoring]
disconnect_timer = "10s"
[numbers.8006]
vector = "V2"
[numbers.8007]
vector = "V3"
[numbers.8008]
vector = "V4"
[vectors]
V1 = '''
01 queue-to skill 1 pri m
02 wait-time 10 mins hearing music
'''
V2 = '''
'''
V3 = '''
# a comment
01 # another
05 stop
'''
V4 = '''
01 return
'''
---
2003 dials 8006
2003 dials 8007
2003 dials 8008
PSTN1 brings 8005
wait 10s
