given a 2001 loggedout
polling off
a > GETSTATISTICS scope=agent
// Ten seconds not ready, twenty ready, then a call of the queue rings for five.
~ Agent 2001 notready
wait 10s
~ Agent 2001 ready
wait 20s
~ Call 2001 c1 Ringing queue=8100 kind=inbound
wait 5s
~ Call 2001 c1 Established
wait 60s
// On hold for thirty, of which twenty in a consultation; then back, and handed over.
~ Call 2001 c1 Held
wait 10s
~ Call 2001 c2 Dialing kind=consult consult_of=c1
wait 20s
~ Call 2001 c2 Released
~ Call 2001 c1 Retrieved
wait 15s
~ Call 2001 c1 ReleasedTransferred
~ Agent 2001 wrapup
wait 40s
~ Agent 2001 ready
// A call of his own, one that rings too long, one whose caller gives up.
~ Call 2001 c3 Dialing kind=outbound
wait 25s
~ Call 2001 c3 Released
~ Call 2001 c4 Ringing queue=8100
wait 12s
~ Call 2001 c4 ReleasedNoAnswer
~ Call 2001 c5 Ringing
wait 3s
~ Call 2001 c5 Abandoned
// What happens without a link is in none of the times.
~ LinkDown cut
wait 100s
~ Registered 2001 ready
~ LinkUp
a > GETSTATISTICS scope=agent ref=s1
a > GETSTATISTICS scope=gateway
// The next log-on begins anew.
~ Agent 2001 loggedout
wait 7s
~ Agent 2001 notready
wait 8s
a > GETSTATISTICS scope=agent dn=2001
a > GETSTATISTICS scope=agent dn=2002
a > GETSTATISTICS scope=agent interval=previous
a > GETSTATISTICS scope=agent queue=8100
a > GETSTATISTICS scope=gateway dn=2001
