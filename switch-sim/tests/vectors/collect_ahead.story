[vectors]
V1 = '''
01 collect 2 digits after announcement hello
02 collect 3 digits after announcement hello
03 collect ced digits for B
04 collect cdpd
05 wait-time 60 secs hearing silence
'''
---
# dialled before anybody asked
PSTN1 brings 8005 digits=12345 ced=777
look 1
PSTN1 brings 8005 digits=12#9
look 2
PSTN1_2 keys 2 *
PSTN1_2 keys 2 #
look 2
PSTN1_2 keys 2 1234567890123456789012345
