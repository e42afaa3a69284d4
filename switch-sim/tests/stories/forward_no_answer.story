2001 sets forward no-answer 2003
2003 sets forward no-answer 2001
PSTN1 brings 2001
wait 15s
# forwarded once: it rings on
wait 60s
2003 answers 1
PSTN1_1 releases 1
# answered in time
PSTN1 brings 2001
wait 14s
2001 answers 2
wait 60s
# nobody takes it there: it rings on
PSTN1_1 releases 2
2001 sets forward no-answer 2002
2002 dials 2005
PSTN1 brings 2001
wait 20s
2001 answers 4
PSTN1_1 releases 4
# with a ring limit the caller is told in the end
2006 sets forward no-answer 2002
2004 dials 2006
wait 20s
2004 releases 5
