[vectors]
V1 = '''
01 collect 4 digits after announcement hello for A
02 goto step 1 if digits = none
03 collect 2 digits after announcement none
04 goto step 7 if digits = 5?
05 collect 1 digit after announcement hello
06 stop
07 route-to number 2003 with cov n if unconditionally
'''
---
PSTN1 brings 8005
PSTN1_1 keys 1 12
look 1
# a star begins anew
PSTN1_1 keys 1 *34
wait 10s
look 1
# too late: two digits are what was collected
PSTN1_1 keys 1 57
PSTN1_1 keys 1 99
look 1
PSTN1_1 releases 1
