[variables]
U = { type = "asaiuui", start = 2, length = 3 }
W = { type = "asaiuui", start = 10, length = 4 }
[vectors]
V1 = '''
01 set U = 45 CATR none
02 set W = U CATR 6
03 set digits = U CATR W
04 wait-time 1 secs hearing silence
05 set U = 12345 CATR none
06 set digits = U CATR none
07 wait-time 10 mins hearing silence
'''
---
PSTN1 brings 8005 uui=abcdef
look 1
wait 1s
look 1
PSTN1 brings 8005
