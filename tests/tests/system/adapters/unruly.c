/* The sample library with faults: dialling the name of one makes it happen. */
#define pts_adapter_entry loopback_entry
#include "samples/loopback.c"
#include "samples/orders.c"
#include "samples/calls.c"
#undef pts_adapter_entry

#include <stdio.h>
#include <unistd.h>

static const pts_host *outside;

static void unruly_command(void *own, const pts_command *wanted)
{
    const char *fault = wanted->order == PTS_ORDER_MAKE_CALL ? wanted->number : "";
    printf("what is printed belongs to the log\n");
    fflush(stdout);
    if (strcmp(fault, "crash") == 0)
        *(volatile int *)NULL = 0;
    if (strcmp(fault, "hang") == 0)
        sleep(600);
    if (strcmp(fault, "babble") == 0)
        outside->tell(outside->context, &(pts_event){.event = 4711});
    while (strcmp(fault, "leak") == 0)
        memset(malloc(1 << 20), 1, 1 << 20);
    command(own, wanted);
}

static void *unruly_start(const pts_host *host, const pts_pair *settings, size_t count, const char **reason)
{
    outside = host;
    return start(host, settings, count, reason);
}

PTS_EXPORT const pts_adapter *pts_adapter_entry(void)
{
    static pts_adapter adapter;
    adapter = *loopback_entry();
    adapter.start = unruly_start;
    adapter.command = unruly_command;
    return &adapter;
}
