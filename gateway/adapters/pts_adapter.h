/*
 * The interface between the gateway and an adapter that is a shared library
 * (implementation = "lib:PATH").
 *
 * The library is loaded in a process of its own, never in the gateway: if it
 * crashes, hangs or needs too much memory, that process is killed and started
 * again, and the library begins anew. It exports one symbol, the function
 * pts_adapter_entry.
 *
 * Life of a library: pts_adapter_entry, then `start` once, then a `command`
 * for each thing that the gateway wants, at last `stop`. These are called by
 * one thread, one after the other. Each must return soon: while one of them is
 * at work, the gateway's pings are not answered, and a library that answers
 * none for the time that the gateway is patient ([adapter] patience) counts as
 * hung. What takes long belongs to a thread of the library's own.
 *
 * What happens is told with `tell`, by any thread, from within `start` until
 * `stop` returns. Rules:
 *   - Every command is answered once, by PTS_EVENT_DONE or PTS_EVENT_DENIED
 *     with its id, in any order, during `command` or later.
 *   - PTS_EVENT_LINK_UP is told when the middleware can be reached. No device
 *     is registered then; the gateway registers its devices (again).
 *   - An event that breaks the rules of this header ends the process; the
 *     gateway's log has the reason.
 *
 * Texts are UTF-8 and end with NUL; NULL stands for a text that there is not.
 * What a function is given is valid until it returns: copy what is kept.
 * A field that an order or event has no use for is 0 or NULL.
 *
 * What the library prints, to the standard output or the standard error, is in
 * the gateway's log.
 */
#ifndef PTS_ADAPTER_H
#define PTS_ADAPTER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this interface. */
#define PTS_ADAPTER_ABI 1

/* A name with its value: a setting of the site, or data attached to a call. */
typedef struct pts_pair {
    const char *key;
    const char *value;
} pts_pair;

/* What the gateway wants. In brackets: the fields of pts_command it uses,
 * beside id and dn; those after a bar may be NULL or 0. */
enum {
    PTS_ORDER_REGISTER = 1,            /* answered by PTS_EVENT_REGISTERED, then DONE */
    PTS_ORDER_UNREGISTER = 2,
    PTS_ORDER_LOG_ON = 3,              /* [agent, texts: the queues | password] */
    PTS_ORDER_LOG_OFF = 4,
    PTS_ORDER_SET_READY = 5,
    PTS_ORDER_SET_NOT_READY = 6,       /* [| reason] */
    PTS_ORDER_MAKE_CALL = 7,           /* [number | data] */
    PTS_ORDER_ANSWER = 8,              /* [call] */
    PTS_ORDER_RELEASE = 9,             /* [call] */
    PTS_ORDER_HOLD = 10,               /* [call] */
    PTS_ORDER_RETRIEVE = 11,           /* [call] */
    PTS_ORDER_ALTERNATE = 12,          /* [call: the held one, active] */
    PTS_ORDER_CONSULT = 13,            /* hold call and call number [call, number, purpose | data] */
    PTS_ORDER_COMPLETE_TRANSFER = 14,  /* [call: the held one, active] */
    PTS_ORDER_COMPLETE_CONFERENCE = 15, /* [call: the held one, active] */
    PTS_ORDER_RECONNECT = 16,          /* release active, retrieve call [call, active] */
    PTS_ORDER_BLIND_TRANSFER = 17,     /* [call, number | data] */
    PTS_ORDER_REMOVE_PARTY = 18,       /* [call, number: the party] */
    PTS_ORDER_REDIRECT = 19,           /* send the ringing call to number [call, number] */
    PTS_ORDER_SEND_DIGITS = 20,        /* [call, digits] */
    PTS_ORDER_MUTE = 21,               /* [call] */
    PTS_ORDER_UNMUTE = 22,             /* [call] */
    PTS_ORDER_SET_DO_NOT_DISTURB = 23, /* [| on] */
    PTS_ORDER_SET_FORWARDING = 24,     /* [| forward_when, number; 0: calls ring here] */
    PTS_ORDER_SET_MESSAGE_WAITING = 25, /* [| on] */
    PTS_ORDER_MONITOR = 26,            /* [number: the agent's device, monitor_mode, monitor_scope] */
    PTS_ORDER_CANCEL_MONITORING = 27,  /* [number: the agent's device] */
    PTS_ORDER_UPDATE_DATA = 28,        /* add or replace these pairs [call, data] */
    PTS_ORDER_DELETE_DATA = 29         /* [call, texts: the keys] */
};

