[people.dave]
dn = "2004"
login = "7004"
queues = ["sales"]
direct_calls = "sales"
[vectors]
V1 = '''
01 goto step 4 if oldest-call-wait in skill 1 pri l >= 60
02 queue-to skill 1 pri l
03 wait-time 10 mins hearing music
04 goto step 7 if oldest-call-wait in skill 1 pri h >= 60
05 queue-to skill 1 pri h
06 wait-time 10 mins hearing music
07 busy
'''
---
2004 logs-on 7004 8100
# the oldest call of the skill is one for an agent: it does not count
PSTN1 brings 7004
wait 60s
PSTN1 brings 8005
wait 60s
# the one at low does, but not among those at high
PSTN1 brings 8005
