# a second call alerts at 2003, a third finds it busy
2004 dials 2003
2003 answers 1
2005 dials 2003
2001 dials 2003
2001 releases 3
2003 answers 2
2003 dials 2002
2003 holds 1
2003 dials 2002
2003 answers 2
2003 alternates 1 2
2003 transfers 1 2
2003 transfers 2 1
2004 releases 2
# two ring at once
2004 dials 2003
2005 dials 2003
2003 answers 5
2003 answers 4
2003 releases 5
2003 answers 4
2003 releases 4
