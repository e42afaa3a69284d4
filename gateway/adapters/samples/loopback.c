/*
 * A sample adapter as a shared library: implementation = "lib:PATH".
 *
 *     cc -std=c11 -shared -fPIC -fvisibility=hidden -I.. -o loopback.so loopback.c
 *
 * Behind it is no middleware but a switch of its own in which registered
 * devices call each other, so that it can be tried anywhere. What an adapter to
 * a real middleware would do otherwise: open its connection in `start`, read it
 * in a thread of its own that tells what comes, and send commands on.
 */
#include "pts_adapter.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_DEVICES = 64, MOST_CALLS = 64, MOST_PAIRS = 16, TEXT_BYTES = 256 };

/* A telephone. */
typedef struct device {
    char dn[TEXT_BYTES];
    uint32_t agent; /* PTS_AGENT_ */
    char reason[TEXT_BYTES];
} device;

/* A device's part in a call. */
typedef struct part {
    device *at;
    uint32_t state; /* PTS_STATE_ */
} part;

/* A call between two devices; key 0: a free place. */
typedef struct call {
    uint64_t key;
    part parts[2]; /* who called, who was called */
    char keys[MOST_PAIRS][TEXT_BYTES];
    char values[MOST_PAIRS][TEXT_BYTES];
    size_t pair_count;
} call;

typedef struct loopback {
    const pts_host *host;
    device devices[MOST_DEVICES];
    size_t device_count;
    call calls[MOST_CALLS];
    uint64_t last_call;
} loopback;

/* What becomes of a command: no denial, and the call that it began, if one. */
typedef struct outcome {
    uint32_t denial; /* PTS_DENIED_; 0: done */
    const char *text;
    uint64_t call;
} outcome;

static const outcome DONE = {0};

static outcome refused(const char *text)
{
    return (outcome){.denial = PTS_DENIED_REFUSED, .text = text};
}

static void tell(loopback *self, const pts_event *event)
{
    self->host->tell(self->host->context, event);
}

/* Finding things. */

static device *find_device(loopback *self, const char *dn)
{
    for (size_t i = 0; i < self->device_count; i++)
        if (strcmp(self->devices[i].dn, dn) == 0)
            return &self->devices[i];
    return NULL;
}

static call *find_call(loopback *self, uint64_t key)
{
    for (size_t i = 0; i < MOST_CALLS; i++)
        if (self->calls[i].key == key)
            return &self->calls[i];
    return NULL;
}

/* Which side of the call the device is on: 0 or 1; -1: it is not in it. */
static int side_of(const call *in, const device *at)
{
    if (in->key == 0)
        return -1;
    return in->parts[0].at == at ? 0 : in->parts[1].at == at ? 1 : -1;
}

/* The call of a command, if the device's part in it is in one of the states
 * (a bit for each). */
static call *part_in(loopback *self, const device *at, uint64_t key, uint32_t states)
{
    call *found = key == 0 ? NULL : find_call(self, key);
    int side = found ? side_of(found, at) : -1;
    return side >= 0 && (states >> found->parts[side].state & 1) ? found : NULL;
}

enum {
    DIALING = 1 << PTS_STATE_DIALING,
    RINGING = 1 << PTS_STATE_RINGING,
    CONNECTED = 1 << PTS_STATE_CONNECTED,
    HELD = 1 << PTS_STATE_HELD,
    ANY = DIALING | RINGING | CONNECTED | HELD
};

/* Telling things. */

static pts_call_info info_of(const call *about, int side, pts_pair pairs[MOST_PAIRS])
{
    for (size_t i = 0; i < about->pair_count; i++)
        pairs[i] = (pts_pair){about->keys[i], about->values[i]};
    return (pts_call_info){
        .kind = PTS_KIND_INTERNAL,
        .other = about->parts[1 - side].at->dn,
        .ani = about->parts[0].at->dn,
        .dnis = about->parts[1].at->dn,
        .data = pairs,
        .data_count = about->pair_count,
    };
}

/* Tells what has happened to one side of a call; `event` says what. */
static void happens(loopback *self, const call *to, int side, pts_event event)
{
    pts_pair pairs[MOST_PAIRS];
    pts_call_info info = info_of(to, side, pairs);
    event.event = PTS_EVENT_CALL;
    event.dn = to->parts[side].at->dn;
    event.call = to->key;
    event.info = &info;
    tell(self, &event);
}

/* Devices and agents. */

