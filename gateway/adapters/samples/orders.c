/*
 * The orders about calls, one function for each.
 */
#include "loopback.h"

#include <string.h>

/* Where a call of the device's to this number rings; NULL: nowhere. */
static device *destination(loopback *self, const device *at, const char *number)
{
    device *to = find_device(self, number);
    if (to && to->forward_when == PTS_FORWARD_ALWAYS)
        to = find_device(self, to->forward_to);
    return to == at || (to && to->do_not_disturb) ? NULL : to;
}

/* Begins a call, and tells nobody yet; NULL: there is no room, or the data are too long. */
static call *begin(loopback *self, device *at, device *to, const pts_command *command)
{
    call *new = find_call(self, 0);
    if (new == NULL)
        return NULL;
    *new = (call){.caller = at, .called = to};
    if (!set_data(new, command->data, command->data_count))
        return NULL;
    join(new, (part){.at = at, .state = PTS_STATE_DIALING});
    join(new, (part){.at = to, .state = PTS_STATE_RINGING});
    new->key = ++self->last_call;
    return new;
}

static void becomes(loopback *self, call *of, device *at, uint32_t state, const pts_command *command)
{
    part_of(of, at)->state = state;
    happens(self, of, at, state == PTS_STATE_HELD ? PTS_CALL_HELD : PTS_CALL_RETRIEVED, command);
}

static outcome make_call(loopback *self, device *at, const pts_command *command)
{
    device *to = destination(self, at, command->number);
    if (to == NULL)
        return refused("nobody is to be called at this number");
    if (is_busy(self, at))
        return refused("the device is in a call");
    call *new = begin(self, at, to, command);
    if (new == NULL)
        return refused("there is no room for another call, or for its data");
    happens(self, new, at, PTS_CALL_DIALING, command);
    rings(self, new, to, PTS_ARRIVAL_DIRECT);
    return (outcome){.call = new->key};
}

static outcome answer(loopback *self, device *at, const pts_command *command)
{
    call *of = part_in(self, at, command->call, RINGING);
    if (of == NULL)
        return refused("no such call rings");
    if (is_busy(self, at))
        return refused("the device is in a call");
    part_of(of, at)->state = PTS_STATE_CONNECTED;
    happens(self, of, at, PTS_CALL_ESTABLISHED, command);
    for (size_t i = 0; i < of->part_count; i++) {
        if (of->parts[i].state != PTS_STATE_DIALING)
            continue;
        of->parts[i].state = PTS_STATE_CONNECTED;
        happens(self, of, of->parts[i].at, PTS_CALL_ESTABLISHED, NULL);
    }
    observe(self, of);
    return DONE;
}

static outcome release(loopback *self, device *at, const pts_command *command)
{
    call *of = part_in(self, at, command->call, ANY);
    if (of == NULL)
        return refused("the device has no such call");
    leave(self, of, at, command);
    return DONE;
}

static outcome hold(loopback *self, device *at, const pts_command *command)
{
    call *of = part_in(self, at, command->call, CONNECTED);
    if (of == NULL)
        return refused("the device is not connected");
    becomes(self, of, at, PTS_STATE_HELD, command);
    return DONE;
}

static outcome retrieve(loopback *self, device *at, const pts_command *command)
{
    call *of = part_in(self, at, command->call, HELD);
    if (of == NULL || is_busy(self, at))
        return refused("the device holds no such call, or is in another");
    becomes(self, of, at, PTS_STATE_CONNECTED, command);
    return DONE;
}

static outcome alternate(loopback *self, device *at, const pts_command *command)
{
    call *held = part_in(self, at, command->call, HELD);
    call *active = part_in(self, at, command->active, CONNECTED);
    if (held == NULL || active == NULL)
        return refused("the device does not hold the one call and speak in the other");
    becomes(self, active, at, PTS_STATE_HELD, command);
    becomes(self, held, at, PTS_STATE_CONNECTED, command);
    return DONE;
}

