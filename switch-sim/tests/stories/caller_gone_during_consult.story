# the caller hangs up while held; the consultation goes on by itself
PSTN1 brings 2001
2001 answers 1
2001 consults 1 2002
PSTN1_1 releases 1
2001 transfers 1 2
2002 answers 2
2001 reconnects 1 2
2001 releases 2
