config call_check=60s
given a 2001 ready
// The middleware reports the device no more. The gateway asks for it again; who refuses is left alone until an
// answer would be overdue.
~ Lost 2001
wait 60s
~ Denied Refused 9018 too_much_to_do
wait 4s
wait 1s
~ Registered 2001 ready c1:ringing:0171
~ Done
