PSTN1 brings 2004
2004 adds 1 2005
2004 answers 1
# busy, unknown, and on the way
2001 dials 2002
2004 adds 1 2001
2004 adds 1 0999
2004 adds 1 01715550111
2004 adds 1 2005
2005 releases 1
2004 adds 1 2005
2005 answers 1
2005 adds 1 01715550123
PSTN1_2 answers 1
look 1
2005 adds 1 2006
# one leaves while another one is called
PSTN1_2 releases 1
2004 adds 1 2006
2004 releases 1
2006 answers 1
look 1
PSTN1_1 releases 1
2001 releases 2
