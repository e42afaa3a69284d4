//! Calls and their parties.
//!
//! A party is one device's connection to one call. Its state changes only by the table below; the
//! picture is `snapshots/switch_sim__call__tests__connection_graph.snap`. Each operation has a
//! file of its own under `call/`.

pub(crate) mod add;
pub(crate) mod answer;
pub(crate) mod arrive;
pub(crate) mod aside;
pub(crate) mod conference;
pub(crate) mod consult;
pub(crate) mod deflect;
pub(crate) mod digits;
pub(crate) mod drop;
pub(crate) mod glare;
pub(crate) mod hold;
pub(crate) mod join;
pub(crate) mod make;
pub(crate) mod mute;
pub(crate) mod observe;
pub(crate) mod overlap;
pub(crate) mod park;
pub(crate) mod party;
pub(crate) mod pick_up;
pub(crate) mod point;
pub(crate) mod predict;
pub(crate) mod release;
pub(crate) mod ring;
pub(crate) mod route;
pub(crate) mod single_step;
pub(crate) mod table;
pub(crate) mod transfer;

use crate::{
    agenda::AgendaKey,
    call::predict::Predicted,
    event::Alerts,
    feature::Origin,
    id::{CallId, DeviceId, Number, VectorId},
    monitoring::Observation,
    queue::Priority,
    time::SimTime,
    transitions::transitions,
    vector::run::Vectoring,
};

/// The state of one party's connection to one call (ECMA-269 connection states).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConnectionState {
    /// Not connected to the call.
    Null,
    /// The originator, from going off-hook until the first party answers.
    Initiated,
    /// The device rings; also a circuit whose far end is being called.
    Alerting,
    /// The device takes part.
    Connected,
    /// The device has put the call aside.
    Held,
    /// The call waits at this queue or routing point.
    Queued,
    /// The call got nowhere; the originator hears a tone.
    Failed,
}

transitions! {
    ConnectionState {
        /// A device begins a call.
        originate: Null => Initiated;
        /// The call reaches a device, or a circuit towards the outside.
        deliver:   Null => Alerting;
        /// The call reaches a queue.
        enqueue:   Null => Queued;
        /// A supervisor takes part in an agent's call.
        observe:   Null => Connected;
        /// The alerting device answers.
        answer:    Alerting => Connected;
        /// Somebody has answered the originator's call.
        connect:   Initiated => Connected;
        /// The device puts the call aside.
        hold:      Connected => Held;
        /// The device takes the call back.
        retrieve:  Held => Connected;
        /// The originator's call gets nowhere.
        fail:      Initiated => Failed;
        /// The device leaves the call.
        clear:     Initiated | Alerting | Connected | Held | Queued | Failed => Null;
    }
}

impl ConnectionState {
    /// Whether the party keeps the call up: it called, takes part, or put the call aside. A call
    /// with none of them has nobody left to ring or to wait for.
    pub fn is_anchor(self) -> bool {
        match self {
            Self::Initiated | Self::Connected | Self::Held | Self::Failed => true,
            Self::Null | Self::Alerting | Self::Queued => false,
        }
    }

    /// Whether the party is in conversation or has put one aside.
    pub fn is_through(self) -> bool {
        match self {
            Self::Connected | Self::Held => true,
            Self::Null | Self::Initiated | Self::Alerting | Self::Queued | Self::Failed => false,
        }
    }
}

/// One call, from its first party to its last.
#[derive(Clone, Debug)]
pub struct Call {
    /// The number of the call.
    pub id: CallId,
    /// Who is in it, in the order in which they came.
    pub parties: Vec<Party>,
    /// The held call that this consultation call was made from; that call may have ended.
    pub consult_of: Option<CallId>,
    /// The number first dialled.
    pub called: Number,
    /// When the call began.
    pub since: SimTime,
    /// Whether a telephone has sent it on, by forwarding or coverage.
    pub sent_on: bool,
    /// Whether it has waited in a queue.
    pub(crate) was_queued: bool,
    /// Set until the answer to a predictive call is classified.
    pub(crate) predicted: Option<Predicted>,
    /// What call vectors know of it.
    pub(crate) vectoring: Option<Box<Vectoring>>,
}

impl Call {
    /// The connection of a device to this call.
    pub fn party(&self, device: DeviceId) -> Option<&Party> {
        self.parties.iter().find(|party| party.device == device)
    }

    /// The vector that has the call, and its present step.
    pub fn vector_step(&self) -> Option<(VectorId, u8)> {
        let run = self.vectoring.as_ref()?.run.as_ref()?;
        Some((run.vector, run.step))
    }

    /// When the vector's present step ends by itself; none while it waits for somebody.
    pub fn vector_step_ends(&self) -> Option<SimTime> {
        let run = self.vectoring.as_ref()?.run.as_ref()?;
        run.timer.map(AgendaKey::due)
    }

