[vectors]
V1 = '''
01 goto step 9 if expected-wait for call > 5
02 stop
09 queue-to skill 1 pri l
10 goto step 12 if calls-queued in skill 1 pri l > 1
11 wait-time 10 mins hearing music
12 goto step 14 if oldest-call-wait in skill 1 pri h > 3
13 goto step 15 if oldest-call-wait in skill 1 > 3
14 wait-time 10 mins hearing music
15 goto step 17 if expected-wait for skill 2 pri m < 9999
16 goto step 18 if interflow-qpos = 2
17 stop
18 goto step 20 if wait-improved for skill 2 > 1
19 goto step 21 if rolling-asa for skill 1 > 5
20 stop
21 goto step 23 if rolling-asa for vdn active > 5
22 stop
23 wait-time 10 mins hearing ringback
'''
---
PSTN1 brings 8005
2001 logs-on 7001 8100
wait 40s
2001 ready
2001 answers 1
2001 not-ready
PSTN1_1 releases 1
PSTN1 brings 8005
wait 5s
PSTN1 brings 8005
wait 1s
look 3
wait 1s
look 3
