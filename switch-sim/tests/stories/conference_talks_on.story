# world talk_on
# the people of the site talk on when the last party outside has hung up
PSTN1 brings 2004
2004 answers
2004 consults 1 2005
2005 answers
2004 conferences 1 2
# dropped, the party outside leaves the others together
2005 drops 1 PSTN1_1
2005 releases 1
# two outside, and a third party who waits in a queue
PSTN1 brings 2004
2004 answers
2004 consults 3 01715550123
PSTN1_2 answers
2004 conferences 3 4
2004 consults 3 2005
2005 answers
2004 conferences 3 5
2005 consults 3 8100
2005 transfers 3 6
PSTN1_1 releases 3
PSTN1_2 releases 3
2004 releases 3
# the last one outside
PSTN1 brings 2004
2004 answers
2004 consults 7 2005
2005 answers
2004 conferences 7 8
2004 holds 7
PSTN1_1 releases 7
2005 releases 7
