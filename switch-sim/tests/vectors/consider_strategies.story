[people.dave]
dn = "2004"
login = "7004"
queues = ["sales"]
levels = { sales = 5 }
[numbers."8011"]
vector = "V1"
best = "ucd-mia"
[numbers."8012"]
vector = "V1"
best = "ead-mia"
[numbers."8013"]
vector = "V1"
best = "ucd-loa"
[numbers."8014"]
vector = "V1"
best = "ead-loa"
[numbers."8015"]
vector = "V2"
best = "ucd-loa"
[vectors]
V1 = '''
01 consider sales pri m adjust-by 0
02 consider support pri m adjust-by 0
03 queue-to best
04 wait-time 10 mins hearing music
'''
V2 = '''
01 consider sales pri m adjust-by 100
02 consider support pri m adjust-by 0
03 queue-to best
04 wait-time 10 mins hearing music
'''
---
# dave has been idle longer, bob is of a better level
2004 logs-on 7004 8100
2004 ready
wait 10s
2002 logs-on 7002 8200
2002 ready
wait 10s
PSTN1 brings 8011
PSTN1_1 releases 1
PSTN1 brings 8012
2002 answers 2
wait 10s
# bob works more from here on
PSTN1_1 releases 2
2002 ready
2004 not-ready
2004 ready
PSTN1 brings 8011
PSTN1_1 releases 3
PSTN1 brings 8013
PSTN1_1 releases 4
PSTN1 brings 8014
PSTN1_1 releases 5
PSTN1 brings 8015
PSTN1_1 releases 6
