PSTN1 brings 2004
2004 answers 1
2004 consults 1 2005
# nobody has answered there yet
2004 conferences 1 2
2004 holds 1
2004 retrieves 1
2005 answers 1
2004 consults 1 2006
2004 conferences 1 3
# who declines is not missed
2006 releases 1
# a call that waits has nobody to join
2004 consults 1 8100
2004 conferences 1 4
