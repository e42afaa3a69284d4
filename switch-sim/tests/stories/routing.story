# world routing
# nobody routes: the default at once
PSTN1 brings 8005 from=01715550123
PSTN1_1 releases 1
# a program routes
8500 routes
PSTN1 brings 8005 from=01715550123
8500 routes 2 2002
2002 answers 2
2002 releases 2
# refused: the call stays, and takes the default route in time
PSTN1 brings 8500
8500 routes 3 2999
8500 routes 3 01715550111
8500 routes 3 8600
8500 routes 99 2002
8100 routes 3 2002
wait 10s
PSTN1_1 releases 3
# the caller gives up
2001 dials 8500
2001 releases 4
# rejected, ended, sent by default, sent outside
2001 dials 8500
8500 routes 5 reject
2001 releases 5
2001 dials 8500
8500 routes 6 disconnect
PSTN1 brings 8500
8500 routes 7 reject
PSTN1 brings 8500
8500 routes 8 01715550123
PSTN1_2 answers 8
PSTN1_1 releases 8
# consulted, transferred while it waits; the default after the same time as before
2001 dials 2002
2002 answers 9
2002 consults 9 8500
wait 4s
2002 transfers 9 10
wait 6s
2001 releases 9
# the program goes while a call waits
2001 dials 8500
8500 routes-no-more
2001 releases 11
# into another routing point
8500 routes
2001 dials 8500
8500 routes 12 8502
2001 releases 12
# a call that its routing point makes for somebody is not routed before somebody answers
8502 routes
8500 predicts 01715550123
8500 routes 13 2003
8500 routes 13 disconnect
PSTN1_1 answers 13
8500 routes 13 2003
2003 answers 13
2003 releases 13
