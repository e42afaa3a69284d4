# a vector goes on while its call rings at all agents; whoever takes it elsewhere stops the ringing
[trunks.T]
channels = 8
[people]
alice = { dn = "2001", login = "7001", queues = ["q"] }
bob = { dn = "2002", login = "7002", queues = ["q"] }
carol = { dn = "2003", login = "7003", queues = ["single"] }
dave = { dn = "2004" }
[queues.q]
dn = "8100"
skill = 1
after_call_work = "none"
selection = "ring-all"
[queues.single]
dn = "8200"
skill = 2
after_call_work = "none"
[numbers]
"8005" = { vector = "V1" }
[vectors]
V1 = '''
01 queue-to skill 1 pri m
02 queue-to skill 2 pri m
03 wait-time 10 secs hearing music
04 route-to number 2004 with cov n if unconditionally
05 stop
'''
---
2001 logs-on 7001 8100
2001 ready
2002 logs-on 7002 8100
2002 ready
T brings 8005
look 1
2002 answers 1
2002 releases 1
# the agent of the other queue gets the call: the phones are silent
2003 logs-on 7003 8200
T brings 8005
wait 1s
2003 ready
2003 releases 2
2003 answers 2
T_1 releases 2
2003 not-ready
# the vector sends the call elsewhere
T brings 8005
wait 10s
counts now 8100
# a call that rings at all is transferred while it rings
2003 dials 8100
2001 deflects 4 2004
2001 answers 4
2001 consults 4 8100
2001 transfers 4 5
2002 answers 4
2002 releases 4
