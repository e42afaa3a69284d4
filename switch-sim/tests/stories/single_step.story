PSTN1 brings 2001 from=01715550123
2001 sends 1 2002
2001 answers 1
# refused before anything changes
2004 dials 2005
2001 sends 1 2005
2001 sends 1 5555
2001 sends 1 01715550111
2001 sends 1 01715550000
2001 sends 1 2001
2001 sends 1 2002
2002 answers 1
2002 holds 1
2002 sends 1 2001
# declined by the target
2001 releases 1
# to a queue
PSTN1 brings 2001
2001 answers 3
2001 sends 3 8300
2001 sends 3 2002
PSTN1_1 releases 3
# outside
PSTN1 brings 2001
2001 answers 4
2001 sends 4 01715550123
PSTN1_2 answers 4
PSTN1_1 releases 4
# the rest of a call that rings somewhere else cannot be sent on
PSTN1 brings 2001
2001 answers 5
2001 sends 5 2006
wait 20s
2004 releases 2
2004 dials 2001
2001 answers 6
2001 sends 6 2006
2004 sends 6 2001
2004 releases 6
# no circuit, no place
tie brings 2004
2004 answers 7
2004 sends 7 0091
PSTN1 brings 8300
PSTN1 brings 8300
2004 sends 7 8300
