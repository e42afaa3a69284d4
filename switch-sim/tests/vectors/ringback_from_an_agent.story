[vectors]
V1 = '''
01 queue-to sales pri m
02 announcement hello
03 wait-time 10 mins hearing music
'''
---
# an agent who comes interrupts the announcement, and the caller hears the telephone ring
2001 logs-on 7001 8100
PSTN1 brings 8005
look 1
wait 2s
2001 ready
look 1
2001 answers
look 1
2001 sends 1 2003
look 1
