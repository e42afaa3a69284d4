given a 2001 ready c1:connected:0171
// Sixteen wait; the next is refused, and may come again under the same ref.
a > SETAGENTSTATE state=ready
a > SETAGENTSTATE state=ready
a > SETAGENTSTATE state=ready
a > SETAGENTSTATE state=ready
a > SETAGENTSTATE state=ready
a > SETAGENTSTATE state=ready
a > SETAGENTSTATE state=ready
a > SETAGENTSTATE state=ready
a > SETAGENTSTATE state=ready
a > SETAGENTSTATE state=ready
a > SETAGENTSTATE state=ready
a > SETAGENTSTATE state=ready
a > SETAGENTSTATE state=ready
a > SETAGENTSTATE state=ready
a > SETAGENTSTATE state=ready
a > SETAGENTSTATE state=ready
a > HOLDCALL call=c1 ref=1
~ Done #2
a > HOLDCALL call=c1 ref=1
~ Denied Overload 0 queue_full
