[vectors]
V1 = '''
01 route-to digits with cov n
02 route-to number 2999 with cov y
03 route-to number 2002 with cov n
04 route-to number 01715550111 with cov n if digit = 7
05 route-to number 2002 with cov y
'''
---
PSTN1 brings 8005
2002 answers 1
# bob is busy: with coverage the second caller hears that
PSTN1 brings 8005
look 2
wait 45s
2002 releases 1