static outcome register_device(loopback *self, device *at, const pts_command *command)
{
    pts_call_snapshot calls[MOST_CALLS];
    pts_pair pairs[MOST_CALLS][MOST_PAIRS];
    const char *others[MOST_CALLS];
    size_t count = 0;

    if (at == NULL) {
        if (self->device_count == MOST_DEVICES || strlen(command->dn) >= TEXT_BYTES)
            return refused("there is no room for another device");
        at = &self->devices[self->device_count++];
        strcpy(at->dn, command->dn);
        at->agent = PTS_AGENT_LOGGED_OUT;
    }
    for (size_t i = 0; i < MOST_CALLS; i++) {
        const call *of = &self->calls[i];
        int side = side_of(of, at);
        if (side < 0)
            continue;
        others[count] = of->parts[1 - side].at->dn;
        calls[count] = (pts_call_snapshot){
            .call = of->key,
            .state = of->parts[side].state,
            .info = info_of(of, side, pairs[count]),
            .parties = &others[count],
            .party_count = 1,
        };
        count++;
    }
    tell(self, &(pts_event){
        .event = PTS_EVENT_REGISTERED,
        .dn = at->dn,
        .agent_state = at->agent,
        .reason = at->reason[0] ? at->reason : NULL,
        .calls = calls,
        .call_count = count,
    });
    return DONE;
}

static outcome become(loopback *self, device *at, uint32_t agent, const pts_command *command)
{
    const char *reason = command->reason ? command->reason : "";
    if (strlen(reason) >= TEXT_BYTES)
        return refused("the reason is too long");
    at->agent = agent;
    strcpy(at->reason, reason);
    tell(self, &(pts_event){
        .event = PTS_EVENT_AGENT,
        .command = command->id,
        .dn = at->dn,
        .agent_state = agent,
        .reason = command->reason,
    });
    return DONE;
}

/* Calls. */

/* Adds pairs to the data of a call, or replaces them. */
static int set_data(call *of, const pts_pair *pairs, size_t count)
{
    for (size_t given = 0; given < count; given++) {
        size_t i = 0;
        while (i < of->pair_count && strcmp(of->keys[i], pairs[given].key) != 0)
            i++;
        if (i == MOST_PAIRS || strlen(pairs[given].key) >= TEXT_BYTES
            || strlen(pairs[given].value) >= TEXT_BYTES)
            return 0;
        strcpy(of->keys[i], pairs[given].key);
        strcpy(of->values[i], pairs[given].value);
        of->pair_count += i == of->pair_count;
    }
    return 1;
}

static void drop_data(call *of, const char *key)
{
    for (size_t i = 0; i < of->pair_count; i++) {
        if (strcmp(of->keys[i], key) != 0)
            continue;
        size_t last = --of->pair_count;
        memmove(of->keys[i], of->keys[last], TEXT_BYTES);
        memmove(of->values[i], of->values[last], TEXT_BYTES);
        return;
    }
}

static outcome make_call(loopback *self, device *at, const pts_command *command)
{
    device *called = find_device(self, command->number);
    call *new = find_call(self, 0);
    if (called == NULL || called == at)
        return refused("nobody has this number");
    for (size_t i = 0; i < MOST_CALLS; i++)
        if (part_in(self, at, self->calls[i].key, DIALING | CONNECTED))
            return refused("the device is in a call");
    if (new == NULL)
        return refused("there is no room for another call");
    new->parts[0] = (part){at, PTS_STATE_DIALING};
    new->parts[1] = (part){called, PTS_STATE_RINGING};
    new->pair_count = 0;
    if (!set_data(new, command->data, command->data_count))
        return refused("the data are too long");
    new->key = ++self->last_call;
    happens(self, new, 0, (pts_event){.change = PTS_CALL_DIALING, .command = command->id});
    happens(self, new, 1, (pts_event){.change = PTS_CALL_RINGING, .arrival = PTS_ARRIVAL_DIRECT});
    return (outcome){.call = new->key};
}

static outcome answer(loopback *self, device *at, const pts_command *command)
{
    call *of = part_in(self, at, command->call, RINGING);
    if (of == NULL)
        return refused("no such call rings");
    int side = side_of(of, at);
    of->parts[0].state = of->parts[1].state = PTS_STATE_CONNECTED;
    happens(self, of, side, (pts_event){.change = PTS_CALL_ESTABLISHED, .command = command->id});
    happens(self, of, 1 - side, (pts_event){.change = PTS_CALL_ESTABLISHED});
    return DONE;
}

static outcome release(loopback *self, device *at, const pts_command *command)
{
    call *of = part_in(self, at, command->call, ANY);
    if (of == NULL)
        return refused("the device has no such call");
    int side = side_of(of, at);
    pts_event event = {.change = PTS_CALL_RELEASED, .release_cause = PTS_RELEASED_NORMAL};
    event.command = command->id;
    happens(self, of, side, event);
    event.command = 0;
    if (of->parts[1 - side].state == PTS_STATE_RINGING)
        event.change = PTS_CALL_ABANDONED;
    happens(self, of, 1 - side, event);
    of->key = 0;
    return DONE;
}

