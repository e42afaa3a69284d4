//! What a world says about the distribution of calls: how good agents are at what, and what queues
//! and the site want of them.

use std::collections::BTreeMap;

use crate::queue::{CallHandling, CallMeasure};

/// What holds for all queues of a site (`[acd]`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acd {
    /// How agents choose among calls that wait, if nothing else is said of them.
    pub call_handling: CallHandling,
    /// What agents weigh of calls that wait.
    pub call_measure: CallMeasure,
    /// Whether a call of one queue ends an agent's idle time in all queues (Avaya: MIA across splits
    /// or skills).
    pub mia_across_skills: bool,
    /// Whether after-call work is idle time: it neither ends the place of an agent nor counts as
    /// work in occupancy (Avaya: ACW agents considered idle).
    pub acw_is_idle: bool,
    /// Whether agents serve queues that are over their first threshold before all others (Avaya: call
    /// selection override).
    pub serve_overdue_first: bool,
    /// How the site guesses what a call would wait.
    pub expected_wait: ExpectedWait,
}

/// How a site guesses what a call would wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExpectedWait {
    /// As many departures as calls are ahead and one more, at the smoothed pace of the queue times the
    /// agents at work now (Avaya's expected wait time; the algorithm is unpublished).
    #[default]
    Advance,
    /// The calls ahead and this one, times the average handling time, shared by the agents logged on
    /// (Genesys Stat Server).
    HandlingTime,
    /// What the last call waited that was offered to an agent.
    LastCall,
    /// What the next call to be served has waited so far.
    HeadOfLine,
    /// What calls waited until the answer, smoothed by a quarter in whole seconds (Asterisk: the
    /// average hold time that `Queue()` announces).
    HoldTime,
}

impl Default for Acd {
    fn default() -> Self {
        Self {
            call_handling: CallHandling::GreatestNeed,
            call_measure: CallMeasure::CurrentWait,
            mia_across_skills: true,
            acw_is_idle: false,
            serve_overdue_first: false,
            expected_wait: ExpectedWait::Advance,
        }
    }
}

/// How good an agent is in a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// From 1, the best, to 16 (Avaya: skill level; Asterisk: penalty; `FreeSWITCH`: tier level).
    Skill(u8),
    /// Takes calls only when the load has passed the first or the second threshold.
    Reserve(u8),
}

impl Level {
    /// The worst skill level.
    pub const WORST: u8 = 16;
}

impl Default for Level {
    fn default() -> Self {
        Self::Skill(1)
    }
}

/// What an agent is in one queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assigned {
    /// How good.
    pub level: Level,
    /// The share of the agent's work that is for the queue, in hundredths.
    pub allotted: u8,
}

impl Default for Assigned {
    fn default() -> Self {
        Self { level: Level::default(), allotted: 100 }
    }
}

/// What an agent is beside a telephone and a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Post {
    /// How the agent chooses among calls that wait; none: as the site says.
    pub handling: Option<CallHandling>,
    /// Whether it is a machine, which is logged off when it does not answer (Avaya: auto-available
    /// split).
    pub is_port: bool,
    /// The queue in which calls to the agent's log-on name wait; none: the name is no number.
    pub direct: Option<String>,
    /// What the agent is in which queue, by the queue's name, where it is not as usual.
    pub assigned: BTreeMap<String, Assigned>,
}

/// Whether an agent who has a call is offered another one (Avaya: multiple call handling).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MultipleCalls {
    /// Never.
    #[default]
    None,
    /// When the agent asks for it with all calls on hold.
    OnRequest,
    /// When no queue's call is at the agent.
    OneForced,
    /// When no queue's call rings at the agent.
    ManyForced,
    /// When none rings, and none of the calls is of this queue.
    OnePerSkill,
}

/// What becomes of a call that an agent lets ring until the limit, and of the agent (Avaya: redirect
/// on no answer).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unanswered {
    /// Why the agent is not ready then; none: `ring-no-answer`.
    pub reason: Option<String>,
    /// The number to which the call goes; none: back to its queue, before all others.
    pub number: Option<String>,
}
