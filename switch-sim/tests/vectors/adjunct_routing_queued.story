# a call that waits in a queue is routed, delivered or sent to another number
[routing_points]
cti = { dn = "8600", default = "2003", link = 1 }
[numbers.8006]
vector = "V2"
[vectors]
V1 = '''
01 queue-to skill 1 pri m
02 queue-to skill 2 pri m
03 adjunct routing link 1
04 stop
'''
V2 = '''
01 wait-time 2 secs hearing silence
02 busy
'''
---
8600 routes
PSTN1 brings 8005
8600 routes 1 2003
PSTN1 brings 8005
8600 routes 2 8006
wait 2s
PSTN1 brings 8005
2001 logs-on 7001 8100
2001 ready
8600 routes 3 2003
PSTN1 brings 8005
8600 routes 4 reject
look 4
