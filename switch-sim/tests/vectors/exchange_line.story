[trunks.LINE]
kind = "analog"
channels = 4
[vectors]
V1 = '''
01 wait-time 2 secs hearing silence
02 goto step 5 if digits <> none
03 goto step 6 if staffed-agents in sales > 0
04 busy
05 disconnect after announcement none
06 wait-time 2 secs hearing music
07 queue-to sales pri m
08 busy
'''
---
# the exchange gives ringback until the call is answered
LINE brings 8005
look 1
wait 2s
look 1
wait 45s
# music answers, and the busy tone is heard
2001 logs-on 7001 8100
LINE brings 8005
wait 2s
look 2
wait 2s
look 2
LINE_1 releases 2
# over a trunk with messages the busy tone is heard, too, and says why the call is let go
2001 logs-off
PSTN1 brings 8005
look 3
wait 2s
look 3
wait 45s