/* What a consultation is meant for. */
enum { PTS_PURPOSE_TRANSFER = 1, PTS_PURPOSE_CONFERENCE = 2 };

/* Who hears a supervisor: nobody, the agent, everybody. */
enum { PTS_MONITOR_LISTEN = 1, PTS_MONITOR_WHISPER = 2, PTS_MONITOR_BARGE = 3 };

/* Which calls a supervisor takes part in: the present or next one, or all. */
enum { PTS_MONITOR_ONE_CALL = 1, PTS_MONITOR_ALL_CALLS = 2 };

/* Which calls are forwarded; 0: none. */
enum { PTS_FORWARD_ALWAYS = 1, PTS_FORWARD_BUSY = 2, PTS_FORWARD_NO_ANSWER = 3 };

typedef struct pts_command {
    uint64_t id;
    const char *dn; /* the device on whose behalf it is done */
    uint32_t order; /* PTS_ORDER_ */
    uint32_t purpose;
    uint32_t monitor_mode;
    uint32_t monitor_scope;
    uint32_t forward_when;
    uint32_t on; /* 1 or 0 */
    uint64_t call;
    uint64_t active;
    const char *number;
    const char *agent;
    const char *password;
    const char *reason;
    const char *digits;
    const char *const *texts;
    size_t text_count;
    const pts_pair *data;
    size_t data_count;
} pts_command;

/* What happens. In brackets: the fields of pts_event it uses; those after a
 * bar may be NULL or 0. */
enum {
    PTS_EVENT_LINK_UP = 1,
    PTS_EVENT_LINK_DOWN = 2,         /* [text: why] */
    PTS_EVENT_REGISTERED = 3,        /* how a device stands [dn, agent_state | reason, calls, features] */
    PTS_EVENT_REGISTRATION_LOST = 4, /* [dn, denial, text | code] */
    PTS_EVENT_DONE = 5,              /* [command | call: the one that it began] */
    PTS_EVENT_DENIED = 6,            /* [command, denial, text | code] */
    PTS_EVENT_AGENT = 7,             /* [dn, agent_state | reason, command] */
    PTS_EVENT_DO_NOT_DISTURB = 8,    /* [dn | on, command] */
    PTS_EVENT_FORWARDING = 9,        /* [dn | forward_when, number, command] */
    PTS_EVENT_MESSAGE_WAITING = 10,  /* [dn | on, command] */
    PTS_EVENT_QUEUE = 11,            /* [dn: the queue, call, change: PTS_QUEUE_ | number] */
    PTS_EVENT_MONITORING = 12,       /* [dn, number: the agent's device | on: it begins, command] */
    PTS_EVENT_CALL = 13,             /* [dn, call, change | info, command; and see the change] */
    PTS_EVENT_DROPPED = 14           /* what the middleware told was of no use: it is counted [change: PTS_DROPPED_] */
};

/* How an agent stands. */
enum {
    PTS_AGENT_LOGGED_OUT = 1,
    PTS_AGENT_NOT_READY = 2, /* `reason` may say why */
    PTS_AGENT_READY = 3,
    PTS_AGENT_AFTER_CALL_WORK = 4
};

