[queues.mail]
dn = "8700"
skill = 7
capacity = 1
after_call_work = "none"
messaging = true
[people.port]
dn = "2095"
login = "7095"
queues = ["mail"]
[vectors]
V1 = '''
01 queue-to skill 1 pri m
02 messaging skill 1 for extension 2001
03 messaging skill 7 for extension 2999
04 messaging skill 7 for extension V1
05 messaging skill 7 for extension latest
06 wait-time 5 secs hearing silence
07 goto step 2 unconditionally
'''
---
# no port is there
PSTN1 brings 8005
2095 logs-on 7095 8700
2095 ready
# the mailbox is that of the variable; the call has left its queue
wait 5s
2095 answers
PSTN1 brings 8005
PSTN1 brings 8005
look 3
