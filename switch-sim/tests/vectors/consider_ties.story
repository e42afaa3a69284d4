[numbers."8006"]
vector = "V1"
tie = "alternate"
[vectors]
V1 = '''
01 consider sales pri m adjust-by 0
02 consider support pri m adjust-by 0
03 queue-to best
04 wait-time 10 mins hearing music
'''
---
# nobody is there: the two skills are equally bad
PSTN1 brings 8005
PSTN1 brings 8005
PSTN1 brings 8006
PSTN1 brings 8006
PSTN1_1 releases 1
PSTN1 brings 8006
