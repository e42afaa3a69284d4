# after the answer
PSTN1 brings 2001 from=01715550123
2001 answers 1
2001 consults 1 2002
2002 answers 2
2001 transfers 2 1
2001 transfers 1 2
2002 holds 1
2002 retrieves 1
PSTN1_1 releases 1
# while it rings; the ring limit goes on
PSTN1 brings 2001
2001 answers 3
2001 consults 3 2002
wait 5s
2001 transfers 3 4
wait 14s
2002 answers 3
2002 releases 3
# while it rings; declined: the caller is cleared
PSTN1 brings 2001
2001 answers 5
2001 consults 5 2002
2001 transfers 5 6
2002 releases 5
# while it rings; nobody answers
PSTN1 brings 2001
2001 answers 7
2001 consults 7 2002
2001 transfers 7 8
wait 20s
# while it rings; the caller hangs up
PSTN1 brings 2001
2001 answers 9
2001 consults 9 2002
2001 transfers 9 10
PSTN1_1 releases 9
# outside to outside goes on until one of them hangs up
PSTN1 brings 2001
2001 answers 11
2001 consults 11 01715550123
PSTN1_2 answers 12
2001 transfers 11 12
PSTN1_2 releases 11
