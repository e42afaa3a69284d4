[variables]
D = { type = "collect" }
[vectors]
V1 = '''
01 wait-time 0 secs hearing music
02 converse-on machines pri h passing A and D
03 set digits = digits CATR 0
04 wait-time 10 mins hearing ringback
'''
---
# nobody is there yet: the call waits, and the music goes on
PSTN1 brings 8005
look 1
2090 logs-on 7090 8400
2090 ready
look 1
2090 answers 1
look 1
# key by key
2090 keys 1 4
2090 keys 1 2
2090 releases 1
look 1
