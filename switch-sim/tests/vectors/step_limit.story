[vectoring]
step_limit = 20
[vectors]
V1 = '''
01 queue-to skill 1 pri m
02 goto step 2 unconditionally
'''
V2 = '''
01 goto step 1 unconditionally
'''
[numbers.8006]
vector = "V2"
---
# seven steps, a second, seven more …
PSTN1 brings 8005
wait 1s
wait 5s
look 1
2003 dials 8006
wait 5s
