//! Settings that are known to explain differences between sites: one row each.
//!
//! A new one is a row: what it is called, what it says, which keys of a world set it, and which differences
//! it explains. Where nothing can be set yet, the row says so.

use tserver_wire::{AttributeId as A, CallState, CallType, Message, MessageType as M};

use super::{Comparison, Difference, What, roles::WITHIN};
use crate::conversation::is_after_call_work;

/// Something by which sites differ.
#[derive(Debug)]
pub struct Known {
    /// The name of the trait.
    pub name: &'static str,
    /// What a site with these differences does.
    pub says: &'static str,
    /// Where the emulator is told so: keys of a world, `[section] key, key; [section] key = value`, or
    /// `nowhere: ` and why.
    pub set: &'static str,
    explains: Explains,
}

/// Which differences a trait explains.
#[derive(Debug)]
enum Explains {
    /// Messages of these kinds that only the log or only the run has.
    OnlyOne(&'static [M]),
    /// Messages of these kinds that only the log has.
    OnlyLog(&'static [M]),
    /// This attribute is another one.
    Attribute(&'static str),
    When(fn(&Difference) -> bool),
}

impl Explains {
    fn explains(&self, difference: &Difference) -> bool {
        let of = |kinds: &[M], message: Option<&Message>| {
            message.is_some_and(|message| kinds.contains(&message.kind))
        };
        match self {
            Self::OnlyOne(kinds) => of(kinds, only_one(difference)),
            Self::OnlyLog(kinds) => of(kinds, only_log(difference)),
            Self::Attribute(name) => attribute(difference, name).is_some(),
            Self::When(explains) => explains(difference),
        }
    }
}

impl Comparison {
    /// The settings that would explain some of the differences, each with how many.
    pub fn explanations(&self) -> Vec<(&'static Known, usize)> {
        let count = |known: &Known| {
            self.differences.iter().filter(|difference| known.explains.explains(difference)).count()
        };
        KNOWN.iter().map(|known| (known, count(known))).filter(|(_, count)| *count > 0).collect()
    }
}

/// Whether the order of two messages of one step is a trait of a site.
pub(super) fn order_tells(first: &Message, second: &Message) -> bool {
    let same = first.string(A::THIS_DN) == second.string(A::THIS_DN);
    let is = |a: &Message, b: &Message| is_after_call_work(a) && b.kind == M::EVENT_RELEASED;
    same && (is(first, second) || is(second, first))
}

/// The message that only the log has.
fn only_log(difference: &Difference) -> Option<&Message> {
    if let What::OnlyLog(message) = &difference.what { Some(message) } else { None }
}

/// The message that only the run has.
fn only_run(difference: &Difference) -> Option<&Message> {
    if let What::OnlyRun(message) = &difference.what { Some(message) } else { None }
}

/// The message that only one side has.
fn only_one(difference: &Difference) -> Option<&Message> {
    only_log(difference).or_else(|| only_run(difference))
}

fn state_is(message: &Message, state: CallState) -> bool {
    message.integer(A::CALL_STATE) == Some(state.code())
}

fn type_is(message: &Message, kind: CallType) -> bool {
    message.integer(A::CALL_TYPE) == Some(kind.code())
}

/// Whether a call that goes outside gets nowhere.
fn is_busy_outside(message: &Message) -> bool {
    message.kind == M::EVENT_DESTINATION_BUSY && type_is(message, CallType::Outbound)
}

/// An attribute that differs, and the message it is of; `log`: whether the log has it.
fn attribute<'a>(difference: &'a Difference, wanted: &str) -> Option<(&'a Message, bool)> {
    let What::Attribute { name, log, of, .. } = &difference.what else { return None };
    let same = name == wanted || name.starts_with(&format!("{wanted}."));
    same.then_some((of, log.is_some()))
}

/// The table.
pub const KNOWN: &[Known] = &[
    Known {
        name: "acw_event_order",
        says: "the release is told before the after-call work that it begins",
        set: "[personality] acw_event_order = \"after_released\"",
        explains: Explains::When(|difference| difference.what == What::Swapped),
    },
    Known {
        name: "acw_trigger",
        says: "no work follows a call of this queue",
        set: "[queues.NAME] after_call_work = \"none\"",
        explains: Explains::When(|difference| only_run(difference).is_some_and(is_after_call_work)),
    },
    Known {
        name: "acw_trigger",
        says: "work follows a call of this queue",
        set: "[queues.NAME] after_call_work = \"manual\"; [queues.NAME] after_call_work = \"30s\"",
        explains: Explains::When(|difference| only_log(difference).is_some_and(is_after_call_work)),
    },
    Known {
        name: "consult_user_data",
        says: "a consultation call begins without the data of the original call",
        set: "[tserver] consult_user_data = \"separate\"",
        explains: Explains::When(|difference| {
            attribute(difference, "UserData")
                .is_some_and(|(of, in_log)| type_is(of, CallType::Consult) && !in_log)
        }),
    },
    Known {
        name: "consult_user_data",
        says: "a consultation call begins with data that the emulator's has not",
        set: "[tserver] consult_user_data = \"inherited\"; [tserver] consult_user_data = \"joint\"",
        explains: Explains::When(|difference| {
            attribute(difference, "UserData")
                .is_some_and(|(of, in_log)| type_is(of, CallType::Consult) && in_log)
        }),
    },
    Known {
        name: "error_codes",
        says: "refusals have other numbers: they are the switch's own",
        set: "[personality] error_codes; [tserver] error_codes",
        explains: Explains::Attribute("ErrorCode"),
    },
    Known {
        name: "transfer_callid_survivor",
        says: "another call's identifier survives a transfer or conference",
        set: "[personality] transfer_callid_survivor",
        explains: Explains::When(|difference| {
            only_one(difference).is_some_and(|message| message.kind == M::EVENT_PARTY_CHANGED)
                || (difference.kind == M::EVENT_PARTY_CHANGED
                    && attribute(difference, "PreviousConnID").is_some())
        }),
    },
    Known {
        name: "queued_event_when_agent_free",
        says: "a call that is delivered at once is not told as queued before, or the reverse",
        set: "[personality] queued_event_when_agent_free = \"untold\"",
        explains: Explains::When(|difference| {
            only_one(difference).is_some_and(|message| {
                matches!(message.kind, M::EVENT_QUEUED | M::EVENT_DIVERTED)
                    && message.get(A::THIS_QUEUE).is_some()
            })
        }),
    },
    Known {
        name: "login_events_per_skill",
        says: "the number of EventAgentLogin of one log-on differs",
        set: "[personality] login_events_per_skill; [people] queues",
        explains: Explains::OnlyOne(&[M::EVENT_AGENT_LOGIN]),
    },
    Known {
        name: "login_initial_state",
        says: "an agent is in another state after the log-on",
        set: "[personality] login_initial_state",
        explains: Explains::OnlyLog(&[M::EVENT_AGENT_READY]),
    },
    Known {
        name: "hold_on_consult_init",
        says: "the original call is held without being told so, or the reverse",
        set: "[personality] hold_on_consult_init = \"untold\"",
        explains: Explains::OnlyOne(&[M::EVENT_HELD]),
    },
    Known {
        name: "alert_before_connect_on_auto_answer",
        says: "a call is established without having rung, or the reverse",
        set: "[personality] alert_before_connect_on_auto_answer; [people] auto_answer",
        explains: Explains::OnlyOne(&[M::EVENT_RINGING]),
    },
    Known {
        name: "network_reached_event",
        says: "that a call has reached the network is told, or is not",
        set: "[personality] network_reached_event",
        explains: Explains::OnlyOne(&[M::EVENT_NETWORK_REACHED]),
    },
    Known {
        name: "offswitch_answer_event",
        says: "the answer of somebody outside is told at another moment, or not",
        set: "[outside] when_called; [personality] offswitch_answer_event",
        explains: Explains::When(|difference| {
            only_one(difference).is_some_and(|message| {
                message.kind == M::EVENT_ESTABLISHED && type_is(message, CallType::Outbound)
            })
        }),
    },
    Known {
        name: "rona_events",
        says: "a call that nobody answers is taken away after another time, or not",
        set: "[queues.NAME] ring_limit; [people] ring_limit; [personality] rona_events",
        explains: Explains::When(|difference| {
            only_one(difference).is_some_and(|message| state_is(message, CallState::NoAnswer))
        }),
    },
    Known {
        name: "when_called",
        says: "a call to somebody outside gets nowhere, or for another cause",
        set: "[outside] when_called",
        explains: Explains::When(|difference| {
            only_one(difference).is_some_and(is_busy_outside)
                || (difference.kind == M::EVENT_DESTINATION_BUSY
                    && attribute(difference, "CallState").is_some())
        }),
    },
    Known {
        name: "blind_transfer_to_busy",
        says: "a destination that is busy is refused, or told by EventDestinationBusy",
        set: "[personality] blind_transfer_to_busy = \"recalls\"",
        explains: Explains::When(|difference| {
            only_log(difference).is_some_and(|message| {
                message.kind == M::EVENT_DESTINATION_BUSY && !is_busy_outside(message)
            })
        }),
    },
    Known {
        name: "conf_max_parties",
        says: "a conference that the emulator makes is refused, or the reverse",
        set: "[switch] conference_limit; [personality] conf_max_parties",
        explains: Explains::OnlyOne(&[M::EVENT_PARTY_ADDED]),
    },
    Known {
        name: "conf_last_two",
        says: "who is left in a conference learns otherwise that somebody left, or talks on",
        set: "[personality] conf_last_two; [switch] conference_outlives_outsiders",
        explains: Explains::OnlyOne(&[M::EVENT_PARTY_DELETED]),
    },
    Known {
        name: "mute_dnd_scope",
        says: "mute and do-not-disturb are told, or are not",
        set: "[personality] mute_dnd_scope",
        explains: Explains::OnlyOne(&[
            M::EVENT_MUTE_ON,
            M::EVENT_MUTE_OFF,
            M::EVENT_DND_ON,
            M::EVENT_DND_OFF,
        ]),
    },
    Known {
        name: "forward_event",
        says: "forwarding is told, or is not",
        set: "[personality] forward_event = \"untold\"",
        explains: Explains::OnlyOne(&[M::EVENT_FORWARD_SET, M::EVENT_FORWARD_CANCEL]),
    },
    Known {
        name: "route_request_reply",
        says: "a routing dialogue goes otherwise",
        set: "[personality] route_request_reply; [routing_points.NAME] timeout, default, router",
        explains: Explains::OnlyOne(&[M::EVENT_ROUTE_REQUEST, M::EVENT_ROUTE_USED]),
    },
    Known {
        name: "ROUTE",
        says: "a client routes calls, by ROUTE in a scenario; in this one the world does",
        set: "[routing_points.NAME] router = \"client\"",
        explains: Explains::OnlyLog(&[M::REQUEST_ROUTE_CALL]),
    },
    Known {
        name: "EventDiverted",
        says: "that a call leaves a routing point is told once more, as if it were a queue; where \
               EventQueued comes as well, it is one",
        set: "[routing_points.NAME] route_queue = true",
        explains: Explains::When(|difference| {
            only_log(difference).is_some_and(|message| {
                message.kind == M::EVENT_DIVERTED && message.get(A::THIS_QUEUE).is_none()
            })
        }),
    },
    Known {
        name: "PREDICT",
        says: "a client asks for a dialer's call; in a scenario the queue makes it by itself",
        set: "nowhere: the call goes the same way",
        explains: Explains::OnlyLog(&[M::REQUEST_MAKE_PREDICTIVE_CALL]),
    },
    Known {
        name: "UserData",
        says: "the log has lists within the data of calls",
        set: "nowhere: a scenario's data are texts",
        explains: Explains::When(|difference| {
            let What::Attribute { name, run: None, .. } = &difference.what else { return false };
            name.starts_with("UserData.") && name.contains(WITHIN)
        }),
    },
    Known {
        name: "WrapUpTime",
        says: "what work follows a call is not told when it is answered",
        set: "nowhere: a key that some T-Servers add, as the emulator does",
        explains: Explains::Attribute("Extensions.WrapUpTime"),
    },
    Known {
        name: "optional attributes",
        says: "one side adds attributes that an event may leave out",
        set: "nowhere: T-Servers differ in what they add",
        explains: Explains::When(|difference| {
            let What::Attribute { name, log, run, .. } = &difference.what else { return false };
            let id = A::from_name(name);
            (log.is_none() || run.is_none())
                && id.is_some_and(|id| !difference.kind.mandatory().contains(&id))
        }),
    },
    Known {
        name: "EventOffHook, EventOnHook",
        says: "the handset is told when calls begin and end, too",
        set: "nowhere: the emulator tells it of a handset that is lifted without a call",
        explains: Explains::OnlyLog(&[M::EVENT_OFF_HOOK, M::EVENT_ON_HOOK]),
    },
];
