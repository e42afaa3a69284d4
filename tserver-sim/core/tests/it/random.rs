//! Random days at the site: whatever clients, telephones and people outside do, every request is
//! answered once, every party's events follow the call-party states (Genesys Events and Models,
//! Unified Call-Party States), and what clients have seen is what the switch has.

use std::{collections::BTreeMap, time::Duration};

use proptest::{prelude::*, test_runner::RngSeed};
use switch_sim::{
    action::Action,
    call::ConnectionState,
    id::{CallId, Number},
};
use tserver_sim_core::{Config, ConnId, LinkId};
use tserver_wire::{AttributeId as A, CallType, KvList, Message, MessageType as M};

use crate::rig::{FIRST, Rig};

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn a_random_day(acts in proptest::collection::vec(any::<[u8; 4]>(), 1..120)) {
        let mut day = Day::begin();
        for act in acts {
            day.act(act);
        }
        day.compare_with_the_switch();
    }
}

/// A site whose one client watches every number.
struct Day {
    rig: Rig,
    parties: Parties,
}

/// What the client has seen of each number in each call.
type Parties = BTreeMap<(String, u64), State>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Dialing,
    Alerting,
    Connected,
    Held,
    Queued,
    Failed,
    Gone,
}

const EXTENSIONS: [&str; 5] = ["2001", "2002", "2003", "2004", "2005"];
const QUEUES: [&str; 3] = ["8100", "8101", "8102"];
const CALLED: [&str; 12] = [
    "2001", "2002", "2003", "2004", "2005", "8005", "8101", "8102", "0891112", "0891113", "9123",
    "5555",
];

impl Day {
    fn begin() -> Self {
        let mut rig = Rig::new(Config::default());
        rig.connect(FIRST);
        for dn in EXTENSIONS.iter().chain(&QUEUES) {
            rig.register(FIRST, dn);
        }
        rig.sent.clear();
        Self { rig, parties: Parties::new() }
    }

    /// Every other act makes sense where a party stands; the rest are what they are.
    fn act(&mut self, [what, who, which, to]: [u8; 4]) {
        if what >= 128 && self.sensible(what, which, CALLED[usize::from(to) % CALLED.len()]) {
            return;
        }
        let who = EXTENSIONS[usize::from(who) % EXTENSIONS.len()];
        let to = CALLED[usize::from(to) % CALLED.len()];
        match what % 28 {
            0 | 1 => self.arrive(to),
            2 => self.someone_outside(which, |device, call| Action::Answer { device, call }),
            3 => self.someone_outside(which, |device, call| Action::Release { device, call }),
            4 => self.rig.wait(Duration::from_secs(u64::from(which % 30))),
            5 => self.by_hand(who, which, to),
            _ => self.ask(what % 28, who, which, to),
        }
        self.look(None);
    }

