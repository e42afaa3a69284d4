# the queue wants work by hand; the agent plans something else
2001 logs-on 7001 8100
2001 plans auto
2001 ready
PSTN1 brings 8100
2001 answers 1
PSTN1 brings 8100
2001 releases 1
2001 answers 2
2001 plans 5s
2001 releases 2
PSTN1 brings 8100
2001 answers 3
2001 releases 3
wait 5s
PSTN1 brings 8100
2001 answers 4
# a plan holds from the next call on
2001 plans none
2001 releases 4
wait 5s
2001 plans manual
PSTN1 brings 8100
2001 answers 5
2001 releases 5
2002 plans auto
