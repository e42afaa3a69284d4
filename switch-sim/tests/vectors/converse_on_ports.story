[people.port]
dn = "2091"
login = "7091"
queues = ["small"]
auto_available = true
[vectors]
V1 = '''
01 converse-on small pri m passing none and none
02 queue-to small pri m
03 goto step 5 if queue-fail
04 stop
05 disconnect after announcement none
'''
---
2091 logs-on 7091 8300
2091 ready
PSTN1 brings 8005
PSTN1 brings 8005
# the only port does not take the call and is logged off: nobody waits for it any longer
2091 releases 1
PSTN1 brings 8005