/* Why something is not done. */
enum {
    PTS_DENIED_REFUSED = 1,   /* the middleware or the switch said no */
    PTS_DENIED_NO_ANSWER = 2, /* none in time; it may have happened all the same */
    PTS_DENIED_LINK_DOWN = 3,
    PTS_DENIED_UNSUPPORTED = 4, /* it cannot be done at all */
    PTS_DENIED_OVERLOAD = 5     /* too much waits */
};

/* Why something that came is of no use. */
enum {
    PTS_DROPPED_UNKNOWN = 1,    /* of a kind, or about a device, that nobody knows */
    PTS_DROPPED_DUPLICATE = 2,  /* it came before */
    PTS_DROPPED_OUT_OF_TURN = 3, /* something that happened later came before it */
    PTS_DROPPED_LATE_ANSWER = 4 /* it answers a request that is forgotten */
};

/* What happens to a call at a queue. */
enum {
    PTS_QUEUE_ENTERED = 1,
    PTS_QUEUE_DISTRIBUTED = 2, /* it left for `number`, if that is known */
    PTS_QUEUE_ABANDONED = 3    /* the caller gave up */
};

/* What happens to a device's part in a call, and what else is told of it. */
enum {
    PTS_CALL_DIALING = 1,
    PTS_CALL_RINGING = 2, /* arrival */
    PTS_CALL_ESTABLISHED = 3,
    PTS_CALL_HELD = 4,
    PTS_CALL_RETRIEVED = 5,
    PTS_CALL_RELEASED = 6, /* release_cause */
    PTS_CALL_ABANDONED = 7, /* it stopped ringing here: the caller gave up */
    PTS_CALL_FAILED = 8,   /* fail_cause; the device hears a tone until it is released */
    PTS_CALL_NETWORK_REACHED = 9,
    PTS_CALL_PARTY_ADDED = 10,   /* number, NULL: not known; more than two take part */
    PTS_CALL_PARTY_REMOVED = 11, /* number, NULL: not known; conference: more than two parties remain */
    PTS_CALL_PARTY_CHANGED = 12, /* conference; previous: what the call was named before; number: who did it */
    PTS_CALL_OBSERVED = 13,      /* number: the supervisor who takes part */
    PTS_CALL_MUTED = 14,
    PTS_CALL_UNMUTED = 15,
    PTS_CALL_DATA_CHANGED = 16   /* info with data; number: who did it */
};

/* How a ringing call came. */
enum { PTS_ARRIVAL_DIRECT = 1, PTS_ARRIVAL_CONSULT = 2, PTS_ARRIVAL_TRANSFERRED = 3 };

/* Why a device's part in a call ended. */
enum {
    PTS_RELEASED_NORMAL = 1,
    PTS_RELEASED_TRANSFERRED = 2,
    PTS_RELEASED_CONFERENCED = 3,
    PTS_RELEASED_REDIRECTED = 4,
    PTS_RELEASED_NO_ANSWER = 5,
    PTS_RELEASED_STUCK = 6 /* it had ended before, and the middleware has found that out */
};

/* Why a call got nowhere. */
enum {
    PTS_FAILED_BUSY = 1,
    PTS_FAILED_NO_ANSWER = 2,
    PTS_FAILED_INVALID_NUMBER = 3,
    PTS_FAILED_ALL_TRUNKS_BUSY = 4,
    PTS_FAILED_OTHER = 5
};

/* What sort of call it is, seen from the switch; 0: unknown. */
enum {
    PTS_KIND_UNKNOWN = 1,
    PTS_KIND_INTERNAL = 2,
    PTS_KIND_INBOUND = 3,
    PTS_KIND_OUTBOUND = 4,
    PTS_KIND_CONSULT = 5
};

/* The state of a device's part in a call. */
enum {
    PTS_STATE_DIALING = 1,
    PTS_STATE_RINGING = 2,
    PTS_STATE_CONNECTED = 3,
    PTS_STATE_HELD = 4,
    PTS_STATE_FAILED = 5
};

