/*
 * The calls of the sample library: who is in them, and what becomes of them. A
 * telephone speaks in one call at a time; a consultation is a call of its own
 * that is tied to the held one.
 */
#include "loopback.h"

#include <string.h>

/* Finding things. */

call *find_call(loopback *self, uint64_t key)
{
    for (size_t i = 0; i < MOST_CALLS; i++)
        if (self->calls[i].key == key)
            return &self->calls[i];
    return NULL;
}

part *part_of(call *in, const device *at)
{
    for (size_t i = 0; in->key != 0 && i < in->part_count; i++)
        if (in->parts[i].at == at)
            return &in->parts[i];
    return NULL;
}

/* The call, if the device's part in it is in one of the states. */
call *part_in(loopback *self, const device *at, uint64_t key, uint32_t states)
{
    call *found = key == 0 ? NULL : find_call(self, key);
    const part *own = found ? part_of(found, at) : NULL;
    return own && (states >> own->state & 1) ? found : NULL;
}

int is_busy(loopback *self, const device *at)
{
    for (size_t i = 0; i < MOST_CALLS; i++)
        if (part_in(self, at, self->calls[i].key, DIALING | CONNECTED))
            return 1;
    return 0;
}

/* Who else speaks in the call; an observer does not count. */
size_t others(const call *in, const device *at, device *found[MOST_PARTS])
{
    size_t count = 0;
    for (size_t i = 0; i < in->part_count; i++)
        if (in->parts[i].at != at && in->parts[i].observes == NULL)
            found[count++] = in->parts[i].at;
    return count;
}

static device *observer_of(const call *in, const device *agent)
{
    for (size_t i = 0; i < in->part_count; i++)
        if (in->parts[i].observes == agent)
            return in->parts[i].at;
    return NULL;
}

/* Telling things. */

static pts_call_info info_of(call *about, const device *at, pts_pair pairs[MOST_PAIRS])
{
    device *members[MOST_PARTS];
    const part *own = part_of(about, at);
    const device *agent = own ? own->observes : NULL;
    const device *other = NULL;
    size_t count = others(about, NULL, members), besides = 0;
    for (size_t i = 0; i < count; i++)
        if (members[i] != at && members[i] != agent && besides++ == 0)
            other = members[i];
    for (size_t i = 0; i < about->pair_count; i++)
        pairs[i] = (pts_pair){about->keys[i], about->values[i]};
    return (pts_call_info){
        .kind = about->consult_of ? PTS_KIND_CONSULT : PTS_KIND_INTERNAL,
        .observes = agent != NULL,
        .muted = !agent ? 0 : own->muted ? PTS_MUTED_YES : PTS_MUTED_NO,
        .conference = count > 2,
        .other = besides == 1 ? other->dn : NULL,
        .ani = about->caller->dn,
        .dnis = about->called->dn,
        .consult_of = at == about->caller ? about->consult_of : 0,
        .data = pairs,
        .data_count = about->pair_count,
    };
}

/* Tells what has happened to a device's part in a call; `event` says what.
 * Another party than the usual one may be told, and the command if it is the
 * device's own. */
void happens_with(loopback *self, call *to, const device *at, pts_event event,
                  const device *other, const pts_command *command)
{
    pts_pair pairs[MOST_PAIRS];
    pts_call_info info = info_of(to, at, pairs);
    if (other)
        info.other = other->dn;
    event.event = PTS_EVENT_CALL;
    event.dn = at->dn;
    event.call = to->key;
    event.info = &info;
    event.command = command && strcmp(command->dn, at->dn) == 0 ? command->id : 0;
    tell(self, &event);
}

void happens(loopback *self, call *to, const device *at, uint32_t change,
             const pts_command *command)
{
    happens_with(self, to, at, (pts_event){.change = change}, NULL, command);
}

void rings(loopback *self, call *to, const device *at, uint32_t arrival)
{
    pts_event event = {.change = PTS_CALL_RINGING, .arrival = arrival};
    happens_with(self, to, at, event, NULL, NULL);
}

void introduce(loopback *self, call *to, const device *at, const device *party,
               const pts_command *command)
{
    pts_event event = {.change = PTS_CALL_PARTY_ADDED, .number = party->dn};
    happens_with(self, to, at, event, NULL, command);
}

