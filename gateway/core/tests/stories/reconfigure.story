given a 2001 ready
polling off
// Nobody is watched, then desktops are, those that were there already included.
wait 600s
reconfigure lease_not_ready=30s max_sessions=1 second_session=refuse queues=8100
wait 30s
~ Agent 2001 notready
a > CTICLIENTINITIALIZE dn=2001
b > CTICLIENTINITIALIZE dn=2002
~ Registered 8100 loggedout
~ Done #2
a > GETSTATISTICS scope=queue queue=8100
// And then they are not watched any more.
reconfigure max_sessions=2
~ Agent 2001 ready
wait 600s
b > CTICLIENTINITIALIZE dn=2002
