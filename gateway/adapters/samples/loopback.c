/*
 * A sample adapter as a shared library: implementation = "lib:PATH".
 *
 *     cc -std=c11 -shared -fPIC -fvisibility=hidden -o loopback.so loopback.c orders.c calls.c
 *
 * Behind it is no middleware but a switch of its own in which registered
 * devices call each other, so that it can be tried anywhere. What an adapter to
 * a real middleware would do otherwise: open its connection in `start`, read it
 * in a thread of its own that tells what comes, and send commands on.
 */
#include "loopback.h"

#include <stdlib.h>
#include <string.h>

outcome refused(const char *text)
{
    return (outcome){.denial = PTS_DENIED_REFUSED, .text = text};
}

void tell(loopback *self, const pts_event *event)
{
    self->host->tell(self->host->context, event);
}

device *find_device(loopback *self, const char *dn)
{
    for (size_t i = 0; i < self->device_count; i++)
        if (strcmp(self->devices[i].dn, dn) == 0)
            return &self->devices[i];
    return NULL;
}

/* Devices and agents. */

static outcome register_device(loopback *self, device *at, const pts_command *command)
{
    if (at == NULL) {
        if (self->device_count == MOST_DEVICES || strlen(command->dn) >= TEXT_BYTES)
            return refused("there is no room for another device");
        at = &self->devices[self->device_count++];
        strcpy(at->dn, command->dn);
        at->agent = PTS_AGENT_LOGGED_OUT;
    }
    pts_features features = {
        .do_not_disturb = at->do_not_disturb,
        .message_waiting = at->message_waiting,
        .forward_when = at->forward_when,
        .forward_to = at->forward_when ? at->forward_to : NULL,
        .monitors = at->monitors ? at->monitors->dn : NULL,
    };
    register_calls(self, at, &(pts_event){
        .event = PTS_EVENT_REGISTERED,
        .dn = at->dn,
        .agent_state = at->agent,
        .reason = at->reason[0] ? at->reason : NULL,
        .features = &features,
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

static outcome set_forwarding(loopback *self, device *at, const pts_command *command)
{
    if (command->forward_when != 0 && strlen(command->number) >= TEXT_BYTES)
        return refused("the number is too long");
    at->forward_when = command->forward_when;
    if (at->forward_when != 0)
        strcpy(at->forward_to, command->number);
    tell(self, &(pts_event){
        .event = PTS_EVENT_FORWARDING,
        .command = command->id,
        .dn = at->dn,
        .forward_when = at->forward_when,
        .number = at->forward_when ? at->forward_to : NULL,
    });
    return DONE;
}

static outcome set_flag(loopback *self, device *at, uint32_t *flag, const pts_command *command)
{
    int disturbs = command->order == PTS_ORDER_SET_DO_NOT_DISTURB;
    *flag = command->on;
    tell(self, &(pts_event){
        .event = disturbs ? PTS_EVENT_DO_NOT_DISTURB : PTS_EVENT_MESSAGE_WAITING,
        .command = command->id,
        .dn = at->dn,
        .on = *flag,
    });
    return DONE;
}

/* Supervisors. */

static void tell_monitoring(loopback *self, const device *at, uint32_t begins, uint64_t command)
{
    tell(self, &(pts_event){
        .event = PTS_EVENT_MONITORING,
        .command = command,
        .dn = at->dn,
        .number = at->monitors->dn,
        .on = begins,
    });
}

void monitor_no_more(loopback *self, device *supervisor, uint64_t command)
{
    tell_monitoring(self, supervisor, 0, command);
    supervisor->monitors = NULL;
}

static outcome monitor(loopback *self, device *at, const pts_command *command)
{
    device *agent = find_device(self, command->number);
    if (agent == NULL || agent == at)
        return refused("nobody is monitored at this number");
    for (size_t i = 0; i < self->device_count; i++)
        if (self->devices[i].monitors == agent)
            return refused("somebody monitors this number already");
    if (at->monitors)
        return refused("the device monitors already");
    at->monitors = agent;
    at->monitor_mode = command->monitor_mode;
    at->monitor_scope = command->monitor_scope;
    tell_monitoring(self, at, 1, command->id);
    observe_calls(self);
    return DONE;
}

static outcome cancel_monitoring(loopback *self, device *at, const pts_command *command)
{
    if (at->monitors == NULL || at->monitors != find_device(self, command->number))
        return refused("the device does not monitor this number");
    monitor_no_more(self, at, command->id);
    observe_no_more(self, at, command);
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
    case PTS_ORDER_SET_DO_NOT_DISTURB:
        return set_flag(self, at, &at->do_not_disturb, command);
    case PTS_ORDER_SET_MESSAGE_WAITING:
        return set_flag(self, at, &at->message_waiting, command);
    case PTS_ORDER_SET_FORWARDING:
        return set_forwarding(self, at, command);
    case PTS_ORDER_MONITOR:
        return monitor(self, at, command);
    case PTS_ORDER_CANCEL_MONITORING:
        return cancel_monitoring(self, at, command);
    default:
        return about_a_call(self, at, command);
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
