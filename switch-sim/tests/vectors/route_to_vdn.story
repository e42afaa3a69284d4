[numbers.8006]
vector = "V2"
[numbers.8007]
vector = "V2"
skills = ["support"]
[vectors]
V1 = '''
01 queue-to skill 1 pri m
02 route-to number 8006 with cov n
'''
V2 = '''
01 goto step 3 if counted-calls to vdn 8006 > 1
02 queue-to skill 2nd pri m
03 wait-time 10 mins hearing music
'''
---
PSTN1 brings 8005
PSTN1 brings 8005
