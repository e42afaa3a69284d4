given a 2001 loggedout
// A number that nobody has logged on to is no queue.
a > GETSTATISTICS scope=queue queue=8100
a > GETSTATISTICS scope=queue
a > AGENTINITIALIZE agent=7001 queue=8100
~ Agent 2001 notready
~ Done
// The first inquiry registers it, and waits for that; the T-Server may say no.
a > GETSTATISTICS scope=queue queue=8100 ref=1
~ Denied Refused 56 no-such-queue
a > GETSTATISTICS scope=queue queue=8100 ref=2
~ Registered 8100 loggedout
~ Queue 8100 c1 Entered
~ Done
wait 3s
a > GETSTATISTICS scope=queue queue=8100 ref=2
// Its number is not for desktops.
b > CTICLIENTINITIALIZE dn=8100
// Another queue, without waiting for its registration; the link goes down meanwhile.
a > AGENTUNINITIALIZE
~ Agent 2001 loggedout
~ Done
a > AGENTINITIALIZE agent=7001 queue=8200
~ Agent 2001 notready
~ Done
a > GETSTATISTICS scope=queue queue=8200 async ref=3
~ LinkDown cut
a > GETSTATISTICS scope=queue queue=8100
