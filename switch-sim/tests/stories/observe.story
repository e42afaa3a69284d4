2001 logs-on 7001 8100
2001 ready
# a supervisor listens to all calls of an agent
2004 monitors 2001 listen all
PSTN1 brings 8100
2001 answers 1
look 1
# the supervisor is heard by nobody, and does nothing but listen
2004 keys 1 12
2004 holds 1
2004 consults 1 2005
2004 sends 1 2005
2004 drops 1 2001
2001 drops 1 2004
# the same agent again, in another way: the present observation changes with it
2004 monitors 2001 whisper all
look 1
2004 monitors 2001 barge all
look 1
2004 mutes 1
look 1
2004 unmutes 1
look 1
# the agent leaves, and the observer with the agent; the next call is observed again
2001 releases 1
2001 ready
PSTN1 brings 8100
2001 answers 2
# the caller hangs up
PSTN1_1 releases 2
2001 ready
PSTN1 brings 8100
2001 answers 3
# the supervisor leaves, and the call goes on
2004 releases 3
look 3
# log-off ends it
2001 releases 3
2001 logs-off
2004 monitors-no-more 2001
