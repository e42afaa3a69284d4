# every count of a queue, an agent, a VDN and a trunk group
[switch]
statistics_interval = "60s"
[trunks.T]
channels = 3
[people]
alice = { dn = "2001", login = "7001", queues = ["q"] }
bob = { dn = "2002", login = "7002", queues = ["q"] }
carol = { dn = "2003" }
[queues.q]
dn = "8100"
skill = 1
capacity = 2
ring_limit = "10s"
after_call_work = "5s"
[queues.other]
dn = "8200"
[numbers]
"8005" = { vector = "V" }
"8006" = { vector = "W" }
[vectors]
V = '''
01 wait-time 2 secs hearing ringback
02 queue-to skill 1 pri m
03 goto step 6 if queue-fail
04 wait-time 20 secs hearing music
05 route-to number 8006 with cov n
06 busy
'''
W = '''
01 wait-time 1 secs hearing silence
02 disconnect after announcement none
'''
---
2001 logs-on 7001 8100
2001 ready
T brings 8005
wait 3s
2001 answers
wait 4s
2001 holds 1
wait 1s
2001 retrieves 1
2001 sends 1 2003
# one rings and is not answered, one waits, one finds no circuit
T brings 8005
T brings 8005
T brings 8005
wait 8s
counts now 8100
wait 10s
counts now 8100
T_2 releases 2
wait 34s
counts last-queue 8100
counts last-agent 2001
counts last-vdn 8005
counts vdn 8006
counts last-trunk T
2003 answers
T_1 releases 1
counts queue 8100
counts trunk T
