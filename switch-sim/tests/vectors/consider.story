[vectors]
V1 = '''
01 consider skill 1 pri m adjust-by 0
02 consider skill 2 pri h adjust-by 20
03 goto step 5 if expected-wait for best = 0
04 check best if expected-wait < 9000
05 queue-to best
06 queue-to best
07 wait-time 10 mins hearing music
'''
---
PSTN1 brings 8005
2002 logs-on 7002 8200
2002 ready
PSTN1 brings 8005