static outcome consult(loopback *self, device *at, const pts_command *command)
{
    call *of = part_in(self, at, command->call, CONNECTED);
    device *to = destination(self, at, command->number);
    if (of == NULL)
        return refused("the device is not connected");
    if (to == NULL || part_of(of, to))
        return refused("nobody is to be called at this number");
    call *new = begin(self, at, to, command);
    if (new == NULL)
        return refused("there is no room for another call, or for its data");
    new->consult_of = of->key;
    becomes(self, of, at, PTS_STATE_HELD, command);
    happens(self, new, at, PTS_CALL_DIALING, command);
    rings(self, new, to, PTS_ARRIVAL_CONSULT);
    return (outcome){.call = new->key};
}

/* The consultation of a command, if it belongs to the held call. */
static call *tied(loopback *self, device *at, const pts_command *command, uint32_t states)
{
    call *held = part_in(self, at, command->call, HELD);
    call *active = part_in(self, at, command->active, states);
    return held && active && active->consult_of == held->key ? active : NULL;
}

/* Whether those of the one call, its leaver apart, have room in the other, and the data, too. */
static int fits(const call *held, const call *active)
{
    return held->part_count + active->part_count - 1 <= MOST_PARTS
        && held->pair_count + active->pair_count <= MOST_PAIRS;
}

/* Those of a consultation come into the call that it was for; what it was called is told. */
static uint64_t bring_together(loopback *self, call *held, call *active)
{
    uint64_t previous = active->key;
    for (size_t i = 0; i < active->part_count; i++)
        join(held, active->parts[i]);
    for (size_t i = 0; i < active->pair_count; i++)
        set_data(held, &(pts_pair){active->keys[i], active->values[i]}, 1);
    end(self, active, held->key);
    return previous;
}

static outcome complete_transfer(loopback *self, device *at, const pts_command *command)
{
    call *held = find_call(self, command->call);
    call *active = tied(self, at, command, DIALING | CONNECTED);
    if (active == NULL || !fits(held, active))
        return refused("the one call is no consultation for the other");
    device *sides[2][MOST_PARTS]; /* who stays, who comes */
    go(self, active, at, PTS_RELEASED_TRANSFERRED, command);
    go(self, held, at, PTS_RELEASED_TRANSFERRED, command);
    size_t counts[2] = {others(held, NULL, sides[0]), others(active, NULL, sides[1])};
    pts_event event = {.change = PTS_CALL_PARTY_CHANGED, .number = at->dn};
    uint64_t previous = bring_together(self, held, active);
    for (int side = 0; side < 2; side++) {
        device **met = sides[1 - side];
        size_t met_count = counts[1 - side];
        event.previous = side == 1 ? previous : 0;
        for (size_t i = 0; i < counts[side]; i++) {
            device *told = sides[side][i];
            happens_with(self, held, told, event, met_count == 1 ? met[0] : NULL, NULL);
            for (size_t other = 0; met_count > 1 && other < met_count; other++)
                introduce(self, held, told, met[other], NULL);
        }
    }
    return DONE;
}

static outcome complete_conference(loopback *self, device *at, const pts_command *command)
{
    call *held = find_call(self, command->call);
    call *active = tied(self, at, command, CONNECTED);
    if (active == NULL || !fits(held, active))
        return refused("the one call is no consultation for the other");
    device *staying[MOST_PARTS], *coming[MOST_PARTS];
    go(self, active, at, PTS_RELEASED_CONFERENCED, command);
    size_t stay = others(held, NULL, staying), come = others(active, NULL, coming);
    pts_event event = {.change = PTS_CALL_PARTY_CHANGED, .number = at->dn, .conference = 1};
    event.previous = bring_together(self, held, active);
    becomes(self, held, at, PTS_STATE_CONNECTED, command);
    for (size_t i = 0; i < stay; i++)
        for (size_t other = 0; other < come; other++)
            introduce(self, held, staying[i], coming[other], command);
    for (size_t i = 0; i < come; i++) {
        happens_with(self, held, coming[i], event, NULL, NULL);
        for (size_t other = 0; other < stay; other++)
            if (staying[other] != at)
                introduce(self, held, coming[i], staying[other], NULL);
    }
    return DONE;
}

static outcome reconnect(loopback *self, device *at, const pts_command *command)
{
    call *active = tied(self, at, command, DIALING | CONNECTED);
    if (active == NULL)
        return refused("the one call is no consultation for the other");
    leave(self, active, at, command);
    becomes(self, find_call(self, command->call), at, PTS_STATE_CONNECTED, command);
    return DONE;
}

