# an internal call: ring, answer, far end hangs up
2004 dials 2005 account=4711
2005 answers 1
2005 releases 1
# a number that leads to an extension
2005 dials 8006
2004 answers 2
2005 releases 2
# the caller hangs up while it rings
2004 dials 2005
2004 releases 3
# the called party declines
2004 dials 2005
2005 releases 4
2004 releases 4