    /// The digits that a vector has collected.
    pub fn digits(&self) -> Option<&str> {
        self.vectoring.as_ref().map(|vectoring| vectoring.digits.as_str())
    }

    /// What the call's vector waits for.
    pub(crate) fn vector_timers(&self) -> impl Iterator<Item = AgendaKey> + '_ {
        let run = self.vectoring.as_ref().and_then(|vectoring| vectoring.run.as_ref());
        run.into_iter().flat_map(|run| [run.timer, run.limit]).flatten()
    }

    /// Whether a vector has the call.
    pub(crate) fn is_in_vector(&self) -> bool {
        self.vectoring.as_ref().is_some_and(|vectoring| vectoring.run.is_some())
    }

    /// The agents at whom the call rings in parallel while it waits in a queue.
    pub(crate) fn ringing_for(&self, queue: DeviceId) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(move |party| party.rings_in_parallel_for() == Some(queue))
    }

    pub(crate) fn party_mut(&mut self, device: DeviceId) -> Option<&mut Party> {
        self.parties.iter_mut().find(|party| party.device == device)
    }
}

/// A device's connection to a call.
#[derive(Clone, Debug)]
pub struct Party {
    /// The device: an extension, a circuit (for somebody outside), a queue or a
    /// routing point.
    pub device: DeviceId,
    /// The state of the connection.
    pub state: ConnectionState,
    /// The number of the party; none for an outside caller who sent none.
    pub number: Option<Number>,
    /// When it came into the call.
    pub(crate) since: SimTime,
    /// The ACD queue that delivered the call here.
    pub queue: Option<DeviceId>,
    /// Whether nobody hears the party.
    pub muted: bool,
    /// Whether the party was set aside in a conference: it neither hears nor is heard.
    pub aside: bool,
    /// The telephone that was called, whose coverage path the call follows while it rings here.
    pub(crate) origin: Option<Origin>,
    /// Set for a supervisor who takes part in an agent's call.
    pub observes: Option<Observation>,
    /// The last tones that the party has heard.
    pub heard: String,
    /// When the call began to wait in that queue, if a queue delivered it.
    pub(crate) queued_since: SimTime,
    /// With which priority it waited.
    pub(crate) priority: Priority,
    /// Whether it waited for this party and nobody else.
    pub(crate) direct: bool,
    /// A queue's connection: the place of the call among those that wait.
    pub(crate) place: i64,
    /// Whether the call rings or rang elsewhere at the same time.
    pub(crate) alerts: Alerts,
    /// On whose behalf the party is there.
    pub(crate) waits: Waits,
    /// What takes the call away from here, or makes somebody outside answer.
    pub(crate) timer: Option<AgendaKey>,
}

impl Party {
    /// The queue in which the call still waits that rings here and at other agents.
    pub(crate) fn rings_in_parallel_for(&self) -> Option<DeviceId> {
        let rings = self.state == ConnectionState::Alerting && self.alerts == Alerts::InParallel;
        self.queue.filter(|_| rings)
    }

    /// Whether a vector wants the party to be there.
    pub(crate) fn is_of_vector(&self) -> bool {
        match self.waits {
            Waits::Itself => false,
            Waits::Vector | Waits::Machine | Waits::Adjunct => {
                self.state == ConnectionState::Queued
            }
        }
    }

    /// Whether the party counts for the conference limit.
    pub(crate) fn counts_as_person(&self) -> bool {
        !self.is_of_vector() && self.rings_in_parallel_for().is_none()
    }

    /// A connection that comes into being by `enter`, a transition that leaves `Null`.
    pub(crate) fn new(
        device: DeviceId,
        enter: fn(ConnectionState) -> Option<ConnectionState>,
        number: Option<Number>,
    ) -> Self {
        Self {
            device,
            state: enter(ConnectionState::Null).unwrap_or(ConnectionState::Null),
            number,
            since: SimTime::ZERO,
            queue: None,
            muted: false,
            aside: false,
            origin: None,
            observes: None,
            heard: String::new(),
            queued_since: SimTime::ZERO,
            priority: Priority::default(),
            direct: false,
            place: 0,
            alerts: Alerts::Alone,
            waits: Waits::Itself,
            timer: None,
        }
    }
}

/// Why a party is in a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Waits {
    /// It called or was called.
    Itself,
    /// A queue to which a vector sent the call, perhaps one of several.
    Vector,
    /// A queue whose agent is a machine, or that machine: the vector goes on behind it.
    Machine,
    /// A routing point whose application a vector's step has asked for a route; the vector goes
    /// on meanwhile.
    Adjunct,
}

#[cfg(test)]
mod tests {
    use super::ConnectionState;
    use crate::transitions::{dot, table};

    #[test]
    fn connection_table() {
        insta::assert_snapshot!(table(ConnectionState::TABLE));
    }

    #[test]
    fn connection_graph() {
        insta::assert_snapshot!(dot(ConnectionState::TABLE));
    }
}
