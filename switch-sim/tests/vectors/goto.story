[digit_tables]
1 = ["0171+", "49???"]
[vectors]
V1 = '''
01 goto step 3 if staffed-agents in skill 1 >= 1
02 goto step 04 unconditionally
03 stop
04 goto step 3 if ani in table 1
05 goto step 3 if ani not-in table 1
06 goto vector V2 @step 2 if ii-digits = 07
07 goto step 3 if ii-digits <> none
08 goto vector V2 if ani = none
'''
V2 = '''
02 wait-time 1 secs hearing silence
03 return
'''
---
PSTN1 brings 8005 from=01715550123
PSTN1 brings 8005 ii_digits=07
wait 1s
PSTN1 brings 8005
