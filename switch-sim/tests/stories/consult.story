PSTN1 brings 2001 from=01715550123
2001 consults 1 2002
2001 answers 1
2001 consults 1 2002 case=4711
2001 consults 1 2003
2002 answers 2
2001 reconnects 1 2
# cancelled while it rings
2001 consults 1 2002
2001 reconnects 1 3
# busy, invalid, outside busy: the first call stays held
2004 dials 2002
2001 consults 1 2002
2001 transfers 1 5
2001 conferences 1 5
2001 reconnects 1 5
2001 consults 1 5555
2001 reconnects 1 6
2001 consults 1 01715550111
2001 reconnects 1 7
# in a queue
2001 consults 1 8100
2001 reconnects 1 8
# the consulted party hangs up; retrieve by hand
2001 consults 1 2003
2003 answers 9
2003 releases 9
2001 retrieves 1
# the consulted party declines
2001 consults 1 2003
2003 releases 10
2001 reconnects 1 10
# wrong ties
2001 reconnects 1 1
2001 reconnects 1 99
2001 reconnects 1 4
2001 consults 1 2003
2001 reconnects 11 1
2003 reconnects 1 11
2001 reconnects 1 11
