[trunks.PSTN1]
channels = 3
prefixes = ["0"]
[people]
alice = { dn = "2001" }
bob   = { dn = "2002" }
[outside]
caller   = { number = "0100" }
rejects  = { number = "0121", when_called = { cause = 21 } }
changed  = { number = "0122", when_called = { cause = 22 } }
broken   = { number = "0127", when_called = { cause = 27 } }
none     = { number = "0134", when_called = { cause = 34 } }
barred   = { number = "0187", when_called = { cause = 87 } }
sip      = { number = "0486", when_called = { sip = 486 } }
---
# the caller hears why, and the call is over when the telephone is put down
2001 dials 0121
2001 releases
2001 dials 0134
2001 releases
2001 dials 0486
2001 releases
# a caller is not sent where the network takes no call
PSTN1 brings 2001 from=0100
2001 answers
2001 sends 4 0122
2001 sends 4 0127
2001 sends 4 0187
# a consultation may hear it
2001 consults 4 0127
2001 reconnects 4 5
2001 releases 4
