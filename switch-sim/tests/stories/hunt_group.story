# everybody rings; whoever answers first has the call
2003 dials 8003
2002 answers 1
2001 answers 1
2003 releases 1
# one declines, one is busy, the last one answers
2003 dials 8003
2001 releases 2
2005 dials 8003
2002 answers 2
2005 releases 3
2002 releases 2
# the caller gives up
PSTN1 brings 8003
PSTN1_1 releases 4
# everybody is busy, or declines
2001 dials 2003
2002 dials 0091
2004 sets dnd on
2005 dials 8003
2005 releases 7
# one sends it on: it rings at nobody else
2004 sets dnd off
2002 releases
PSTN1 brings 8003
2002 deflects 8 2005