    /// Goes on with one party's call; false when there is none.
    fn sensible(&mut self, what: u8, which: u8, to: &str) -> bool {
        let extensions = self.parties.iter().filter(|(_, state)| **state != State::Queued);
        let extensions: Vec<_> = extensions.map(|(key, state)| (key.clone(), *state)).collect();
        let Some(((dn, conn), state)) =
            extensions.get(usize::from(which) % extensions.len().max(1))
        else {
            return false;
        };
        let held = self
            .parties
            .iter()
            .find(|((other, call), state)| other == dn && call != conn && **state == State::Held);
        let held = held.map(|((_, held), _)| *held);
        let on = |kind| Message::new(kind).with(A::THIS_DN, dn.as_str());
        let on_call = |kind| on(kind).with(A::CONN_ID, *conn);
        let request = match (state, held, what % 8) {
            (State::Alerting | State::Connected, _, 0) | (State::Failed, None, _) => {
                on_call(M::REQUEST_RELEASE_CALL)
            }
            (State::Alerting, ..) => on_call(M::REQUEST_ANSWER_CALL),
            (State::Held, ..) => on_call(M::REQUEST_RETRIEVE_CALL),
            (State::Connected | State::Dialing, Some(held), 1 | 2) => {
                on(M::REQUEST_COMPLETE_TRANSFER)
                    .with(A::CONN_ID, held)
                    .with(A::TRANSFER_CONN_ID, *conn)
            }
            (State::Connected | State::Dialing, Some(held), 3..=5) => {
                on(M::REQUEST_COMPLETE_CONFERENCE)
                    .with(A::CONN_ID, held)
                    .with(A::CONFERENCE_CONN_ID, *conn)
            }
            (State::Connected, Some(held), 6) => {
                on_call(M::REQUEST_ALTERNATE_CALL).with(A::PREVIOUS_CONN_ID, held)
            }
            (_, Some(held), _) => {
                on_call(M::REQUEST_RECONNECT_CALL).with(A::PREVIOUS_CONN_ID, held)
            }
            (State::Connected, None, 1) => {
                on_call(M::REQUEST_SINGLE_STEP_TRANSFER).with(A::OTHER_DN, to)
            }
            (State::Connected, None, 2) => on_call(M::REQUEST_MUTE_TRANSFER).with(A::OTHER_DN, to),
            (State::Connected, None, 3) => {
                on_call(M::REQUEST_DELETE_FROM_CONFERENCE).with(A::OTHER_DN, to)
            }
            (State::Connected, None, _) => {
                on_call(M::REQUEST_INITIATE_CONFERENCE).with(A::OTHER_DN, to)
            }
            (State::Dialing | State::Queued | State::Gone, None, _) => return false,
        };
        let reference = self.rig.request(FIRST, &request);
        self.look(Some((reference, &request)));
        true
    }

    fn ask(&mut self, what: u8, who: &str, which: u8, to: &str) {
        let mine = self.calls_of(who);
        let call = mine.get(usize::from(which) % mine.len().max(1)).copied().unwrap_or(1);
        let other = mine.get((usize::from(which) + 1) % mine.len().max(1)).copied().unwrap_or(2);
        let on = |kind| Message::new(kind).with(A::THIS_DN, who);
        let on_call = |kind| on(kind).with(A::CONN_ID, call);
        let data = KvList::new().with(to, "x");
        let two = |kind, id| on_call(kind).with(id, other);
        let request = match what {
            6 | 7 => on(M::REQUEST_MAKE_CALL).with(A::OTHER_DN, to).with(A::USER_DATA, data),
            8 | 9 => on_call(M::REQUEST_ANSWER_CALL),
            10 => on_call(M::REQUEST_RELEASE_CALL),
            11 => on_call(M::REQUEST_HOLD_CALL),
            12 => on_call(M::REQUEST_RETRIEVE_CALL),
            13 | 14 => on_call(M::REQUEST_INITIATE_TRANSFER).with(A::OTHER_DN, to),
            15 => two(M::REQUEST_COMPLETE_TRANSFER, A::TRANSFER_CONN_ID),
            16 => two(M::REQUEST_COMPLETE_CONFERENCE, A::CONFERENCE_CONN_ID),
            17 => two(M::REQUEST_ALTERNATE_CALL, A::PREVIOUS_CONN_ID),
            18 => two(M::REQUEST_RECONNECT_CALL, A::PREVIOUS_CONN_ID),
            19 => on_call(M::REQUEST_SINGLE_STEP_TRANSFER).with(A::OTHER_DN, to),
            20 => on_call(M::REQUEST_MUTE_TRANSFER).with(A::OTHER_DN, to),
            21 => on_call(M::REQUEST_CLEAR_CALL),
            22 => on_call(M::REQUEST_DELETE_FROM_CONFERENCE).with(A::OTHER_DN, to),
            23 => on_call(M::REQUEST_UPDATE_USER_DATA).with(A::USER_DATA, data),
            24 => {
                let queue = QUEUES[usize::from(which) % QUEUES.len()];
                on(M::REQUEST_AGENT_LOGIN).with(A::AGENT_ID, who).with(A::THIS_QUEUE, queue)
            }
            25 | 26 => on(M::REQUEST_AGENT_READY),
            _ => on(if which.is_multiple_of(2) {
                M::REQUEST_AGENT_NOT_READY
            } else {
                M::REQUEST_AGENT_LOGOUT
            }),
        };
        let reference = self.rig.request(FIRST, &request);
        self.look(Some((reference, &request)));
    }

