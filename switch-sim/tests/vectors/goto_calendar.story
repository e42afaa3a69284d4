# the clock starts on Monday, 5 January, at eight in the morning
[vectoring]
clock = "2026-01-05 08:00"
[holiday_tables]
1 = ["12-25", "01-05 08:00 to 01-05 08:00"]
2 = ["12-24 18:00 to 01-01"]
[service_hours_tables]
1 = ["mon-fri 08:00 to 08:01", "sat 09:00 to 12:00"]
[vectors]
V1 = '''
01 goto step 3 if holiday in table 1
02 stop
03 goto step 2 if holiday not-in table 1
04 goto step 2 if holiday in table 2
05 goto step 7 if service-hours in table 1
06 stop
07 wait-time 60 secs hearing silence
08 goto step 11 if holiday not-in table 1
09 stop
11 wait-time 60 secs hearing silence
12 goto step 14 if service-hours not-in table 1
13 stop
14 wait-time 1 secs hearing music
'''
---
PSTN1 brings 8005
wait 60s
wait 61s