void register_calls(loopback *self, device *at, pts_event *registered)
{
    pts_call_snapshot calls[MOST_CALLS];
    pts_pair pairs[MOST_CALLS][MOST_PAIRS];
    const char *parties[MOST_CALLS][MOST_PARTS];
    size_t count = 0;

    for (size_t i = 0; i < MOST_CALLS; i++) {
        call *of = &self->calls[i];
        device *members[MOST_PARTS];
        const part *own = part_of(of, at);
        if (own == NULL)
            continue;
        size_t party_count = others(of, at, members);
        for (size_t party = 0; party < party_count; party++)
            parties[count][party] = members[party]->dn;
        const device *observer = observer_of(of, at);
        calls[count] = (pts_call_snapshot){
            .call = of->key,
            .state = own->state,
            .muted = own->muted,
            .info = info_of(of, at, pairs[count]),
            .parties = parties[count],
            .party_count = party_count,
            .observer = observer ? observer->dn : NULL,
        };
        count++;
    }
    registered->calls = calls;
    registered->call_count = count;
    tell(self, registered);
}

/* Parties come and go. */

int join(call *to, part comes)
{
    if (to->part_count == MOST_PARTS)
        return 0;
    to->parts[to->part_count++] = comes;
    return 1;
}

void end(loopback *self, call *of, uint64_t into)
{
    for (size_t i = 0; i < MOST_CALLS; i++)
        if (self->calls[i].consult_of == of->key)
            self->calls[i].consult_of = into;
    of->key = 0;
}

static void take_out(call *of, const device *at)
{
    size_t place = (size_t)(part_of(of, at) - of->parts);
    of->part_count--;
    memmove(&of->parts[place], &of->parts[place + 1], (of->part_count - place) * sizeof(part));
}

/* A device leaves, and takes with it who observes it. */
void go(loopback *self, call *of, device *at, uint32_t cause, const pts_command *command)
{
    pts_event event = {.change = PTS_CALL_RELEASED, .release_cause = cause};
    if (part_of(of, at)->state == PTS_STATE_RINGING && command == NULL)
        event = (pts_event){.change = PTS_CALL_ABANDONED};
    happens_with(self, of, at, event, NULL, command);
    take_out(of, at);
    device *observer = observer_of(of, at);
    if (observer) {
        go(self, of, observer, PTS_RELEASED_NORMAL, NULL);
        if (observer->monitor_scope == PTS_MONITOR_ONE_CALL)
            monitor_no_more(self, observer, 0);
    }
}

/* A device leaves for good: the others are told, and whoever is left alone
 * leaves, too. */
void leave(loopback *self, call *of, device *at, const pts_command *command)
{
    device *staying[MOST_PARTS];
    const device *agent = part_of(of, at)->observes;
    go(self, of, at, PTS_RELEASED_NORMAL, command);
    size_t count = others(of, NULL, staying);
    if (agent == NULL && count < 2) {
        for (size_t i = 0; i < count; i++)
            go(self, of, staying[i], PTS_RELEASED_NORMAL, NULL);
        end(self, of, 0);
        return;
    }
    pts_event gone = {.change = PTS_CALL_PARTY_REMOVED, .number = at->dn, .conference = count > 2};
    for (size_t i = 0; i < count; i++)
        if (agent == NULL || agent == staying[i])
            happens_with(self, of, staying[i], gone, NULL, command);
}

/* Supervisors come into the calls of the agents whom they monitor. */
void observe(loopback *self, call *of)
{
    for (size_t i = 0; i < self->device_count; i++) {
        device *supervisor = &self->devices[i];
        const part *agent = supervisor->monitors ? part_of(of, supervisor->monitors) : NULL;
        if (!agent || agent->state != PTS_STATE_CONNECTED || is_busy(self, supervisor)
            || part_of(of, supervisor))
            continue;
        part comes = {.at = supervisor, .state = PTS_STATE_CONNECTED, .observes = agent->at};
        comes.muted = supervisor->monitor_mode == PTS_MONITOR_LISTEN;
        if (!join(of, comes))
            continue;
        happens(self, of, supervisor, PTS_CALL_ESTABLISHED, NULL);
        pts_event event = {.change = PTS_CALL_OBSERVED, .number = supervisor->dn};
        happens_with(self, of, comes.observes, event, NULL, NULL);
    }
}

void observe_calls(loopback *self)
{
    for (size_t i = 0; i < MOST_CALLS; i++)
        if (self->calls[i].key != 0)
            observe(self, &self->calls[i]);
}

void observe_no_more(loopback *self, device *supervisor, const pts_command *command)
{
    for (size_t i = 0; i < MOST_CALLS; i++) {
        const part *own = part_of(&self->calls[i], supervisor);
        if (own && own->observes)
            leave(self, &self->calls[i], supervisor, command);
    }
}

/* Data. */

/* Adds pairs to the data of a call, or replaces them. */
int set_data(call *of, const pts_pair *pairs, size_t count)
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

outcome change_data(loopback *self, device *at, const pts_command *command)
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
    pts_event event = {.change = PTS_CALL_DATA_CHANGED, .number = command->dn};
    for (size_t i = 0; i < of->part_count; i++)
        happens_with(self, of, of->parts[i].at, event, NULL, command);
    return DONE;
}