    fn arrive(&mut self, to: &str) {
        let group = self.rig.switch.trunk_group("PSTN1").unwrap();
        let called = Number::new(to).unwrap();
        let arrive = Action::Arrive { group, calling: None, called, data: Vec::new() };
        // All trunks may be busy.
        let _outcome = self.rig.switch.handle_action(arrive);
        self.rig.pump();
    }

    fn by_hand(&mut self, who: &str, which: u8, to: &str) {
        let device = self.rig.device(who);
        let calls = self.rig.switch.calls_at(device).to_vec();
        let to = Number::new(to).unwrap();
        let call = calls.get(usize::from(which) % calls.len().max(1)).copied();
        let action = match (call, which % 4) {
            (Some(call), 0) => Action::Release { device, call },
            (Some(call), 1) => Action::Answer { device, call },
            (Some(call), 2) => Action::Consult { device, call, to, data: Vec::new() },
            (Some(_) | None, _) => Action::MakeCall { device, to, data: Vec::new() },
        };
        // A key that does nothing now is pressed in vain.
        let _outcome = self.rig.switch.handle_action(action);
        self.rig.pump();
    }

    fn someone_outside(
        &mut self,
        which: u8,
        action: impl Fn(switch_sim::id::DeviceId, CallId) -> Action,
    ) {
        let outside: Vec<_> = self
            .rig
            .switch
            .calls()
            .flat_map(|call| {
                let parties = call.parties.iter().map(move |party| (party.device, call.id));
                parties.collect::<Vec<_>>()
            })
            .filter(|(device, _)| self.is_circuit(*device))
            .collect();
        if let Some((device, call)) = outside.get(usize::from(which) % outside.len().max(1)) {
            let _outcome = self.rig.switch.handle_action(action(*device, *call));
            self.rig.pump();
        }
    }

    fn is_circuit(&self, device: switch_sim::id::DeviceId) -> bool {
        self.rig.switch.device(device).number.as_str().contains('_')
    }

    fn calls_of(&self, dn: &str) -> Vec<u64> {
        self.parties.keys().filter(|(party, _)| party == dn).map(|(_, conn)| *conn).collect()
    }

    /// Looks at what was sent: the answer to a request, and every party's next state.
    fn look(&mut self, asked: Option<(i32, &Message)>) {
        let events = self.rig.take(FIRST);
        let answers = events.iter().filter(|event| event.get(A::REFERENCE_ID).is_some()).count();
        match asked {
            Some((reference, request)) => {
                let lines: Vec<String> = events.iter().map(Message::one_line).collect();
                assert_eq!(answers, 1, "{}: {lines:#?}", request.one_line());
                let answer = events.iter().find_map(|event| event.integer(A::REFERENCE_ID));
                assert_eq!(answer, Some(reference));
            }
            None => assert_eq!(answers, 0),
        }
        for event in &events {
            self.follow(event);
        }
    }

    fn follow(&mut self, event: &Message) {
        let consult = event.integer(A::CALL_TYPE) == Some(CallType::Consult.code());
        let line = event.one_line();
        if [M::EVENT_DIALING, M::EVENT_RINGING, M::EVENT_ABANDONED, M::EVENT_QUEUED]
            .contains(&event.kind)
        {
            assert_eq!(consult, event.get(A::PREVIOUS_CONN_ID).is_some(), "{line}");
        }
        let (Some(dn), Some(conn)) = (event.string(A::THIS_DN), event.conn_id(A::CONN_ID)) else {
            return;
        };
        if event.kind == M::EVENT_ERROR {
            return;
        }
        let key = (dn.to_owned(), conn);
        let before = self.parties.remove(&key);
        let previous =
            event.conn_id(A::PREVIOUS_CONN_ID).filter(|_| event.kind == M::EVENT_PARTY_CHANGED);
        let before = match previous {
            Some(previous) => {
                assert_eq!(before, None, "{line}");
                self.parties.remove(&(dn.to_owned(), previous))
            }
            None => before,
        };
        let after = next(before, event.kind).unwrap_or_else(|| panic!("{before:?}: {line}"));
        if after != State::Gone {
            self.parties.insert(key, after);
        }
    }

