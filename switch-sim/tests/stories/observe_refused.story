# world limited
2002 monitors 2001 whisper all
2002 monitors 2001 barge all
2002 monitors 2003 listen all
PSTN1 brings 2001
2001 answers 1
2001 adds 1 2003
# listening begins with the next call
2002 monitors 2001 listen all
look 1
2001 releases 1
PSTN1 brings 2001
2001 answers 2
# unmuting would be barging in
2002 unmutes 2
2002 releases 2
