[vectors]
V1 = '''
01 queue-to skill 1 pri m
02 wait-time 10 secs hearing music
03 route-to number 2001 with cov n
'''
---
# a consultation call is in a vector when the transfer is completed
PSTN1 brings 2002
2002 answers 1
2002 consults 1 8005
2002 transfers 1 2
look 1
wait 10s
2001 answers 1
# blind
2001 sends 1 8005
look 1
# and once more: it has a vector already
PSTN1_1 releases 1
2002 dials 8005
2002 releases 3
