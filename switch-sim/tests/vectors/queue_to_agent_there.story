[vectors]
V1 = '''
01 queue-to skill 1st pri m
02 announcement hello
'''
---
2001 logs-on 7001 8100
2001 ready
PSTN1 brings 8005
2001 answers
2001 releases
