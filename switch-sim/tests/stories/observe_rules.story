# one supervisor per agent, one agent per supervisor
2004 monitors 2004 listen all
2004 monitors 8100 listen all
2004 monitors 2001 listen all
2005 monitors 2001 listen all
2005 monitors-no-more 2001
2004 monitors 2002 barge one
2005 monitors 2001 listen all
# one call: the monitoring ends with it
PSTN1 brings 2002
2002 answers 1
PSTN1_1 releases 1
PSTN1 brings 2002
2002 answers 2
2002 releases 2
# a supervisor who has a call joins no other
2005 dials 2006
PSTN1 brings 2001
2001 answers 4
2005 releases 3
# and takes part in the present one when asked to again
2005 monitors 2001 whisper one
look 4
# a place of the conference is taken: four is the limit
2001 consults 4 2003
2003 answers 5
2001 conferences 4 5
look 4
2001 adds 4 2006
# cancelled while in the call: it is observed to its end
2005 monitors-no-more 2001
look 4
2001 sends 4 2006
2006 answers 4
PSTN1_1 releases 4
# outgoing calls are calls, too
2004 monitors 2001 listen one
2001 dials 01715550123
PSTN1_1 answers 6
2001 holds 6
look 6
2001 dials 2006
2006 answers 7
2001 transfers 6 7
PSTN1_1 releases 6
# who observes a call is not observed in that
PSTN1 brings 2001
2001 answers 8
2004 monitors 2001 listen all
2005 monitors 2004 listen all
PSTN1_1 releases 8
