# a caller whose agent hangs up returns to a vector; VDN timed after-call work
[numbers.8006]
vector = "V1"
skills = ["sales"]
return_destination = "8007"
after_call_work = "3s"
[numbers.8007]
vector = "V2"
[vectors]
V1 = '''
01 queue-to skill 1 pri m
02 stop
'''
V2 = '''
01 set A = B CATR none
02 announcement hello
03 disconnect after announcement none
'''
[variables.B]
type = "agent"
---
2001 logs-on 7001 8100
2001 ready
PSTN1 brings 8006
2001 answers
2001 releases
wait 6s
# the caller hangs up: the end
PSTN1 brings 8006
2001 answers
PSTN1_1 releases 2
