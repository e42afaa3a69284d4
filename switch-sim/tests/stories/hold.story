2004 dials 2005
2004 holds 1
2005 holds 1
2005 retrieves 1
2005 answers 1
2005 answers 1
2004 retrieves 1
2004 holds 1
2004 holds 1
# both may hold; the far end hangs up a held call
2005 holds 1
2005 releases 1
# retrieve needs a free telephone
2004 dials 2005
2005 answers 2
2004 holds 2
2004 dials 2001
2004 retrieves 2
2001 answers 3
2004 retrieves 2
# alternate
2004 alternates 3 2
2004 alternates 2 2
2004 alternates 2 3
2004 alternates 2 3
2004 alternates 3 2
# the far end of the held call hangs up, that of the active one goes on
2005 releases 2
2004 alternates 2 3
2004 releases 3
