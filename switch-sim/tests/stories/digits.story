PSTN1 brings 2001
2001 keys 1 12
2001 answers 1
2001 keys 1 12*#
PSTN1_1 keys 1 9
2001 holds 1
2001 keys 1 1
2002 keys 1 1
