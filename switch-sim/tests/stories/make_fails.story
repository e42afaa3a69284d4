# busy
2004 dials 2005
2001 dials 2005
2001 releases 2
2001 dials 2001
2001 releases 3
# invalid number
2001 dials 5555
2001 releases 4
# outside: busy, unknown there
2001 dials 01715550111
2001 releases 5
2001 dials 01715550000
2001 releases 6
# the tie line has one circuit
2001 dials 0091
2002 dials 0092
2002 releases 8
2001 releases 7
# a queue of two, full
PSTN1 brings 8300
PSTN1 brings 8300
2001 dials 8300
2001 releases 11
# while it hears the tone, the telephone is not free
2001 dials 5555
2002 dials 2001
2002 releases 13
2001 dials 2002
2001 holds 12
