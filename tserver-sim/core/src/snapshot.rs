//! Snapshots: how a number stands, in the Extensions of `EventRegistered` and `EventAddressInfo`.
//!
//! Public (Genesys Events and Models, Registration Events and Query Events) is that a number's snapshot holds its DN
//! status and a queue's the number of its calls, with one `conn-N` key per call. The public text
//! names no further keys; the ones below are this emulator's own. `N` counts from 1, oldest call
//! first. Absent keys mean "none" or "not known".
//!
//! | key | value | present for |
//! |---|---|---|
//! | `status` | integer, `AddressStatusInfoType` of the most active call | a DN |
//! | `calls` | integer, how many calls follow | all |
//! | `conn-N` | text, ConnID of the Nth call, 16 hexadecimal digits | all |
//! | `call-N` | list about the Nth call, see below | all |
//! | `agent-id` | text | a DN with an agent |
//! | `agent-state` | text: `logged-out`, `not-ready`, `ready`, `after-call-work` | a DN |
//! | `agent-work-mode` | integer, `TAgentWorkMode` | a DN with an agent |
//! | `ReasonCode` | text, why the agent is not ready | a DN with an agent |
//! | `idle-reason` | integer, why the agent is idle | a DN with an agent |
//! | `queue-N` | text, the Nth queue the agent is logged in to | a DN with an agent |
//! | `dnd` | integer 1 | a DN with do-not-disturb |
//! | `forward-mode` | integer, `TForwardMode` | a DN that forwards its calls |
//! | `forward-to` | text | a DN that forwards its calls |
//! | `send-all-calls` | integer 1 | a DN whose calls go to its coverage path |
//! | `monitors` | text, the number that a supervisor monitors from here | a DN that monitors another |
//! | `message-waiting` | integer 1 | a DN with its message lamp on |
//!
//! In `call-N`: `ConnID`, `PreviousConnID` (a consultation call's original) and `TransferConnID`
//! (the other call of a consultation at this number) as text of 16 hexadecimal digits; `CallID`,
//! `CallType`, `CallState` (`TCallState`, unless it is Ok; Conferenced: more than two take part), `PartyState`
//! (`TPartyState`), `ThisDNRole` and `OtherDNRole` as integers;
//! `CallUUID`, `OtherDN`, `ThisQueue`, `ANI` and `DNIS` as text; `Parties`, a list of the other
//! parties whose numbers are known: number and role; `Muted`, the integer 1 while nobody hears the
//! number; `UserData`, a list.

use switch_sim::id::DeviceId;
use tserver_wire::{AddressStatus, AgentWorkMode, CallState, KvList};

use crate::{
    agent::{Agent, AgentState},
    call::{Call, Party, PartyState},
    event::call_number,
    limits,
    plant::Kind,
    report::{forward_mode, usual_state},
    server::TServerSim,
};

impl TServerSim {
    /// Everything that is known of a number.
    pub(crate) fn snapshot(&self, device: DeviceId) -> KvList {
        let mut list = KvList::new();
        if self.plant.kind(device) == Some(Kind::Extension) {
            list.push(STATUS, self.status(device).code());
            describe_agent(&mut list, self.agents.get(&device));
            self.describe_features(&mut list, device);
            let monitored = self.monitored.get(&device).and_then(|agent| self.plant.dn(*agent));
            if let Some(agent) = monitored {
                list.push(MONITORS, agent.as_ref());
            }
        }
        self.describe_calls(&mut list, device);
        list
    }

    /// The agent of a number.
    pub(crate) fn agent_snapshot(agent: Option<&Agent>) -> KvList {
        let mut list = KvList::new();
        describe_agent(&mut list, agent);
        list
    }

    /// The calls of a number.
    pub(crate) fn calls_snapshot(&self, device: DeviceId) -> KvList {
        let mut list = KvList::new();
        self.describe_calls(&mut list, device);
        list
    }

    /// What a number does, judged by the call that occupies it most.
    pub(crate) fn status(&self, device: DeviceId) -> AddressStatus {
        let of_party = |party: &Party| match party.state {
            PartyState::Connected => (5, AddressStatus::Talking),
            PartyState::Dialing => (4, AddressStatus::Dialing),
            PartyState::Busy | PartyState::Failed => (3, AddressStatus::Origination),
            PartyState::Alerting => (2, AddressStatus::Ringing),
            PartyState::Held => (1, AddressStatus::Held),
            PartyState::Queued => (0, AddressStatus::Idle),
        };
        let busiest = self.calls.of_device(device).map(|(_, party)| of_party(party)).max();
        let lifted = self.features.get(&device).is_some_and(|features| features.off_hook);
        let tone = lifted.then_some((3, AddressStatus::Origination));
        busiest.max(tone).map_or(AddressStatus::Idle, |(_, status)| status)
    }

    fn describe_features(&self, list: &mut KvList, device: DeviceId) {
        let Some(features) = self.features.get(&device) else { return };
        if features.do_not_disturb {
            list.push(DND, 1);
        }
        if let Some(forwarding) = &features.forwarding {
            list.push(FORWARD_MODE, forward_mode(forwarding.when).code());
            list.push(FORWARD_TO, forwarding.to.as_str());
        }
        if features.send_all_calls {
            list.push(SEND_ALL_CALLS, 1);
        }
        if features.message_waiting {
            list.push(MESSAGE_WAITING, 1);
        }
    }

