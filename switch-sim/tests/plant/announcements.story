[trunks.PSTN1]
channels = 8
prefixes = ["0"]
[people]
alice = { dn = "2001", login = "7001", queues = ["sales"] }
[queues.sales]
dn = "8100"
after_call_work = "none"
[announcements]
notice = { length = "20s", ports = 1, queue = 1 }
hello  = { length = "6s", board = "main" }
choose = { length = "6s", board = "main" }
tune   = { length = "30s", barge_in = true }
[announcement_boards]
main = { ports = 2, queue = 8 }
[numbers]
"8001" = { vector = "one" }
"8002" = { vector = "menu" }
"8003" = { vector = "joined" }
"8004" = { vector = "bye" }
[vectors]
one = '''
01 wait-time 0 secs hearing ringback
02 queue-to skill sales pri m
03 announcement notice
04 wait-time 30 secs hearing music
'''
menu = '''
01 announcement hello
02 collect 1 digits after announcement choose
03 route-to number 2001 with cov n if digit = 1
04 disconnect after announcement none
'''
joined = '''
01 announcement tune
02 disconnect after announcement none
'''
bye = '''
01 disconnect after announcement notice
'''
---
# one hears it, one waits with the ringing tone, one tries again every five seconds
PSTN1 brings 8001
wait 2s
PSTN1 brings 8001
PSTN1 brings 8001
look 1
look 2
look 3
wait 5s
look 3
# the one who waits gives up: the next attempt finds a place in the queue
PSTN1_2 releases
wait 5s
look 3
# the first has heard all of it
wait 8s
look 1
look 3
# an agent interrupts, and the port is free for the next one
PSTN1 brings 8001
look 4
2001 logs-on 7001 8100
2001 ready
2001 answers
look 3
PSTN1_1 releases
2001 answers
look 4
PSTN1_3 releases
2001 answers
PSTN1_2 releases
2001 not-ready
# two announcements share a board; a digit ends a prompt, and its port is free
PSTN1 brings 8002
wait 1s
PSTN1 brings 8002
PSTN1 brings 8002
look 6
look 7
wait 5s
look 5
look 7
wait 1s
look 5
PSTN1_1 keys 5 9
look 5
look 6
PSTN1_2 releases
PSTN1_3 releases
# barge-in: who comes later hears the rest; the next one after that, all of it
PSTN1 brings 8003
wait 20s
PSTN1 brings 8003
wait 10s
PSTN1 brings 8003
wait 29s
wait 1s
# the last announcement waits for its port, too
PSTN1 brings 8004
PSTN1 brings 8004
PSTN1 brings 8004
wait 20s
wait 5s
wait 15s
wait 20s
