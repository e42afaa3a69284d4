/*
 * What the files of the sample library share: its switch, and who does what.
 */
#ifndef LOOPBACK_H
#define LOOPBACK_H

#include "../pts_adapter.h"

enum { MOST_DEVICES = 64, MOST_CALLS = 64, MOST_PARTS = 8, MOST_PAIRS = 16, TEXT_BYTES = 256 };

/* A telephone. */
typedef struct device {
    char dn[TEXT_BYTES];
    uint32_t agent; /* PTS_AGENT_ */
    char reason[TEXT_BYTES];
    uint32_t do_not_disturb;
    uint32_t message_waiting;
    uint32_t forward_when; /* PTS_FORWARD_; only "always" is acted upon */
    char forward_to[TEXT_BYTES];
    struct device *monitors; /* the agent's device */
    uint32_t monitor_mode;
    uint32_t monitor_scope;
} device;

/* A device's part in a call. */
typedef struct part {
    device *at;
    uint32_t state; /* PTS_STATE_ */
    uint32_t muted;
    device *observes; /* the agent's device, where this is a supervisor's part */
} part;

/* A call, with its parts in the order in which the devices came; key 0: a free
 * place. */
typedef struct call {
    uint64_t key;
    uint64_t consult_of; /* the held call that this consultation belongs to */
    device *caller;
    device *called;
    part parts[MOST_PARTS];
    size_t part_count;
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

/* loopback.c: the adapter, its devices and agents. */
outcome refused(const char *text);
void tell(loopback *self, const pts_event *event);
device *find_device(loopback *self, const char *dn);
void monitor_no_more(loopback *self, device *supervisor, uint64_t command);

/* orders.c: what is asked about calls. */
outcome about_a_call(loopback *self, device *at, const pts_command *command);

/* States of a part, as a set. */
enum {
    DIALING = 1 << PTS_STATE_DIALING,
    RINGING = 1 << PTS_STATE_RINGING,
    CONNECTED = 1 << PTS_STATE_CONNECTED,
    HELD = 1 << PTS_STATE_HELD,
    ANY = DIALING | RINGING | CONNECTED | HELD
};

/* calls.c: who is in them, and what is told. */
call *find_call(loopback *self, uint64_t key);
part *part_of(call *in, const device *at);
call *part_in(loopback *self, const device *at, uint64_t key, uint32_t states);
int is_busy(loopback *self, const device *at);
size_t others(const call *in, const device *at, device *found[MOST_PARTS]);
void happens_with(loopback *self, call *to, const device *at, pts_event event,
                  const device *other, const pts_command *command);
void happens(loopback *self, call *to, const device *at, uint32_t change,
             const pts_command *command);
void rings(loopback *self, call *to, const device *at, uint32_t arrival);
void introduce(loopback *self, call *to, const device *at, const device *party,
               const pts_command *command);
void register_calls(loopback *self, device *at, pts_event *registered);
int join(call *to, part comes);
void end(loopback *self, call *of, uint64_t into);
void go(loopback *self, call *of, device *at, uint32_t cause, const pts_command *command);
void leave(loopback *self, call *of, device *at, const pts_command *command);
void observe(loopback *self, call *of);
void observe_calls(loopback *self);
void observe_no_more(loopback *self, device *supervisor, const pts_command *command);
int set_data(call *of, const pts_pair *pairs, size_t count);
outcome change_data(loopback *self, device *at, const pts_command *command);

#endif
