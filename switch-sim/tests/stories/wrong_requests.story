2004 dials 2005
2001 answers 1
2004 answers 1
2004 answers 7
8100 answers 1
8100 releases 1
8100 dials 2001
PSTN1_1 dials 2001
PSTN1_1 holds 1
2099 dials 2001
2099 releases 1
2004 retrieves 1
2004 sends 1 2001
2004 drops 1 2005
2005 consults 1 2001
2004 transfers 1 1
2004 conferences 1 1
2004 alternates 1 1
2004 releases 1
2004 releases 1
PSTN1_1 releases 1
