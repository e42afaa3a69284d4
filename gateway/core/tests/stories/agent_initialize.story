given a 2001 loggedout
a > AGENTINITIALIZE agent=7001 password=secret queue=8100 queue=8101 ref=1
~ Agent 2001 notready #2
~ Done #2
a > AGENTINITIALIZE agent=7001
a > AGENTUNINITIALIZE ref=2
~ Agent 2001 loggedout #3
~ Done #3
a > AGENTUNINITIALIZE
a > AGENTINITIALIZE agent=7001 ref=3
~ Denied Refused 71 wrong_password
a > AGENTINITIALIZE agent=7001
~ LinkDown cable
a > AGENTINITIALIZE agent=7001
