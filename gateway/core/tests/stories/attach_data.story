given a 2001 ready c1:connected:0171 c2:failed
// Setting and removing are two orders with one outcome; both carry the ref.
a > ATTACHDATA call=c1 data.A=1 data.B=2 delete=C delete=D ref=1
~ Call 2001 c1 DataChanged data.A=1 data.B=2 data.C=3 #2
~ Done #2
~ Call 2001 c1 DataChanged data.A=1 data.B=2 #3
~ Done #3
a > ATTACHDATA call=c1 delete=A ref=2
~ Denied Refused 9 no_such_key
a > ATTACHDATA call=c1 data.A=1 delete=C ref=3
~ Denied Refused 9 too_long
a > ATTACHDATA call=c1
a > ATTACHDATA call=c2 data.A=1
// By another party; without a change nothing is told.
~ Call 2001 c1 DataChanged by=2002 data.A=1 data.B=2
~ Call 2001 c1 DataChanged by=2002 nodata=1
