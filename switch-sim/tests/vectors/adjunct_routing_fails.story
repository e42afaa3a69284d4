[routing_points]
cti = { dn = "8600", default = "2003", link = 1 }
[vectors]
V1 = '''
01 adjunct routing link 1
02 wait-time 20 secs hearing ringback
03 adjunct routing link 1
04 wait-time 20 secs hearing silence
05 adjunct routing link 7
06 wait-time 20 secs hearing music
07 disconnect after announcement none
'''
---
# nobody is there: the waits that would give time are skipped
PSTN1 brings 8005
8600 routes
PSTN1 brings 8005
wait 5s
# a reject ends the wait
8600 routes 2 reject
wait 5s
# the link goes down: the wait goes on; link 7 does not exist
8600 routes-no-more
wait 20s
8600 routes
# hung up by the application, and by the caller
PSTN1 brings 8005
8600 routes 3 disconnect
PSTN1 brings 8005
PSTN1_1 releases 4
