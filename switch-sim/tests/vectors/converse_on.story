[people.port]
dn = "2091"
login = "7091"
queues = ["fourth"]
auto_available = true
[vectors]
V1 = '''
01 queue-to skill 1 pri m
02 converse-on fourth pri m passing none and none
03 converse-on machines pri h passing ani and qpos
04 goto step 6 if digits = 42
05 wait-time 10 mins hearing music
06 queue-to skill 1 pri t
07 wait-time 10 mins hearing silence
'''
---
# the ports of the first machine are logged off
2090 logs-on 7090 8400
2090 ready
PSTN1 brings 8005 from=01715550123
2090 answers 1
2090 keys 1 42
2090 releases 1
look 1
# an agent who comes takes the caller away from the machine
PSTN1 brings 8005
2090 answers 2
2001 logs-on 7001 8100
2001 ready
2001 answers 1
2001 releases 1
2001 ready
# a caller of the switch who gives up leaves the machine alone: the call is over
2002 dials 8005
2090 answers 3
2002 releases 3
