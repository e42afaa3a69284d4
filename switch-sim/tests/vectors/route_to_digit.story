[vectors]
V1 = '''
01 route-to number 2003 with cov n if no-digit
02 collect 3 digits after announcement none
03 route-to number 2001 with cov n if digit = 1
04 route-to number 2002 with cov n if digit <> 2
05 route-to number 2002 with cov n if digits = 12
06 route-to number 2003 with cov n if digit = ?
07 busy
'''
---
2003 dials 8005
2003 releases 1
2003 dials 2001
PSTN1 brings 8005
PSTN1_1 keys 3 1#
PSTN1_1 releases 3
PSTN1 brings 8005
# two digits are no digit, whatever they are
PSTN1_1 keys 4 12#
PSTN1_1 releases 4
