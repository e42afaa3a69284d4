PSTN1 brings 2004
2004 answers 1
2004 consults 1 2005
2005 answers 2
2005 conferences 1 2
2004 conferences 2 1
2004 conferences 1 2
# four is the limit
2005 consults 1 2006
2006 answers 3
2005 conferences 1 3
2005 consults 1 2001
2001 answers 4
2005 conferences 1 4
2005 reconnects 1 4
# drop, then leave, until two are left, then one
2005 drops 1 2005
2005 drops 1 2001
2005 drops 1 2006
2004 holds 1
2004 drops 1 2005
2004 releases 1
2005 drops 1 PSTN1_1
PSTN1_1 releases 1