    fn describe_calls(&self, list: &mut KvList, device: DeviceId) {
        let calls: Vec<_> = self.calls.of_device(device).take(limits::CALLS_PER_SNAPSHOT).collect();
        list.push(CALLS, i32::try_from(calls.len()).unwrap_or(i32::MAX));
        for (number, (call, _)) in (1..).zip(&calls) {
            list.push(format!("conn-{number}"), call.facts.conn.to_string());
        }
        let mut size = list.packed_len();
        for (number, (call, party)) in (1..).zip(&calls) {
            let key = format!("call-{number}");
            let mut about = self.describe_call(call, party);
            let room = limits::SNAPSHOT_BYTES.saturating_sub(size + PAIR_BYTES + key.len());
            if about.packed_len() > room {
                about.0.retain(|pair| pair.key != USER_DATA);
            }
            if about.packed_len() > room {
                return;
            }
            size += PAIR_BYTES + key.len() + about.packed_len();
            list.push(key, about);
        }
    }

    fn describe_call(&self, call: &Call, party: &Party) -> KvList {
        let facts = &call.facts;
        let mut list = KvList::new().with("ConnID", facts.conn.to_string());
        if let Some(consult) = &call.consult {
            list.push("PreviousConnID", consult.conn.to_string());
        }
        if let Some(partner) = self.calls.partner(call, party.device) {
            list.push("TransferConnID", partner.facts.conn.to_string());
        }
        list.push("CallID", call_number(facts.number));
        list.push("CallUUID", facts.uuid.as_str());
        list.push("CallType", facts.kind.code());
        let state = usual_state(call, party);
        if state != CallState::Ok {
            list.push("CallState", state.code());
        }
        list.push("PartyState", self.party_state(call, party));
        if party.muted {
            list.push(MUTED, 1);
        }
        list.push("ThisDNRole", party.role.code());
        let other = call.other(party.device);
        if let Some(other) = &other {
            list.push("OtherDNRole", other.role.code());
        }
        let texts = [
            ("OtherDN", other.as_ref().map(|other| &other.dn)),
            ("ThisQueue", party.queue.as_ref()),
            ("ANI", facts.ani.as_ref()),
            ("DNIS", facts.dnis.as_ref()),
        ];
        for (key, value) in texts {
            if let Some(value) = value {
                list.push(key, value.as_ref());
            }
        }
        list.push(PARTIES, others(call, party.device));
        if !facts.data.is_empty() {
            list.push(USER_DATA, facts.data.clone());
        }
        list
    }
}

/// The other parties of a call whose numbers are known: number and role.
pub(crate) fn others(call: &Call, device: DeviceId) -> KvList {
    let own = call.party(device);
    // The agent alone knows of the observer.
    let known = call
        .parties
        .iter()
        .filter(|party| own.is_none_or(|own| own.sees(party)) || party.observes == Some(device));
    known
        .filter_map(Party::face)
        .map(|face| (face.dn.as_ref().to_owned(), face.role.code()))
        .collect()
}

fn describe_agent(list: &mut KvList, agent: Option<&Agent>) {
    let Some(agent) = agent else {
        list.push(AGENT_STATE, "logged-out");
        return;
    };
    list.push(AGENT_ID, agent.id.as_ref());
    let state = match &agent.state {
        Some(AgentState::Ready { .. }) => "ready",
        Some(AgentState::NotReady { mode: AgentWorkMode::AfterCallWork, .. }) => "after-call-work",
        Some(AgentState::NotReady { .. }) | None => "not-ready",
    };
    list.push(AGENT_STATE, state);
    if let Some(state) = &agent.state {
        if let Some(mode) = state.mode() {
            list.push(AGENT_WORK_MODE, mode.code());
        }
        if let Some(reason) = state.reason() {
            list.push(REASON_CODE, reason);
        }
    }
    if let Some(reason) = agent.idle_reason {
        list.push(IDLE_REASON, reason);
    }
    for (number, queue) in (1..).zip(&agent.queues) {
        list.push(format!("queue-{number}"), queue.as_ref());
    }
}

/// The key of the other parties, also in the Extensions of `EventPartyChanged`.
pub(crate) const PARTIES: &str = "Parties";
/// Key of the reason for being not ready, here and in Reasons and Extensions of agent events.
pub const REASON_CODE: &str = "ReasonCode";
/// Key of a call's user data.
const USER_DATA: &str = "UserData";

/// What a nested list takes beside its key and its own bytes, packed.
const PAIR_BYTES: usize = 7;

/// Key of the idle reason.
const IDLE_REASON: &str = "idle-reason";
/// Key of do-not-disturb.
const DND: &str = "dnd";
/// Key of which calls are forwarded.
const FORWARD_MODE: &str = "forward-mode";
/// Key of where they are forwarded to.
const FORWARD_TO: &str = "forward-to";
/// Key of send-all-calls.
const SEND_ALL_CALLS: &str = "send-all-calls";
/// Key of the message lamp.
const MESSAGE_WAITING: &str = "message-waiting";
/// Key of the agent whom a supervisor monitors.
const MONITORS: &str = "monitors";
/// Key of a call's mute, also in the Extensions of an observer's `EventEstablished`.
pub(crate) const MUTED: &str = "Muted";

/// Key of the DN status.
pub const STATUS: &str = "status";
/// Key of the number of calls.
pub const CALLS: &str = "calls";
/// Key of the agent's login.
pub const AGENT_ID: &str = "agent-id";
/// Key of the agent's state.
pub const AGENT_STATE: &str = "agent-state";
/// Key of the agent's work mode.
pub const AGENT_WORK_MODE: &str = "agent-work-mode";
