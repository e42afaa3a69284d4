[trunks.EM]
kind = "cas-t1"
channels = 4
prefixes = ["9"]
[vectors]
V1 = '''
01 goto step 3 if ani = none
02 route-to number 9171234 with cov n
03 route-to number 0171234 with cov n
'''
---
# messages tell when the destination answers; a circuit that is only taken counts as an answer
PSTN1 brings 8005
PSTN1 brings 8005 from=01715550123
2003 dials 8005
