//! The vector event log: what went otherwise than a step meant, by the vendor's event numbers
//! (AT&T 555-230-520, p. 324; `display events` of the vendor's switch).
//!
//! Numbers with a K in the table below are known in the trade, not documented; see
//! [`facts`](crate::vector::facts).

use std::collections::BTreeMap;

use crate::{
    id::{CallId, VectorId},
    time::SimTime,
};

/// Declares the events: variant, number, what is logged.
macro_rules! events {
    ($( $name:ident $number:literal $text:literal, )+) => {
        /// Something that a step of a vector ran into.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum VectorEvent {
            $( #[doc = $text] $name, )+
        }

        impl VectorEvent {
            /// Every event.
            pub const ALL: &'static [Self] = &[$( Self::$name, )+];

            /// The vendor's number.
            pub fn number(self) -> u16 {
                match self {
                    $( Self::$name => $number, )+
                }
            }

            /// What happened, in a few words.
            pub fn text(self) -> &'static str {
                match self {
                    $( Self::$name => $text, )+
                }
            }
        }
    };
}

events! {
    Dropped 1 "call dropped; call not queued at stop step",
    NoSteps 2 "vector with no steps",
    StepLimit 3 "step limit reached",
    DisconnectTimer 5 "vector disconnect timer expired",
    AttendantMismatch 9 "attendants and skills do not mix",
    RetryingAnnouncement 10 "retrying announcement",
    NoAnnouncement 11 "no announcement available",
    NotQueued 20 "call cannot be queued",
    ThreeQueues 21 "call is in as many queues as it can be",
    NoToneReceiver 30 "no tone receiver available",
    DialAheadDiscarded 31 "dial-ahead discarded",
    BufferOverflow 32 "prompting buffer overflow",
    NetworkDigitsMissing 34 "network digits not available",
    VariableNotDefined 38 "variable not defined",
    MessagingFailed 40 "messaging step failed",
    RouteFailed 50 "route-to step failed",
    NoDigitsToRoute 51 "no digits to route to",
    NoTrunk 52 "no available trunks",
    AdjunctFailed 60 "adjunct route failed",
    AdjunctCancelled 62 "adjunct route cancelled",
    BusyUnheard 70 "busy step for a line of the exchange",
    NoDigitsCollected 81 "no digits collected",
    ConverseFailed 125 "converse step not queued",
    AniMissing 210 "ANI not available, digits",
    AniMissingForTable 211 "ANI not available, table",
    NoDigitsInVariable 213 "no digits in variable",
    WaitOfCallNotQueued 220 "expected wait of a call that is not queued",
    IiDigitsMissing 230 "II-digits not available, digits",
    IiDigitsMissingForTable 231 "II-digits not available, table",
    QueueFull 520 "split queue is full",
    PortsLoggedOff 522 "auto-available split cannot queue",
    MessagingDown 540 "messaging link down",
    NotMessaging 541 "not a messaging split",
    LinkDown 550 "adjunct link down",
}

/// One line of the log: an event at a step, as often as it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// What happened.
    pub event: VectorEvent,
    /// In which vector.
    pub vector: VectorId,
    /// At which step.
    pub step: u8,
    /// The latest call that it happened to.
    pub call: CallId,
    /// When it happened first.
    pub first: SimTime,
    /// When it happened last.
    pub last: SimTime,
    /// How often; 255 stands for more.
    pub count: u8,
}

/// The log, a line for each event at each step.
#[derive(Debug, Default)]
pub(crate) struct Log(BTreeMap<(VectorEvent, VectorId, u8), LogEntry>);

impl Log {
    /// Writes down that something happened.
    pub(crate) fn note(
        &mut self,
        now: SimTime,
        event: VectorEvent,
        (vector, step): (VectorId, u8),
        call: CallId,
    ) {
        let entry = self.0.entry((event, vector, step)).or_insert(LogEntry {
            event,
            vector,
            step,
            call,
            first: now,
            last: now,
            count: 0,
        });
        entry.call = call;
        entry.last = now;
        entry.count = entry.count.saturating_add(1);
    }

    /// The lines, by event, vector and step.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &LogEntry> {
        self.0.values()
    }
}
