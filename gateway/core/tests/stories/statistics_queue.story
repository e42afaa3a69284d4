config queues=8100
~ LinkUp
~ Registered 8100 loggedout
// One call waits already when the figures begin.
~ Queue 8100 c1 Entered
~ Done
given a 2001 ready
polling off
a > GETSTATISTICS scope=queue queue=8100
~ Queue 8100 c2 Entered
wait 4s
~ Queue 8100 c2 Abandoned
// c1 is answered after six seconds of ringing.
~ Queue 8100 c1 Distributed 2001
~ Call 2001 c1 Ringing queue=8100
wait 6s
~ Call 2001 c1 Established
~ Call 2001 c1 Released
// It rings before it leaves the queue, too; this one answers after 31 s.
~ Queue 8100 c3 Entered
wait 30s
~ Call 2001 c3 Ringing queue=8100
wait 1s
~ Queue 8100 c3 Distributed 2001
~ Call 2001 c3 Established
~ Call 2001 c3 Released
// Nobody answers, it comes back, and goes where the gateway does not see.
~ Queue 8100 c4 Entered
~ Queue 8100 c4 Distributed 2001
~ Call 2001 c4 Ringing queue=8100
wait 10s
~ Call 2001 c4 ReleasedNoAnswer
~ Queue 8100 c4 Entered
~ Queue 8100 c4 Distributed 3999
// Another queue delivers it.
~ Queue 8100 c5 Entered
~ Queue 8100 c5 Distributed
~ Call 2001 c5 Ringing queue=8200
~ Call 2001 c5 Established
~ Call 2001 c5 Released
// The caller gives up while it rings; one waits, under another name in the end.
~ Queue 8100 c6 Entered
~ Queue 8100 c6 Distributed 2001
~ Call 2001 c6 Ringing queue=8100
wait 8s
~ Call 2001 c6 Abandoned
~ Queue 8100 c7 Entered
wait 2s
~ Call 8100 c8 PartyChanged previous=c7
a > GETSTATISTICS scope=queue queue=8100
// Half an hour later the interval has ended, and the link was lost meanwhile with the call.
wait 1800s
a > GETSTATISTICS scope=queue queue=8100 interval=previous
~ LinkDown cut
~ Registered 8100 loggedout
~ Registered 2001 ready
~ LinkUp
wait 1800s
a > GETSTATISTICS scope=queue queue=8100 interval=current
a > GETSTATISTICS scope=queue queue=8100
