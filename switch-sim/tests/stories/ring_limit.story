# a direct call: the originator hears a tone
2004 dials 2006
wait 25s
2004 releases 1
# a caller outside is cleared
PSTN1 brings 2006
wait 25s
# answered in time
2004 dials 2006
wait 19s
2006 answers 3
wait 25s
2004 releases 3
