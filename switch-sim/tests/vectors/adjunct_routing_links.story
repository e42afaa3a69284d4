[routing_points]
one = { dn = "8600", default = "2003", link = 1 }
two = { dn = "8601", default = "2003", link = 2 }
[vectors]
V1 = '''
01 adjunct routing link 1
02 adjunct routing link 2
03 wait-time 10 secs hearing ringback
04 wait-time 2 secs hearing silence
05 disconnect after announcement none
'''
---
# link 2 is down: the wait behind it gives link 1 its time
8600 routes
PSTN1 brings 8005
wait 5s
8600 routes 1 2002
# link 1 is down: link 2 has the time
8600 routes-no-more
8601 routes
PSTN1 brings 8005
wait 10s
8601 routes 2 2003
# both are down: the waits are skipped
8601 routes-no-more
PSTN1 brings 8005