static outcome hold_or_retrieve(loopback *self, device *at, const pts_command *command)
{
    int holds = command->order == PTS_ORDER_HOLD;
    call *of = part_in(self, at, command->call, holds ? CONNECTED : HELD);
    if (of == NULL)
        return refused(holds ? "the device is not connected" : "the device holds no such call");
    int side = side_of(of, at);
    of->parts[side].state = holds ? PTS_STATE_HELD : PTS_STATE_CONNECTED;
    uint32_t change = holds ? PTS_CALL_HELD : PTS_CALL_RETRIEVED;
    happens(self, of, side, (pts_event){.change = change, .command = command->id});
    return DONE;
}

static outcome change_data(loopback *self, device *at, const pts_command *command)
{
    call *of = part_in(self, at, command->call, ANY);
    if (of == NULL)
        return refused("the device has no such call");
    call changed = *of;
    if (!set_data(&changed, command->data, command->data_count))
        return refused("the data are too long");
    for (size_t i = 0; i < command->text_count; i++)
        drop_data(&changed, command->texts[i]);
    *of = changed;
    for (int side = 0; side < 2; side++) {
        pts_event event = {.change = PTS_CALL_DATA_CHANGED, .number = at->dn};
        event.command = of->parts[side].at == at ? command->id : 0;
        happens(self, of, side, event);
    }
    return DONE;
}

/* What the gateway calls. */

static outcome carry_out(loopback *self, const pts_command *command)
{
    device *at = find_device(self, command->dn);
    if (command->order == PTS_ORDER_REGISTER)
        return register_device(self, at, command);
    if (at == NULL)
        return refused("no such device is registered");
    int logged_on = at->agent != PTS_AGENT_LOGGED_OUT;
    switch (command->order) {
    case PTS_ORDER_UNREGISTER:
        return DONE; /* The device goes on, unreported: here others may still call it. */
    case PTS_ORDER_LOG_ON:
        return logged_on ? refused("an agent is logged on already")
                         : become(self, at, PTS_AGENT_NOT_READY, command);
    case PTS_ORDER_LOG_OFF:
        return logged_on ? become(self, at, PTS_AGENT_LOGGED_OUT, command)
                         : refused("no agent is logged on");
    case PTS_ORDER_SET_READY:
        return logged_on ? become(self, at, PTS_AGENT_READY, command)
                         : refused("no agent is logged on");
    case PTS_ORDER_SET_NOT_READY:
        return logged_on ? become(self, at, PTS_AGENT_NOT_READY, command)
                         : refused("no agent is logged on");
    case PTS_ORDER_MAKE_CALL:
        return make_call(self, at, command);
    case PTS_ORDER_ANSWER:
        return answer(self, at, command);
    case PTS_ORDER_RELEASE:
        return release(self, at, command);
    case PTS_ORDER_HOLD:
    case PTS_ORDER_RETRIEVE:
        return hold_or_retrieve(self, at, command);
    case PTS_ORDER_UPDATE_DATA:
    case PTS_ORDER_DELETE_DATA:
        return change_data(self, at, command);
    default:
        return (outcome){PTS_DENIED_UNSUPPORTED, "this switch cannot do that", 0};
    }
}

static void command(void *own, const pts_command *command)
{
    loopback *self = own;
    outcome outcome = carry_out(self, command);
    tell(self, &(pts_event){
        .event = outcome.denial ? PTS_EVENT_DENIED : PTS_EVENT_DONE,
        .command = command->id,
        .denial = outcome.denial,
        .text = outcome.text,
        .call = outcome.call,
    });
}

static void *start(const pts_host *host, const pts_pair *settings, size_t count, const char **reason)
{
    (void)settings; /* A real one finds here where its middleware is. */
    if (count > 0) {
        *reason = "it takes no settings";
        return NULL;
    }
    loopback *self = calloc(1, sizeof *self);
    if (self == NULL) {
        *reason = "there is not enough memory";
        return NULL;
    }
    self->host = host;
    tell(self, &(pts_event){.event = PTS_EVENT_LINK_UP});
    return self;
}

static void stop(void *own)
{
    free(own);
}

PTS_EXPORT const pts_adapter *pts_adapter_entry(void)
{
    static const pts_adapter adapter = {
        .size = sizeof adapter,
        .abi = PTS_ADAPTER_ABI,
        .name = "loopback",
        .version = "1.0",
        .start = start,
        .command = command,
        .stop = stop,
    };
    return &adapter;
}
