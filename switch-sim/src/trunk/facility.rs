//! What circuits are made of: how many come together, what they carry, and who gets one that both
//! ends take at once.
//!
//! Sources: ITU-T Q.931 (channel identification, calling party number, causes) for ISDN; T1 and E1
//! with channel associated signalling; loop start and ground start lines; RFC 3261 and RFC 3323
//! for SIP. How long two ends do not know of each other is this emulator's own guess.

use std::time::Duration;

use crate::personality::table::GlareRule;

/// The kind of a trunk group's circuits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facility {
    /// ISDN primary rate on a T1: 23 B channels.
    PriT1,
    /// ISDN primary rate on an E1: 30 B channels.
    PriE1,
    /// ISDN basic rate: two B channels.
    Bri,
    /// A T1 with E&M signalling in each channel.
    CasT1,
    /// An E1 with R2 signalling.
    CasE1,
    /// An analog line of the exchange.
    Analog,
    /// A SIP trunk: as many calls as the carrier allows.
    Sip,
}

/// How a circuit is taken that the other end may take at the same moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seizure {
    /// ISDN: the channel can be another one.
    Preferred,
    /// ISDN: the channel has to be this one.
    Exclusive,
    /// Channel associated signalling: this end gives way, and takes another circuit.
    GlareRelease,
    /// Channel associated signalling: this end keeps the circuit, the other one gives way.
    GlareHold,
    /// Analog: neither end finds out, and the two callers speak with each other.
    LoopStart,
    /// Analog: the exchange marks the line at once, so that nobody takes it twice.
    GroundStart,
    /// SIP: nothing is taken that the other end could take.
    Session,
}

/// Who gets a circuit that both ends have taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The network; the call from here takes another circuit.
    Moves,
    /// The network; the call from here is cleared.
    Yields,
    /// The call from here; the network takes another circuit.
    Keeps,
    /// Both: the two callers speak with each other.
    Crosses,
}

/// A row of the table of facilities.
pub(crate) struct Properties {
    pub(crate) facility: Facility,
    /// The word in world files.
    pub(crate) word: &'static str,
    /// How many circuits one line brings; none: as many as the world says.
    pub(crate) channels: Option<u32>,
    /// How circuits can be taken, the usual way first.
    pub(crate) seizures: &'static [Seizure],
    /// For how long the other end does not know that a circuit has been taken, in milliseconds.
    pub(crate) glare_window: u64,
    /// Whether callers' numbers come along.
    pub(crate) brings_number: bool,
    /// Whether it is told that somebody outside answers (answer supervision).
    pub(crate) tells_answer: bool,
    /// Whether it is told why a call got nowhere, or the caller just hears a tone.
    pub(crate) tells_cause: bool,
    /// How many bytes of user-to-user information a call brings (Q.931 user-user, RFC 7433).
    pub(crate) uui_bytes: usize,
}

impl Facility {
    /// The row of the table.
    pub(crate) fn properties(self) -> &'static Properties {
        let row = FACILITIES.iter().find(|row| row.facility == self);
        row.unwrap_or(&SIP)
    }

    /// Whether calls are set up by messages, which say when somebody answers and let go a call that
    /// nobody has answered; other circuits are only taken.
    pub(crate) fn has_messages(self) -> bool {
        match self {
            Self::PriT1 | Self::PriE1 | Self::Bri | Self::Sip => true,
            Self::CasT1 | Self::CasE1 | Self::Analog => false,
        }
    }
}

impl Seizure {
    /// The words of world files.
    pub(crate) const WORDS: &'static [(&'static str, Self)] = &[
        ("preferred", Self::Preferred),
        ("exclusive", Self::Exclusive),
        ("glare_release", Self::GlareRelease),
        ("glare_hold", Self::GlareHold),
        ("loop_start", Self::LoopStart),
        ("ground_start", Self::GroundStart),
        ("session", Self::Session),
    ];

    /// Who gets a circuit that both ends have taken; none: that cannot be. `rule` holds for ISDN,
    /// whose network asks for a channel that can be another one.
    pub(crate) fn verdict(self, rule: GlareRule) -> Option<Verdict> {
        match (self, rule) {
            (Self::Preferred | Self::GlareRelease, _) => Some(Verdict::Moves),
            (Self::Exclusive, GlareRule::NetworkWins) => Some(Verdict::Yields),
            (Self::Exclusive, GlareRule::ExclusiveWins) | (Self::GlareHold, _) => {
                Some(Verdict::Keeps)
            }
            (Self::LoopStart, _) => Some(Verdict::Crosses),
            (Self::GroundStart | Self::Session, _) => None,
        }
    }
}

/// Every facility.
pub(crate) const FACILITIES: [Properties; 7] = [
    Properties {
        facility: Facility::PriT1,
        word: "pri-t1",
        channels: Some(23),
        seizures: &[Seizure::Preferred, Seizure::Exclusive],
        glare_window: 60,
        brings_number: true,
        tells_answer: true,
        uui_bytes: 128,
        tells_cause: true,
    },
    Properties {
        facility: Facility::PriE1,
        word: "pri-e1",
        channels: Some(30),
        seizures: &[Seizure::Preferred, Seizure::Exclusive],
        glare_window: 60,
        brings_number: true,
        tells_answer: true,
        uui_bytes: 128,
        tells_cause: true,
    },
    Properties {
        facility: Facility::Bri,
        word: "bri",
        channels: Some(2),
        seizures: &[Seizure::Preferred, Seizure::Exclusive],
        glare_window: 60,
        brings_number: true,
        tells_answer: true,
        uui_bytes: 128,
        tells_cause: true,
    },
    Properties {
        facility: Facility::CasT1,
        word: "cas-t1",
        channels: Some(24),
        seizures: &[Seizure::GlareRelease, Seizure::GlareHold],
        glare_window: 200,
        brings_number: false,
        tells_answer: true,
        uui_bytes: 0,
        tells_cause: false,
    },
    Properties {
        facility: Facility::CasE1,
        word: "cas-e1",
        channels: Some(30),
        seizures: &[Seizure::GlareRelease, Seizure::GlareHold],
        glare_window: 200,
        brings_number: true,
        tells_answer: true,
        uui_bytes: 0,
        tells_cause: false,
    },
    Properties {
        facility: Facility::Analog,
        word: "analog",
        channels: Some(1),
        seizures: &[Seizure::LoopStart, Seizure::GroundStart],
        glare_window: 200,
        brings_number: false,
        tells_answer: false,
        uui_bytes: 0,
        tells_cause: false,
    },
    SIP,
];

const SIP: Properties = Properties {
    facility: Facility::Sip,
    word: "sip",
    channels: None,
    seizures: &[Seizure::Session],
    glare_window: 0,
    brings_number: true,
    tells_answer: true,
    uui_bytes: 128,
    tells_cause: true,
};

/// What a group of a facility is like that says nothing else.
impl From<Facility> for super::Rules {
    fn from(facility: Facility) -> Self {
        let properties = facility.properties();
        Self {
            facility,
            seizure: properties.seizures.first().copied().unwrap_or(Seizure::Session),
            glare_window: Duration::from_millis(properties.glare_window),
            order: super::Order::Ascending,
            arrivals: super::End::Lowest,
            brings_number: properties.brings_number,
            shows_restricted: false,
            uui_bytes: properties.uui_bytes,
            overlap: None,
            delete: 0,
            insert: String::new(),
        }
    }
}
