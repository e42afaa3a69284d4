[trunks.PSTN1]
channels = 3
prefixes = ["0"]
[people]
alice = { dn = "2001", coverage = "team" }
bob   = { dn = "2002" }
carol = { dn = "2003", call_waiting = true, coverage = "first" }
dave  = { dn = "2004", login = "7004", queues = ["sales"] }
erin  = { dn = "2005", ring_limit = "20s", coverage = "outward" }
frank = { dn = "2006" }
grace = { dn = "2007", coverage = "team" }
[outside]
caller = { number = "01715550123" }
[queues.sales]
dn = "8100"
after_call_work = "none"
[coverage_paths.team]                # busy, no_answer, send_all
points = ["2001", "2002", "2004", "8100"]
rings = 3
[coverage_paths.first]
points = ["2004"]
inside = ["active"]
outside = ["all"]
[coverage_paths.outward]
points = ["01715550123"]
inside = ["no_answer"]
outside = []
rings = 1
[numbers]
"8007" = { vector = "with" }
"8008" = { vector = "without" }
[vectors]
with = '''
01 route-to number 2001 with cov y if unconditionally
02 route-to number 2006 with cov n if unconditionally
'''
without = '''
01 route-to number 2001 with cov n if unconditionally
02 route-to number 2006 with cov n if unconditionally
'''
---
# nobody answers: three rings there, two at each point; the last one is a queue
2006 dials 2001
wait 18s
wait 12s
wait 12s
2006 releases 1
# the last point that takes the call rings on; what its telephone covers itself is passed over
2007 sets send-all on
2006 dials 2007
wait 18s
2006 releases 2
2007 sets send-all off
2002 sets forward always 2006
PSTN1 brings 2001
wait 18s
2004 answers 3
PSTN1_1 releases 3
2002 sets forward off
# busy: at once, and no further than a point that answers
2001 dials 2006
PSTN1 brings 2001
2002 answers 5
wait 60s
PSTN1_1 releases 5
2006 answers 4
# nobody takes it: busy as without a path
2002 sets dnd on
2004 sets dnd on
2006 releases 4
2004 dials 8100
2001 dials 2002
2001 releases
2004 releases
2002 sets dnd off
2004 sets dnd off
# send-all-calls and do-not-disturb, where the path has them
2001 sets send-all on
2006 dials 2001
2006 releases
2001 sets send-all off
2001 sets dnd on
2006 dials 2001
2006 releases
2001 sets dnd off
2006 sets send-all on
2005 sets send-all on
# forwarded first; the path is that of whoever was called
2001 sets forward busy 2005
2001 dials 2006
2006 answers
PSTN1 brings 2001
wait 18s
2002 answers
PSTN1_1 releases
2006 releases
2001 sets forward always 2005
PSTN1 brings 2001
wait 18s
2002 answers
PSTN1_1 releases
2001 sets forward no-answer 2005
2006 dials 2001
wait 15s
wait 18s
2006 releases
2001 sets forward always 2006
2006 sets forward always 2001
2004 dials 2001
2004 releases
2006 sets forward off
2001 sets forward off
# inside and outside calls go different ways
PSTN1 brings 2003
PSTN1_1 releases
2006 dials 2003
2003 answers
2001 dials 2003
2004 releases
2001 releases
2003 releases
# outwards; where no circuit is left, it rings to the limit
2001 dials 2005
wait 6s
PSTN1_1 answers
2001 releases
PSTN1 brings 2006
PSTN1 brings 2007
PSTN1 brings 2001
2002 dials 2005
wait 6s
wait 14s
2002 releases
PSTN1_1 releases
PSTN1_2 releases
PSTN1_3 releases
# a transfer that nobody answers is covered, too; what a queue delivers is not
2006 dials 2005
2005 answers
2005 sends 23 2001
wait 18s
2006 releases
2004 logs-on 7004 8100
2004 ready
PSTN1 brings 8100
PSTN1_1 releases
# vectors: with coverage to the path, without to the next step, or ringing for ever
2001 sets send-all on
PSTN1 brings 8007
PSTN1_1 releases
PSTN1 brings 8008
wait 60s
PSTN1_1 releases
2001 sets send-all off
2001 dials 2007
PSTN1 brings 8007
PSTN1_1 releases
PSTN1 brings 8008
PSTN1_1 releases
