config second_session=refuse max_sessions=2
// The rule `refuse`: the first keeps the device.
given a 2001 ready
b > CTICLIENTINITIALIZE dn=2001
given b 2002 ready
c > CTICLIENTINITIALIZE dn=2003
a > CTICLIENTUNINITIALIZE
~ Done
c > CTICLIENTINITIALIZE dn=2001
~ Registered 2001 ready
~ Done
