//! The rows of the lists: which things are shown, in which order, and the words for them.

use std::time::Duration;

use switch_sim::{
    id::CallId,
    time::SimTime,
    world::{Destination, Person},
};
use tserver_sim_control::{
    call_id,
    view::{self, AgentState, Call, ConnectionState},
};

use crate::{
    app::{App, Pane},
    pane,
    theme::Role,
    view::View,
};

/// A row of the list of queues.
#[derive(Clone, Debug, PartialEq)]
pub enum QueueRow {
    Queue(view::Queue),
    /// A call in the queue above it; positions count from 1.
    Waiting {
        waiting: view::Waiting,
        position: usize,
    },
}

/// A row of the list of numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DeviceRow<'a> {
    /// A telephone, a queue or a routing point.
    Device(&'a str),
    /// A number that can be dialled, and where it leads.
    Dialled(&'a str, &'a Destination),
}

/// A row of the list of trunks.
#[derive(Clone, Debug, PartialEq)]
pub enum TrunkRow {
    Group(view::Trunk),
    /// A circuit of the group above it that carries a call.
    Circuit(view::Circuit),
}

/// How many rows a pane has.
pub fn count(app: &App, pane: Pane) -> usize {
    match pane {
        Pane::Agents | Pane::Sessions => app.shown_people().len(),
        Pane::Devices => app.shown_devices().len(),
        Pane::Calls => app.shown_calls().len(),
        Pane::Queues => app.queue_rows().len(),
        Pane::Vectors => pane::vectors::rows(app).len(),
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
        let people = self.scene.world().people.iter().enumerate();
        let filter = self.filter(self.pane_of_people());
        let shown = people
            .filter(|(_, person)| filter.is_empty() || fits(filter, &self.person_text(person)));
        shown.map(|(place, _)| place).collect()
    }

    /// The calls whose rows have the words of the filter, oldest first.
    pub fn shown_calls(&self) -> Vec<CallId> {
        let filter = self.filter(Pane::Calls);
        let mut calls = self.scene.call_ids();
        if !filter.is_empty() {
            let text = |id| self.scene.call(id).map(|call| self.call_text(&call));
            calls.retain(|id| text(*id).is_some_and(|text| fits(filter, &text)));
        }
        calls
    }

    /// The queues; in their own view with the calls that wait in them.
    pub fn queue_rows(&self) -> Vec<QueueRow> {
        let filter = self.filter(Pane::Queues);
        let mut rows = Vec::new();
        for queue in self.scene.queues() {
            let name = queue.name.as_deref().unwrap_or_default();
            if !filter.is_empty() && !fits(filter, name) {
                continue;
            }
            let waiting =
                if self.view == View::Queues { queue.waiting.clone() } else { Vec::new() };
            rows.push(QueueRow::Queue(queue));
            let waiting = (1..).zip(waiting);
            rows.extend(waiting.map(|(position, waiting)| QueueRow::Waiting { waiting, position }));
        }
        rows
    }

    /// The trunk groups; in their own view with the circuits that carry calls.
    pub fn trunk_rows(&self) -> Vec<TrunkRow> {
        let filter = self.filter(Pane::Trunks);
        let mut rows = Vec::new();
        let shown = |trunk: &view::Trunk| filter.is_empty() || fits(filter, &trunk.name);
        for trunk in self.scene.trunks().into_iter().filter(shown) {
            let busy = if self.view == View::Trunks { trunk.circuits.clone() } else { Vec::new() };
            rows.push(TrunkRow::Group(trunk));
            rows.extend(busy.into_iter().map(TrunkRow::Circuit));
        }
        rows
    }

    /// The numbers of devices, then the numbers that are dialled and lead somewhere, whose rows have
    /// the words of the filter.
    pub fn shown_devices(&self) -> Vec<DeviceRow<'_>> {
        let devices = self.scene.device_numbers().into_iter().map(DeviceRow::Device);
        let dialled = self.scene.world().numbers.iter();
        let dialled = dialled.map(|(number, to)| DeviceRow::Dialled(number, to));
        let filter = self.filter(Pane::Devices);
        let rows = devices.chain(dialled);
        rows.filter(|row| filter.is_empty() || fits(filter, &pane::devices::text(self, *row)))
            .collect()
    }

    fn device_row(&self) -> Option<DeviceRow<'_>> {
        let rows = self.shown_devices();
        rows.get(self.cursors.at(Pane::Devices).min(rows.len().saturating_sub(1))).copied()
    }

    /// Whose telephone is under the cursor.
    pub fn device_person(&self) -> Option<&Person> {
        let DeviceRow::Device(number) = self.device_row()? else { return None };
        self.scene.world().people.iter().find(|person| person.dn == number)
    }

    /// The first call at the device under the cursor.
    pub fn device_call(&self) -> Option<CallId> {
        let DeviceRow::Device(number) = self.device_row()? else { return None };
        self.scene.device(number)?.calls.first().and_then(|call| call_id(call).ok())
    }

    /// The call under the cursor among the vectors, or the first of the vector or step under it.
    pub fn vector_call(&self) -> Option<CallId> {
        let rows = pane::vectors::rows(self);
        let row = rows.get(self.cursors.at(Pane::Vectors).min(rows.len().saturating_sub(1)))?;
        row.call().and_then(|call| call_id(call).ok())
    }

    /// The waiting call under the cursor, or the first of the queue under it.
    pub fn queue_call(&self) -> Option<CallId> {
        let rows = self.queue_rows();
        let call =
            match rows.get(self.cursors.at(Pane::Queues).min(rows.len().saturating_sub(1)))? {
                QueueRow::Waiting { waiting, .. } => &waiting.call,
                QueueRow::Queue(queue) => &queue.waiting.first()?.call,
            };
        call_id(call).ok()
    }

    /// The call of the circuit under the cursor, or the first of the group under it.
    pub fn trunk_call(&self) -> Option<CallId> {
        let rows = self.trunk_rows();
        let call =
            match rows.get(self.cursors.at(Pane::Trunks).min(rows.len().saturating_sub(1)))? {
                TrunkRow::Circuit(circuit) => &circuit.call,
                TrunkRow::Group(trunk) => &trunk.circuits.first()?.call,
            };
        call_id(call).ok()
    }

    /// What an agent is doing at the switch, how it looks, and since when.
    pub fn agent_state(&self, person: &Person) -> (&'static str, Role, Option<SimTime>) {
        let Some((state, since)) = self.scene.agent(person) else {
            return (if person.login.is_some() { "logged out" } else { "-" }, Role::Faint, None);
        };
        let (word, role) = agent_word(state);
        (word, role, Some(since))
    }

    /// The calls at somebody's telephone, in a few words.
    pub fn calls_of(&self, person: &Person) -> String {
        let calls = self.scene.calls_at(person);
        if calls.is_empty() && self.scene.is_off_hook(&person.dn) {
            return "dial tone".to_owned();
        }
        let newest_first = calls.iter().rev();
        let calls = newest_first.filter_map(|id| {
            let call = self.scene.call(*id)?;
            let party = call.parties.iter().find(|party| party.device == person.dn)?;
            Some(format!("{} {}", self.scene.key_of(*id), state_word(party.state)))
        });
        calls.collect::<Vec<_>>().join(", ")
    }

    /// Everybody in a call, in the order in which they came.
    pub fn parties_of(&self, call: &Call) -> String {
        let names = call.parties.iter().map(|party| self.scene.party_name(call, party));
        names.collect::<Vec<_>>().join(" › ")
    }

    /// The same of a call by its name at the control interface.
    pub fn parties_of_named(&self, name: &str) -> String {
        let call = call_id(name).ok().and_then(|id| self.scene.call(id));
        call.map(|call| self.parties_of(&call)).unwrap_or_default()
    }

    /// How long ago something was.
    pub fn age(&self, since: SimTime) -> String {
        clock_text(self.scene.now() - since)
    }

    /// How long it is until then.
    pub fn left(&self, until: SimTime) -> String {
        let now = self.scene.now();
        clock_text(if until > now { until - now } else { Duration::ZERO })
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
        let key = self.scene.key_of_named(&call.call);
        format!("{key} {} {state} {}", self.parties_of(call), call.called)
    }
}

/// The word for what an agent is doing, and how that looks.
pub fn agent_word(state: AgentState) -> (&'static str, Role) {
    match state {
        AgentState::LoggedOut => ("logged out", Role::Faint),
        AgentState::NotReady => ("not ready", Role::Faint),
        AgentState::Ready => ("ready", Role::Ready),
        AgentState::AfterCallWork => ("after work", Role::Held),
        AgentState::BusyReady | AgentState::BusyNotReady | AgentState::BusyAfterCallWork => {
            ("busy", Role::Talking)
        }
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
