# an application says where the call goes, while the caller hears something
[routing_points]
cti = { dn = "8600", default = "2003", link = 1 }
cti2 = { dn = "8601", default = "2003", link = 2 }
[numbers.8006]
vector = "V2"
[vectors]
V1 = '''
01 wait-time 0 secs hearing ringback
02 adjunct routing link 1
03 adjunct routing link 2
04 wait-time 4 secs hearing ringback
05 announcement hello
06 queue-to skill 1 pri m
07 stop
'''
V2 = '''
01 queue-to skill 2 pri m
02 adjunct routing link 1
03 wait-time 10 secs hearing music
04 stop
'''
---
8600 routes
8601 routes
# the first route wins
PSTN1 brings 8005
wait 2s
8601 routes 1 2003
2003 answers
2003 releases
# too late
8600 routes 1 2003
# a destination that cannot be reached is refused, the next one is taken
PSTN1 brings 8005
8600 routes 2 9999
8600 routes 2 8200
# no answer in time: the step that queues ends both requests
PSTN1 brings 8005
wait 10s
8600 routes 3 2003
PSTN1_2 releases 3
PSTN1_1 releases 2
