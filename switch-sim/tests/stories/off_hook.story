# lifted: busy for calls from inside and outside
2004 sets handset off
2004 sets handset off
2005 dials 2004
2005 releases 1
PSTN1 brings 2004
# put back, and not again
2004 sets handset on
2004 sets handset on
# lifted, dialled, put back: the call ends with it
2004 sets handset off
2004 dials 2005
2005 answers 2
2004 sets handset on
# the far end's release puts it back too
2004 sets handset off
2004 dials 2005
2005 answers 3
2005 releases 3
# what was not lifted before is put back by leaving the call
2004 dials 2005
2004 sets handset on
# a ringing telephone is answered, not lifted; a held call is no reason
2004 dials 2005
2005 sets handset off
2005 answers 5
2004 sets handset off
2004 holds 5
2004 sets handset off
2004 retrieves 5
2004 releases 5
# a queue passes over who has lifted the handset
2001 logs-on 7001 8100
2001 ready
2001 sets handset off
PSTN1 brings 8005
2001 sets handset on
2001 answers 6
PSTN1_1 releases 6
# no telephone, no handset
8100 sets handset off
