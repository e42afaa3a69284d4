given a 2003 ready
a > CANCELMONITORING
a > MONITORCALL destination=2003
a > MONITORCALL destination=2001 mode=whisper calls=all ref=1
~ Monitors 2003 2001 #2
~ Done #2
// The agent's call: this device takes part, and can do little with it.
~ Call 2003 c1 Established other=0171 observes=yes muted=yes
a > HOLDCALL call=c1
a > SENDDTMF call=c1 digits=1
a > MUTECALL call=c1
a > UNMUTECALL call=c1 ref=2
~ Call 2003 c1 Unmuted #3
~ Done #3
~ Call 2003 c1 PartyRemoved party=2001 other=0171
~ Call 2003 c1 Released
// Somebody else's monitoring is not meant.
~ MonitorsNoMore 2003 2002
a > CANCELMONITORING ref=3
~ MonitorsNoMore 2003 2001 #4
~ Done #4
a > CANCELMONITORING
// The switch says no.
a > MONITORCALL destination=2002 mode=barge ref=4
~ Denied Refused 9001 no_barging
