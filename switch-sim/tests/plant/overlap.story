[trunks.ISDN]
kind = "pri-e1"
channels = 3
prefixes = ["0"]
overlap = "5s"
delete = 2
[trunks.LINE]
kind = "analog"
[trunks.SIP]
channels = 1
uui_bytes = 4
[people]
alice = { dn = "2001", login = "7001", queues = ["sales"] }
bob   = { dn = "20" }
[queues.sales]
dn = "8100"
[numbers]
"81" = { vector = "V1" }
"8200" = { extension = "2001" }
[vectors]
V1 = '''
01 queue-to skill sales pri m
'''
---
# the last digit completes the number; the area code is not part of it
ISDN brings 8
ISDN_1 keys 1 9
ISDN_1 keys 1 82
ISDN_1 keys 1 0
ISDN_1 keys 1 0
2001 answers
ISDN_1 releases
# no number begins so
ISDN brings 89
ISDN_1 keys 2 9
# one that is whole already, and the beginning of a longer one: time decides
ISDN brings 8920
wait 4s
ISDN_1 keys 3 0
ISDN_1 keys 3 1
ISDN_1 releases
ISDN brings 8920
wait 5s
ISDN_1 releases
ISDN brings 8981
wait 5s
ISDN_1 releases
# too few
ISDN brings 8982
wait 5s
# the caller hangs up while dialling; a busy destination, a number all at once
ISDN brings 898
ISDN_1 releases
2001 dials 20
ISDN brings 892
ISDN_1 keys 9 001
ISDN brings 898200
2001 releases
ISDN brings 898200
ISDN_1 releases
# what comes with a call, as far as the trunk carries it
LINE brings 8100 uui=4711 a=b
LINE_1 releases
SIP brings 8100 uui=47110 a=b
SIP_1 releases
SIP brings 8100 uui=4711
SIP_1 releases
ISDN brings 898100 uui=04C8123456
ISDN_1 releases
