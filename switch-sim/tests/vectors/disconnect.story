[trunks.EM]
kind = "cas-e1"
channels = 2
[vectors]
V1 = '''
01 goto step 3 if ani = 01715550123
02 disconnect after announcement none
03 disconnect after announcement hello
'''
---
PSTN1 brings 8005 from=01715550123
look 1
wait 6s
2003 dials 8005
# nothing is played: only a circuit without messages answers before it is let go
PSTN1 brings 8005
EM brings 8005
