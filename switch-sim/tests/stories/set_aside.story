PSTN1 brings 2004
2004 answers 1
# two do not make a conference
2004 sets-aside 1 PSTN1_1
2004 adds 1 2005
2005 answers 1
look 1
2004 sets-aside 1 2004
2004 sets-aside 1 PSTN1_1
2004 sets-aside 1 PSTN1_1
look 1
# what is keyed is not heard
PSTN1_1 keys 1 12
2005 takes-back 1 PSTN1_1
2005 takes-back 1 PSTN1_1
look 1
PSTN1_1 releases 1
