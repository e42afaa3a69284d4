# a telephone has eight calls, held ones included
2004 dials 2001
2001 answers
2004 holds 1
2004 dials 2002
2002 answers
2004 holds 2
2004 dials 2003
2003 answers
2004 holds 3
2004 dials 2005
2005 answers
2004 holds 4
2004 dials 2006
2006 answers
2004 holds 5
2004 dials 2090
2090 answers
2004 holds 6
2004 dials 01715550123
PSTN1_1 answers
2004 holds 7
2004 dials 01715550123
PSTN1_2 answers
2004 consults 8 01715550123
2004 holds 8
2004 dials 01715550123
