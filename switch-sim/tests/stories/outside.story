# somebody outside answers by hand, then hangs up
2004 dials 01715550123
PSTN1_1 answers 1
PSTN1_1 releases 1
# by the clock, between two and six seconds
2004 dials 01715550199
wait 10s
2004 releases 2
# the caller gives up before
2004 dials 01715550199
wait 1s
2004 releases 3
wait 10s
# somebody outside declines
2004 dials 01715550123
PSTN1_1 releases 4
2004 releases 4
# a number outside that the world does not list rings
2004 dials 0555
2004 releases 5
# the longest prefix leads
2004 dials 0098
tie_1 answers 6
2004 holds 6
tie_1 holds 6
tie_1 releases 6
