[variables]
G = { type = "collect", scope = "G", value = "7" }
P = { type = "collect", scope = "P" }
N = { type = "stepcnt" }
T = { type = "tod" }
D = { type = "dow" }
U = { type = "asaiuui", start = 2, length = 3 }
[vectors]
V1 = '''
01 set A = 12 ADD 30
02 set digits = A CATR G
03 set digits = digits CATL 9
04 set digits = digits SEL 2
05 set G = G MUL 6
06 set B = 3 SUB 5
07 goto step 9 if B = #
08 stop
09 set digits = 4242 DIV 42
10 set digits = 79927398713 MOD10 11
11 set digits = N CATR T
12 set digits = digits CATR D
13 set digits = digits CATR U
14 set P = Z ADD 1
15 wait-time 1 secs hearing silence
16 set digits = 10 MOD 4
17 wait-time 1 secs hearing silence
18 set digits = 1 DIV 0
19 wait-time 10 mins hearing silence
'''
---
PSTN1 brings 8005 uui=abcdef
look 1
wait 1s
look 1
wait 1s
look 1
wait 1s
look 1
