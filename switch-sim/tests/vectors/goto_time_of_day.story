[vectoring]
clock = "2026-01-09 16:59"
[vectors]
V1 = '''
01 goto step 4 if time-of-day is all 17:00 to all 08:00
02 goto step 5 if time-of-day is fri 16:00 to mon 07:59
03 stop
04 disconnect after announcement 3001
05 busy
'''
---
2003 dials 8005
2003 releases 1
wait 60s
2003 dials 8005
wait 4s
