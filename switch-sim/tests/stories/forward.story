# never to itself, never to nowhere
2001 sets forward always 2001
2001 sets forward always 5555
2001 sets forward always 2002
PSTN1 brings 2001
2002 answers 1
PSTN1_1 releases 1
2002 sets forward busy 2003
2002 dials 2005
PSTN1 brings 2001
2003 releases 3
2002 releases 2
# in a circle: busy
2003 sets forward always 2001
2002 sets forward always 2003
2004 dials 2001
2004 releases 4
PSTN1 brings 2002
# outside
2002 sets forward always 01715550123
2004 dials 2001
PSTN1_1 answers 5
2004 releases 5
PSTN1 brings 2001
PSTN1_2 answers 6
PSTN1_1 releases 6
2001 sets forward off
2004 dials 2001
2004 releases 7
# do-not-disturb counts as busy
2001 sets forward busy 2005
2001 sets dnd on
PSTN1 brings 2001
2005 answers 8