    /// What the client has seen, what a newcomer is told, and what the switch has are the same.
    fn compare_with_the_switch(&mut self) {
        let mut switch = Parties::new();
        for call in self.rig.switch.calls() {
            let conn = self.rig.tserver.conn_id_of(call.id).map(|ConnId(conn)| conn).unwrap();
            for party in call.parties.iter().filter(|party| !self.is_circuit(party.device)) {
                let dn = self.rig.switch.device(party.device).number.to_string();
                switch.insert((dn, conn), state_of(party.state));
            }
        }
        assert_eq!(self.parties, switch);
        let newcomer = LinkId(9);
        self.rig.connect(newcomer);
        for dn in EXTENSIONS.iter().chain(&QUEUES) {
            self.rig.register(newcomer, dn);
        }
        let mut told = Parties::new();
        for event in
            self.rig.take(newcomer).iter().filter(|event| event.kind == M::EVENT_REGISTERED)
        {
            let dn = event.string(A::THIS_DN).unwrap();
            let snapshot = event.list(A::EXTENSIONS).unwrap();
            for call in snapshot.iter().filter(|pair| pair.key.starts_with("call-")) {
                let call = call.value.as_list().unwrap();
                let conn = u64::from_str_radix(call.string("ConnID").unwrap(), 16).unwrap();
                let state = call.get("PartyState").unwrap().as_integer().unwrap();
                told.insert((dn.to_owned(), conn), state_of_code(state));
            }
        }
        assert_eq!(told, switch);
    }
}

/// The state after an event; none: the event is not legal in this state.
fn next(before: Option<State>, event: M) -> Option<State> {
    use State::{Alerting, Connected, Dialing, Failed, Gone, Held, Queued};
    Some(match (before, event) {
        (None, M::EVENT_DIALING) => Dialing,
        (None, M::EVENT_RINGING) => Alerting,
        (None, M::EVENT_QUEUED) => Queued,
        (Some(Dialing), M::EVENT_NETWORK_REACHED) => Dialing,
        (Some(Dialing), M::EVENT_DESTINATION_BUSY) => Failed,
        (Some(Dialing | Alerting), M::EVENT_ESTABLISHED) | (Some(Held), M::EVENT_RETRIEVED) => {
            Connected
        }
        (Some(Connected), M::EVENT_HELD) => Held,
        (Some(Queued), M::EVENT_DIVERTED | M::EVENT_ABANDONED)
        | (Some(Alerting), M::EVENT_ABANDONED)
        | (Some(Dialing | Alerting | Connected | Held | Failed), M::EVENT_RELEASED) => Gone,
        (
            Some(state @ (Connected | Held | Alerting)),
            M::EVENT_PARTY_ADDED | M::EVENT_PARTY_DELETED,
        )
        | (Some(state), M::EVENT_PARTY_CHANGED | M::EVENT_ATTACHED_DATA_CHANGED) => state,
        _ => return None,
    })
}

fn state_of(state: ConnectionState) -> State {
    match state {
        ConnectionState::Initiated => State::Dialing,
        ConnectionState::Alerting => State::Alerting,
        ConnectionState::Connected => State::Connected,
        ConnectionState::Held => State::Held,
        ConnectionState::Queued => State::Queued,
        ConnectionState::Failed => State::Failed,
        ConnectionState::Null => unreachable!("no party is in state Null"),
    }
}

/// `TPartyState`.
fn state_of_code(code: i32) -> State {
    match code {
        0x1_000c => State::Dialing,
        0x9 => State::Queued,
        0xa => State::Alerting,
        0xc => State::Connected,
        0xe => State::Held,
        0xb | 0xf => State::Failed,
        other => unreachable!("no party state {other:#x}"),
    }
}
