# to an extension
PSTN1 brings 2004 from=01715550123 ivr_ref=A77
2004 answers 1
PSTN1_1 releases 1
# the caller hangs up while it rings
PSTN1 brings 2004
PSTN1_1 releases 2
# the called party declines: the caller is cleared
PSTN1 brings 2004
2004 releases 3
# refusals; the caller hears them at once
PSTN1 brings 5555
PSTN1 brings 01715550199
PSTN1 brings 2004
PSTN1 brings 2004
PSTN1 brings 8300
PSTN1 brings 8300
PSTN1 brings 2005
tie brings 8300
none brings 2005
