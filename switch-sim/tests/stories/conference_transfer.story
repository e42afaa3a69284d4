# a complex party: the conference's controller hands its place over
2004 dials 2005
2005 answers 1
2005 consults 1 2006
2006 answers 2
2005 conferences 1 2
2006 consults 1 2001
2001 answers 3
2006 transfers 1 3
# a conference of two conferences: 1 has 2004, 2005, 2001
2004 holds 1
2004 dials 2002
2002 answers 4
2004 conferences 1 4
# alerting party of a conference: 2005 sends its place to a queue
2005 consults 1 8100
2005 transfers 1 5
2001 drops 1 8100
2001 releases 1
2002 releases 1