/* The call goes to somebody else, without whoever sends it there. */
static outcome send_on(loopback *self, device *at, const pts_command *command)
{
    int rang = command->order == PTS_ORDER_REDIRECT;
    call *of = part_in(self, at, command->call, rang ? RINGING : CONNECTED);
    device *to = destination(self, at, command->number), *staying[MOST_PARTS];
    if (of == NULL)
        return refused(rang ? "no such call rings" : "the device is not connected");
    if (to == NULL || part_of(of, to))
        return refused("nobody is to be called at this number");
    if (!set_data(of, command->data, command->data_count))
        return refused("the data are too long");
    go(self, of, at, rang ? PTS_RELEASED_REDIRECTED : PTS_RELEASED_TRANSFERRED, command);
    size_t count = others(of, NULL, staying);
    pts_event event = {.change = PTS_CALL_PARTY_CHANGED, .number = at->dn};
    for (size_t i = 0; i < count; i++)
        happens_with(self, of, staying[i], event, to, NULL);
    join(of, (part){.at = to, .state = PTS_STATE_RINGING});
    rings(self, of, to, rang ? PTS_ARRIVAL_DIRECT : PTS_ARRIVAL_TRANSFERRED);
    return DONE;
}

static outcome remove_party(loopback *self, device *at, const pts_command *command)
{
    call *of = part_in(self, at, command->call, CONNECTED);
    device *party = find_device(self, command->number), *members[MOST_PARTS];
    if (of == NULL || party == NULL || party == at || others(of, NULL, members) < 3)
        return refused("the device is in no conference");
    const part *gone = part_of(of, party);
    if (gone == NULL || gone->observes)
        return refused("the conference has no such party");
    leave(self, of, party, command);
    return DONE;
}

static outcome set_muted(loopback *self, device *at, const pts_command *command)
{
    uint32_t muted = command->order == PTS_ORDER_MUTE;
    call *of = part_in(self, at, command->call, CONNECTED);
    if (of == NULL || part_of(of, at)->muted == muted)
        return refused("the device is not connected, or it is so already");
    part_of(of, at)->muted = muted;
    happens(self, of, at, muted ? PTS_CALL_MUTED : PTS_CALL_UNMUTED, command);
    return DONE;
}

outcome about_a_call(loopback *self, device *at, const pts_command *command)
{
    switch (command->order) {
    case PTS_ORDER_MAKE_CALL:
        return make_call(self, at, command);
    case PTS_ORDER_ANSWER:
        return answer(self, at, command);
    case PTS_ORDER_RELEASE:
        return release(self, at, command);
    case PTS_ORDER_HOLD:
        return hold(self, at, command);
    case PTS_ORDER_RETRIEVE:
        return retrieve(self, at, command);
    case PTS_ORDER_ALTERNATE:
        return alternate(self, at, command);
    case PTS_ORDER_CONSULT:
        return consult(self, at, command);
    case PTS_ORDER_COMPLETE_TRANSFER:
        return complete_transfer(self, at, command);
    case PTS_ORDER_COMPLETE_CONFERENCE:
        return complete_conference(self, at, command);
    case PTS_ORDER_RECONNECT:
        return reconnect(self, at, command);
    case PTS_ORDER_BLIND_TRANSFER:
    case PTS_ORDER_REDIRECT:
        return send_on(self, at, command);
    case PTS_ORDER_REMOVE_PARTY:
        return remove_party(self, at, command);
    case PTS_ORDER_SEND_DIGITS: /* Nobody here listens to tones. */
        return part_in(self, at, command->call, CONNECTED) ? DONE
                                                           : refused("the device is not connected");
    case PTS_ORDER_MUTE:
    case PTS_ORDER_UNMUTE:
        return set_muted(self, at, command);
    case PTS_ORDER_UPDATE_DATA:
    case PTS_ORDER_DELETE_DATA:
        return change_data(self, at, command);
    default:
        return (outcome){PTS_DENIED_UNSUPPORTED, "this switch cannot do that", 0};
    }
}
