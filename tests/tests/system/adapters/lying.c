/* The sample library, which says that a call is held and leaves it as it is, and obeys where it has
 * to refuse. */
#define pts_adapter_entry loopback_entry
#include "samples/loopback.c"
#include "samples/orders.c"
#include "samples/calls.c"
#undef pts_adapter_entry

static void lying_command(void *own, const pts_command *wanted)
{
    loopback *self = own;
    if (wanted->order == PTS_ORDER_HOLD) {
        tell(self, &(pts_event){
            .event = PTS_EVENT_CALL,
            .change = PTS_CALL_HELD,
            .dn = wanted->dn,
            .call = wanted->call,
            .command = wanted->id,
        });
        tell(self, &(pts_event){.event = PTS_EVENT_DONE, .command = wanted->id});
    } else if (wanted->order == PTS_ORDER_LOG_ON) {
        become(self, find_device(self, wanted->dn), PTS_AGENT_NOT_READY, wanted);
        tell(self, &(pts_event){.event = PTS_EVENT_DONE, .command = wanted->id});
    } else {
        command(own, wanted);
    }
}

PTS_EXPORT const pts_adapter *pts_adapter_entry(void)
{
    static pts_adapter adapter;
    adapter = *loopback_entry();
    adapter.command = lying_command;
    return &adapter;
}
