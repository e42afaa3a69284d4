[vectors]
V1 = '''
01 wait-time 0 secs hearing ringback
02 wait-time 2 secs hearing silence
03 wait-time 1 mins hearing music
04 wait-time 5 secs hearing hello then ringback
05 wait-time 1 hrs hearing i-silent
'''
---
2003 dials 8005
look 1
wait 2s
look 1
wait 60s
look 1
wait 5s
look 1
2003 releases 1