/* Whether nobody in the call hears the device; 0: not told. */
enum { PTS_MUTED_NO = 1, PTS_MUTED_YES = 2 };

/* What is known of a call; what is not, is 0 or NULL. */
typedef struct pts_call_info {
    uint32_t kind;     /* PTS_KIND_ */
    uint32_t observes; /* 1: the device takes part in somebody else's call */
    uint32_t muted;    /* PTS_MUTED_, where that is told with another change */
    uint32_t conference; /* 1: more than two take part, where that is told with another change */
    const char *other; /* the other party, if there is exactly one */
    const char *ani;
    const char *dnis;
    const char *queue;      /* the queue that delivered it */
    uint64_t consult_of;    /* the held call that this consultation belongs to */
    const pts_pair *data;   /* the data as they stand; NULL: unchanged */
    size_t data_count;
} pts_call_info;

/* A call as it stands at a device that is registered. */
typedef struct pts_call_snapshot {
    uint64_t call;
    uint32_t state; /* PTS_STATE_ */
    uint32_t muted; /* 1: nobody in the call hears the device */
    pts_call_info info;
    const char *const *parties; /* the others */
    size_t party_count;
    const char *observer; /* the supervisor who takes part in it */
} pts_call_snapshot;

/* What a device is set to. */
typedef struct pts_features {
    uint32_t do_not_disturb;  /* 1 or 0 */
    uint32_t message_waiting; /* 1 or 0 */
    uint32_t forward_when;    /* PTS_FORWARD_; 0: calls ring here */
    const char *forward_to;
    const char *monitors; /* the agent's device whose calls are monitored from here */
} pts_features;

typedef struct pts_event {
    uint32_t event;   /* PTS_EVENT_ */
    uint32_t change;  /* PTS_CALL_, PTS_QUEUE_ or PTS_DROPPED_ */
    uint64_t command; /* which it answers, or which caused it at this device; 0: none */
    const char *dn;
    uint64_t call;
    uint64_t previous;
    const char *number;
    uint32_t arrival;
    uint32_t release_cause;
    uint32_t fail_cause;
    uint32_t conference; /* 1 or 0 */
    uint32_t agent_state;
    uint32_t denial; /* PTS_DENIED_ */
    int32_t code;    /* the middleware's own number for a denial; 0: none */
    uint32_t on;     /* 1 or 0 */
    uint32_t forward_when;
    const char *text;
    const char *reason;
    const pts_call_info *info;
    const pts_call_snapshot *calls;
    size_t call_count;
    const pts_features *features;
} pts_event;

/* What the gateway's side hands to `start`; valid until `stop` returns. */
typedef struct pts_host {
    uint32_t size; /* sizeof(pts_host) */
    uint32_t abi;  /* PTS_ADAPTER_ABI */
    void *context; /* the first argument of `tell` */
    void (*tell)(void *context, const pts_event *event);
} pts_host;

/* What the library is. */
typedef struct pts_adapter {
    uint32_t size; /* sizeof(pts_adapter) */
    uint32_t abi;  /* PTS_ADAPTER_ABI */
    const char *name;    /* for people */
    const char *version; /* for people */
    /* Begins; `settings` are the site's ([adapter] settings). What it returns
     * is handed to the other two. NULL: it cannot work here, and `reason`
     * points to a text that says why. */
    void *(*start)(const pts_host *host, const pts_pair *settings, size_t count, const char **reason);
    void (*command)(void *self, const pts_command *command);
    void (*stop)(void *self);
} pts_adapter;

#if defined(__GNUC__)
#define PTS_EXPORT __attribute__((visibility("default")))
#else
#define PTS_EXPORT
#endif

/* The one symbol: what the library is, valid for as long as it is loaded. */
PTS_EXPORT const pts_adapter *pts_adapter_entry(void);

#ifdef __cplusplus
}
#endif

#endif
