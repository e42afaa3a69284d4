//! The rows of the lists: which things are shown, in which order, and the words for them.

use std::time::Duration;

use switch_sim::{
    agent::AgentState,
    call::{Call, ConnectionState},
    id::{CallId, DeviceId, TrunkGroupId},
    plant::DeviceKind,
    queue::Waiting,
    time::SimTime,
    world::Person,
};

use crate::{
    app::{App, Pane},
    pane,
    theme::Role,
    view::View,
};

/// A row of the list of queues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueRow {
    Queue(DeviceId),
    /// A call in the queue above it; positions count from 1.
    Waiting {
        waiting: Waiting,
        position: usize,
    },
}

/// A row of the list of trunks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrunkRow {
    Group(TrunkGroupId),
    /// A circuit of the group above it that carries a call.
    Circuit {
        circuit: DeviceId,
        call: CallId,
    },
}

/// How many rows a pane has.
pub fn count(app: &App, pane: Pane) -> usize {
    match pane {
        Pane::Agents | Pane::Sessions => app.shown_people().len(),
        Pane::Calls => app.shown_calls().len(),
        Pane::Queues => app.queue_rows().len(),
        Pane::Trunks => app.trunk_rows().len(),
        Pane::Trace => pane::trace::records(app).len(),
        Pane::Ladder => pane::ladder::records(app).len(),
        Pane::Statistics => pane::statistics::count(app),
        Pane::Story => pane::story::count(app),
    }
}

impl App {
    /// The people whose rows have the words of the filter, by their places in the world.
    pub fn shown_people(&self) -> Vec<usize> {
        let people = self.recorder.world().people.iter().enumerate();
        let filter = self.filter(self.pane_of_people());
        let shown = people
            .filter(|(_, person)| filter.is_empty() || fits(filter, &self.person_text(person)));
        shown.map(|(place, _)| place).collect()
    }

    /// The calls whose rows have the words of the filter, oldest first.
    pub fn shown_calls(&self) -> Vec<CallId> {
        let filter = self.filter(Pane::Calls);
        let calls = self.recorder.rig().switch().calls();
        let shown = calls.filter(|call| filter.is_empty() || fits(filter, &self.call_text(call)));
        shown.map(|call| call.id).collect()
    }

    /// The queues; in their own view with the calls that wait in them.
    pub fn queue_rows(&self) -> Vec<QueueRow> {
        let switch = self.recorder.rig().switch();
        let filter = self.filter(Pane::Queues);
        let mut rows = Vec::new();
        for queue in switch.devices().filter_map(|device| switch.queue(device.id)) {
            let name = switch.device(queue.device).name.clone().unwrap_or_default();
            if !filter.is_empty() && !fits(filter, &name) {
                continue;
            }
            rows.push(QueueRow::Queue(queue.device));
            if self.view == View::Queues {
                let waiting = (1..).zip(queue.waiting());
                rows.extend(
                    waiting.map(|(position, w)| QueueRow::Waiting { waiting: *w, position }),
                );
            }
        }
        rows
    }

    /// The trunk groups; in their own view with the circuits that carry calls.
    pub fn trunk_rows(&self) -> Vec<TrunkRow> {
        let filter = self.filter(Pane::Trunks);
        let trunks = self.recorder.rig().switch().trunks();
        let mut rows = Vec::new();
        for trunk in trunks.filter(|trunk| filter.is_empty() || fits(filter, &trunk.name)) {
            rows.push(TrunkRow::Group(trunk.id));
            if self.view == View::Trunks {
                let busy = self.circuits(trunk.id).into_iter();
                rows.extend(busy.filter_map(|(circuit, call)| {
                    Some(TrunkRow::Circuit { circuit, call: call? })
                }));
            }
        }
        rows
    }

    /// The circuits of a group, each with the call that it carries.
    pub fn circuits(&self, wanted: TrunkGroupId) -> Vec<(DeviceId, Option<CallId>)> {
        let switch = self.recorder.rig().switch();
        let of_group = |kind| matches!(kind, DeviceKind::Circuit { group, .. } if group == wanted);
        let circuits = switch.devices().filter(|device| of_group(device.kind));
        circuits.map(|device| (device.id, switch.calls_at(device.id).first().copied())).collect()
    }

    /// The waiting call under the cursor, or the first of the queue under it.
    pub fn queue_call(&self) -> Option<CallId> {
        let rows = self.queue_rows();
        match rows.get(self.cursors.at(Pane::Queues).min(rows.len().saturating_sub(1)))? {
            QueueRow::Waiting { waiting, .. } => Some(waiting.call),
            QueueRow::Queue(device) => {
                let queue = self.recorder.rig().switch().queue(*device)?;
                queue.waiting().next().map(|waiting| waiting.call)
            }
        }
    }

    /// The call of the circuit under the cursor, or the first of the group under it.
    pub fn trunk_call(&self) -> Option<CallId> {
        let rows = self.trunk_rows();
        match rows.get(self.cursors.at(Pane::Trunks).min(rows.len().saturating_sub(1)))? {
            TrunkRow::Circuit { call, .. } => Some(*call),
            TrunkRow::Group(group) => self.circuits(*group).into_iter().find_map(|(_, call)| call),
        }
    }

    /// What an agent is doing at the switch, how it looks, and since when.
    pub fn agent_state(&self, person: &Person) -> (&'static str, Role, Option<SimTime>) {
        let switch = self.recorder.rig().switch();
        let device = switch.device_by_number(&person.dn);
        let Some(agent) = device.and_then(|device| switch.agent_at(device)) else {
            return (if person.login.is_some() { "logged out" } else { "-" }, Role::Faint, None);
        };
        let (word, role) = match agent.state {
            AgentState::LoggedOut => ("logged out", Role::Faint),
            AgentState::NotReady => ("not ready", Role::Faint),
            AgentState::Ready => ("ready", Role::Ready),
            AgentState::AfterCallWork => ("after work", Role::Held),
            AgentState::BusyReady | AgentState::BusyNotReady | AgentState::BusyAfterCallWork => {
                ("busy", Role::Talking)
            }
        };
        (word, role, Some(agent.since))
    }

    /// The calls at somebody's telephone, in a few words.
    pub fn calls_of(&self, person: &Person) -> String {
        let switch = self.recorder.rig().switch();
        let Some(device) = switch.device_by_number(&person.dn) else { return String::new() };
        let newest_first = switch.calls_at(device).iter().rev();
        let calls = newest_first.filter_map(|id| {
            let party = switch.call(*id)?.party(device)?;
            Some(format!("{} {}", self.key_of(*id), state_word(party.state)))
        });
        calls.collect::<Vec<_>>().join(", ")
    }

    /// Everybody in a call, in the order in which they came.
    pub fn parties_of(&self, call: &Call) -> String {
        let names =
            call.parties.iter().map(|party| self.recorder.party_name(call.id, party.device));
        names.collect::<Vec<_>>().join(" › ")
    }

    /// How long ago something was.
    pub fn age(&self, since: SimTime) -> String {
        clock_text(self.recorder.now() - since)
    }

    fn pane_of_people(&self) -> Pane {
        if self.view == View::Gateway { Pane::Sessions } else { Pane::Agents }
    }

    fn person_text(&self, person: &Person) -> String {
        let (state, ..) = self.agent_state(person);
        let calls = self.calls_of(person);
        let queues = person.queues.join(" ");
        let login = person.login.as_deref().unwrap_or_default();
        format!("{} {} {login} {state} {queues} {calls}", person.name, person.dn)
    }

    fn call_text(&self, call: &Call) -> String {
        let (state, _) = standing(call);
        format!("{} {} {state} {}", self.key_of(call.id), self.parties_of(call), call.called)
    }
}

/// How a call stands as a whole, and how that looks.
pub fn standing(call: &Call) -> (&'static str, Role) {
    let has = |state: ConnectionState| call.parties.iter().any(|party| party.state == state);
    if has(ConnectionState::Failed) {
        ("failed", Role::Broken)
    } else if has(ConnectionState::Queued) {
        ("waiting", Role::Ringing)
    } else if has(ConnectionState::Alerting) {
        ("ringing", Role::Ringing)
    } else if has(ConnectionState::Held) {
        ("held", Role::Held)
    } else if has(ConnectionState::Initiated) {
        ("dialing", Role::Ringing)
    } else {
        ("talking", Role::Talking)
    }
}

/// The word of ECMA-269 for the state of a connection.
pub fn state_word(state: ConnectionState) -> &'static str {
    match state {
        ConnectionState::Null => "null",
        ConnectionState::Initiated => "initiated",
        ConnectionState::Alerting => "alerting",
        ConnectionState::Connected => "connected",
        ConnectionState::Held => "held",
        ConnectionState::Queued => "queued",
        ConnectionState::Failed => "failed",
    }
}

/// How a connection in this state looks.
pub fn state_role(state: ConnectionState) -> Role {
    match state {
        ConnectionState::Null => Role::Faint,
        ConnectionState::Initiated | ConnectionState::Alerting | ConnectionState::Queued => {
            Role::Ringing
        }
        ConnectionState::Connected => Role::Talking,
        ConnectionState::Held => Role::Held,
        ConnectionState::Failed => Role::Broken,
    }
}

/// `0:07`, `12:40`, `1:02:03`.
pub fn clock_text(time: Duration) -> String {
    let seconds = time.as_secs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// Whether every word is somewhere in the text, whatever its case.
pub fn fits(filter: &str, text: &str) -> bool {
    let text = text.to_lowercase();
    filter.split_whitespace().all(|word| text.contains(&word.to_lowercase()))
}
