//! The site of a log: which numbers are telephones, queues, routing points, or outside.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::{IndexMap, IndexSet};
use switch_sim::time::SimTime;
use tserver_wire::{AddressType, AttributeId as A, CallState, CallType, Message, MessageType as M};

use super::{
    before::Up,
    points::{self, Point},
    shift::{self, AtWork},
    timers::Timers,
};
use crate::{
    conversation::{Conversation, Said, Way, is_of_a_whole_call},
    limits,
};

/// What a log shows of its site, in the order in which it does.
#[derive(Clone, Debug, Default)]
pub(super) struct Site {
    /// Telephones by number.
    pub(super) people: IndexMap<String, Person>,
    pub(super) queues: IndexSet<String>,
    /// Routing points by number.
    pub(super) points: IndexMap<String, Point>,
    /// Numbers outside, and what becomes of calls to them.
    pub(super) outside: IndexMap<String, Option<Outcome>>,
    /// Numbers that lead elsewhere: where to, and how often the log shows it.
    pub(super) numbers: BTreeMap<String, IndexMap<String, usize>>,
    /// Numbers that calls went to without a trace of where they lead.
    vague: IndexMap<String, Message>,
    /// Which number each call was made to, and when.
    dialed: BTreeMap<u64, (String, SimTime)>,
    /// Outside numbers that were called.
    pub(super) called: BTreeSet<String>,
    /// Who has answered which calls.
    answered: BTreeSet<(u64, String)>,
    pub(super) conference_outlives_outsiders: bool,
    pub(super) timers: Timers,
    /// Names in the scenario, by kind and number.
    words: BTreeMap<(char, String), String>,
}

/// What becomes of calls to somebody outside, where the log shows more than that it rings there.
#[derive(Clone, Copy, Debug)]
pub(super) enum Outcome {
    /// They get nowhere.
    Clears(CallState),
    /// A dialer finds no person there, so many milliseconds after the call began.
    Answers { ms: u64, by: &'static str },
}

/// Who has a telephone.
#[derive(Clone, Debug, Default)]
pub(super) struct Person {
    pub(super) login: Option<String>,
    pub(super) queues: IndexSet<String>,
    pub(super) at_work: AtWork,
    /// Where the person comes in the order in which agents at work get calls.
    pub(super) turn: Option<usize>,
}

impl Site {
    /// The site of a log in whose first moment these calls are up.
    pub(super) fn of(log: &Conversation, up: &[Up]) -> Self {
        let mut site = Self::default();
        for said in &log.said {
            site.see_numbers(&said.message);
        }
        points::see(&mut site.points, log);
        site.queues.retain(|dn| !site.points.contains_key(dn));
        site.people.retain(|dn, _| !site.queues.contains(dn) && !site.points.contains_key(dn));
        for said in &log.said {
            site.see_agent(said);
            site.see_outside(said);
        }
        for (place, said) in log.said.iter().enumerate() {
            site.see_destination(said, log.said.get(place + 1..).unwrap_or_default());
        }
        site.settle_vague();
        for call in up {
            if let Some((number, target)) = call.dialled()
                && !site.is_inside(number)
                && !site.outside.contains_key(number)
            {
                let targets = site.numbers.entry(number.to_owned()).or_default();
                targets.entry(target.to_owned()).or_insert(0);
            }
            site.see_up(call);
        }
        site.see_shifts(log, up);
        site.timers = Timers::of(log);
        site.name_all();
        site
    }

    /// The name of a telephone's owner in the scenario.
    pub(super) fn person(&self, dn: &str) -> Option<String> {
        self.people.contains_key(dn).then(|| self.word('p', dn))
    }

    /// Whether a number is a routing point.
    pub(super) fn is_point(&self, dn: Option<&str>) -> bool {
        dn.is_some_and(|dn| self.points.contains_key(dn))
    }

    /// The name of a routing point at which a client routes.
    pub(super) fn router(&self, dn: &str) -> Option<String> {
        self.points.get(dn).filter(|point| point.asks).map(|_| self.word('r', dn))
    }

    /// The name of a queue in the scenario.
    pub(super) fn queue(&self, dn: &str) -> Option<String> {
        self.queues.contains(dn).then(|| self.word('q', dn))
    }

    /// What a number is that is no telephone of the site.
    pub(super) fn no_telephone(&self, dn: &str) -> String {
        let what = if dn.is_empty() {
            return "it names no telephone".to_owned();
        } else if self.queues.contains(dn) {
            "is a queue"
        } else if self.points.contains_key(dn) {
            "is a routing point"
        } else if self.outside.contains_key(dn) {
            "is outside"
        } else {
            return format!(
                "{dn} is no telephone of this site: the log has no call or agent there"
            );
        };
        format!("{dn} {what}, no telephone of this site")
    }

    /// The name of somebody outside; who sends no number is `caller`.
    pub(super) fn outsider(&self, number: Option<&str>) -> String {
        match number.filter(|number| self.outside.contains_key(*number)) {
            Some(number) => self.word('o', number),
            None => ANONYMOUS.to_owned(),
        }
    }

    /// The name in the scenario of what a number is, by the letter of its kind.
    pub(super) fn word(&self, letter: char, number: &str) -> String {
        self.words.get(&(letter, number.to_owned())).cloned().unwrap_or_default()
    }

    /// Gives everything its name: the number as far as a name can have it, and what tells apart those that
    /// are the same then.
    fn name_all(&mut self) {
        let kinds: [(char, Vec<&String>); 4] = [
            ('p', self.people.keys().collect()),
            ('q', self.queues.iter().collect()),
            ('r', self.points.keys().collect()),
            ('o', self.outside.keys().collect()),
        ];
        let (mut words, mut taken, mut alike) =
            (BTreeMap::new(), BTreeSet::new(), BTreeMap::<String, usize>::new());
        for (letter, number) in kinds
            .into_iter()
            .flat_map(|(letter, all)| all.into_iter().map(move |one| (letter, one)))
        {
            let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
            let plain: String = std::iter::once(letter).chain(number.chars().map(plain)).collect();
            let count = alike.entry(plain.clone()).or_default();
            let word = loop {
                *count += 1;
                let word = if *count == 1 { plain.clone() } else { format!("{plain}_{count}") };
                if taken.insert(word.clone()) {
                    break word;
                }
            };
            words.insert((letter, number.clone()), word);
        }
        self.words = words;
    }

    /// Whether calls to a number arrive somewhere in this site.
    pub(super) fn leads_on(&self, number: &str) -> bool {
        self.is_inside(number) || self.numbers.contains_key(number)
    }

    /// Who else is in a call that was up.
    fn see_up(&mut self, call: &Up) {
        let Some(other) = call.other().filter(|dn| !self.is_inside(dn)) else { return };
        match call.kind() {
            Some(CallType::Internal) => {
                self.people.entry(other.to_owned()).or_default();
            }
            Some(CallType::Outbound) => {
                self.called.insert(other.to_owned());
                self.outside.entry(other.to_owned()).or_default();
            }
            Some(CallType::Inbound) => {
                self.outside.entry(other.to_owned()).or_default();
            }
            Some(CallType::Unknown | CallType::Consult) | None => {}
        }
    }

    /// Which agents are at work when the log begins, for which queues, and who of them got calls first.
    fn see_shifts(&mut self, log: &Conversation, up: &[Up]) {
        let first = up.iter().filter(|call| call.queue().is_some());
        let first = first
            .flat_map(|call| call.telephones.iter().map(|telephone| telephone.number.as_str()));
        let ringing = log.said.iter().filter(|said| {
            let queue = said.message.string(A::THIS_QUEUE).filter(|queue| !queue.is_empty());
            said.message.kind == M::EVENT_RINGING && queue.is_some()
        });
        let ringing = ringing.filter_map(|said| said.message.string(A::THIS_DN));
        let mut turns: BTreeMap<&str, usize> = BTreeMap::new();
        for (turn, dn) in first.chain(ringing).enumerate() {
            turns.entry(dn).or_insert(turn);
        }
        let mut shifts = shift::shifts(log);
        for (dn, person) in &mut self.people {
            let Some(shift) = shifts.remove(dn.as_str()) else { continue };
            person.at_work = shift.before();
            if person.at_work != AtWork::Nobody {
                person.turn = turns.get(dn.as_str()).copied();
                person.login.get_or_insert_with(|| dn.clone());
                person.queues.extend(shift.queues);
            }
        }
    }

    fn is_inside(&self, dn: &str) -> bool {
        self.people.contains_key(dn) || self.queues.contains(dn) || self.points.contains_key(dn)
    }

    /// What kind of thing ThisDN and `ThisQueue` are.
    fn see_numbers(&mut self, message: &Message) {
        let this = message.string(A::THIS_DN);
        let queue = message.string(A::THIS_QUEUE);
        let kind = told_type(message);
        let routes = matches!(message.kind, M::EVENT_ROUTE_REQUEST | M::EVENT_ROUTE_USED);
        let queues = matches!(message.kind, M::EVENT_QUEUED | M::EVENT_DIVERTED);
        if routes || kind.is_some_and(is_routing) {
            let point = this.map(|dn| self.points.entry(dn.to_owned()).or_default());
            let queues = kind == Some(AddressType::RouteQueue);
            point.into_iter().for_each(|point| point.queues |= queues);
        } else if queues || kind.is_some_and(is_queue) {
            self.queues.extend(this.map(str::to_owned));
        } else if kind == Some(AddressType::Dn) || (is_of_telephone(message) && this != queue) {
            self.people.extend(this.map(|dn| (dn.to_owned(), Person::default())));
        }
        self.queues.extend(queue.map(str::to_owned));
        let part = message.conn_id(A::CONN_ID).zip(this.map(str::to_owned));
        if message.kind == M::EVENT_ESTABLISHED {
            self.answered.extend(part);
        } else if message.kind == M::EVENT_RELEASED {
            let state = message.integer(A::CALL_STATE).and_then(CallState::from_code);
            let third = message.string(A::THIRD_PARTY_DN);
            // A call that is sent on after it was answered is parked.
            let parked = state == Some(CallState::Redirected)
                && part.is_some_and(|part| self.answered.contains(&part));
            let telephone = third.filter(|_| parked || state == Some(CallState::Pickedup));
            self.people.extend(telephone.map(|dn| (dn.to_owned(), Person::default())));
        }
    }

    fn see_agent(&mut self, said: &Said) {
        let message = &said.message;
        let logs_in = [M::REQUEST_AGENT_LOGIN, M::EVENT_AGENT_LOGIN].contains(&message.kind);
        let Some(person) = message.string(A::THIS_DN).and_then(|dn| self.people.get_mut(dn)) else {
            return;
        };
        if let Some(agent) = message.string(A::AGENT_ID) {
            person.login.get_or_insert_with(|| agent.to_owned());
        }
        if logs_in {
            person.queues.extend(message.string(A::THIS_QUEUE).map(str::to_owned));
        }
    }

    fn see_outside(&mut self, said: &Said) {
        let message = &said.message;
        let is = |kind: CallType| message.integer(A::CALL_TYPE) == Some(kind.code());
        let (inbound, outbound) = (is(CallType::Inbound), is(CallType::Outbound));
        let by_dialer = message.string(A::THIS_DN).is_some_and(|dn| self.queues.contains(dn));
        let other = message.string(A::OTHER_DN);
        if message.kind == M::EVENT_DIALING
            && let (Some(conn), Some(other)) = (message.conn_id(A::CONN_ID), other)
        {
            self.dialed.insert(conn, (other.to_owned(), said.at));
        }
        let dialed = message.conn_id(A::CONN_ID).and_then(|conn| self.dialed.get(&conn)).cloned();
        let (dialed, since) = dialed.map_or((None, said.at), |(to, at)| (Some(to), at));
        let number = match message.kind {
            M::EVENT_NETWORK_REACHED => other,
            M::EVENT_DIALING if outbound || by_dialer => other,
            // A consultation does not say where it goes. What is busy and no number of the site is
            // outside.
            M::EVENT_DESTINATION_BUSY if outbound || is(CallType::Consult) => {
                other.or(dialed.as_deref())
            }
            M::EVENT_QUEUED | M::EVENT_RELEASED if by_dialer && outbound && dialed.is_some() => {
                dialed.as_deref()
            }
            M::EVENT_RINGING | M::EVENT_QUEUED if inbound => message.string(A::ANI).or(other),
            _ => None,
        };
        let Some(number) = number.filter(|number| !self.is_inside(number)) else { return };
        let state = message.integer(A::CALL_STATE).and_then(CallState::from_code);
        let ms = u64::try_from((said.at - since).as_millis()).unwrap_or_default();
        let outcome = state.and_then(|state| outcome(message.kind, state, ms));
        let known = self.outside.entry(number.to_owned()).or_default();
        *known = outcome.or(*known);
        let comes = matches!(message.kind, M::EVENT_RINGING | M::EVENT_QUEUED) && dialed.is_none();
        if !comes {
            self.called.insert(number.to_owned());
        }
    }

    /// Where a number leads that is neither a telephone nor a queue nor outside.
    fn see_destination(&mut self, said: &Said, further: &[Said]) {
        let message = &said.message;
        let inbound = message.integer(A::CALL_TYPE) == Some(CallType::Inbound.code());
        let (number, lands) = match message.kind {
            M::EVENT_QUEUED | M::EVENT_RINGING | M::EVENT_ROUTE_REQUEST if inbound => {
                (message.string(A::DNIS), Some(message))
            }
            M::EVENT_DIVERTED if inbound && !self.is_point(message.string(A::THIS_DN)) => {
                (message.string(A::DNIS), Some(message))
            }
            M::EVENT_DIALING => (message.string(A::OTHER_DN), landing(message, further)),
            M::REQUEST_SINGLE_STEP_TRANSFER
            | M::REQUEST_MUTE_TRANSFER
            | M::REQUEST_REDIRECT_CALL => (message.string(A::OTHER_DN), landing(message, further)),
            M::EVENT_PARTY_DELETED if said.way == Way::Event => {
                let gone = message.string(A::OTHER_DN);
                let by_itself = gone == message.string(A::THIRD_PARTY_DN);
                self.conference_outlives_outsiders |=
                    by_itself && gone.is_some_and(|dn| !self.is_inside(dn));
                (None, None)
            }
            _ => (None, None),
        };
        let target = lands
            .and_then(|event| event.string(A::THIS_QUEUE).or_else(|| event.string(A::THIS_DN)));
        if let (Some(number), Some(target)) = (number, target)
            && number != target
            && !self.is_inside(number)
            && !self.outside.contains_key(number)
        {
            let targets = self.numbers.entry(number.to_owned()).or_default();
            *targets.entry(target.to_owned()).or_insert(0) += 1;
        } else if let (Some(number), None) = (number, target)
            && !self.is_inside(number)
            && !self.outside.contains_key(number)
        {
            self.vague.entry(number.to_owned()).or_insert_with(|| message.clone());
        }
    }

    /// What a number is to which calls went without a trace: a telephone that nobody has registered, if
    /// the call is internal or a consultation that did not reach the network, else somebody outside.
    fn settle_vague(&mut self) {
        for (number, message) in std::mem::take(&mut self.vague) {
            let kind = message.integer(A::CALL_TYPE).and_then(CallType::from_code);
            if self.numbers.contains_key(&number) {
                continue;
            }
            match kind {
                Some(CallType::Internal | CallType::Consult)
                    if message.kind == M::EVENT_DIALING || kind == Some(CallType::Internal) =>
                {
                    self.people.entry(number).or_default();
                }
                Some(CallType::Outbound) | None => {
                    self.called.insert(number.clone());
                    self.outside.entry(number).or_default();
                }
                Some(
                    CallType::Unknown | CallType::Inbound | CallType::Internal | CallType::Consult,
                ) => {}
            }
        }
    }
}

/// What an event tells of who was called; for a dialer's call, so many milliseconds after it began.
fn outcome(kind: M, state: CallState, ms: u64) -> Option<Outcome> {
    let released = kind == M::EVENT_RELEASED;
    if state == CallState::AnsweringMachineDetected {
        Some(Outcome::Answers { ms, by: "machine" })
    } else if state == CallState::FaxDetected && released {
        Some(Outcome::Answers { ms, by: "fax" })
    } else if kind == M::EVENT_DESTINATION_BUSY || (released && REFUSES.contains(&state)) {
        Some(Outcome::Clears(state))
    } else {
        None
    }
}

/// Whether a message is about a call or an agent, as those at telephones are.
fn is_of_telephone(message: &Message) -> bool {
    let at_telephone = !is_of_a_whole_call(message.kind);
    at_telephone && (message.get(A::CONN_ID).is_some() || message.get(A::AGENT_ID).is_some())
}

/// The first event of where a call arrives after this message.
fn landing<'a>(message: &Message, further: &'a [Said]) -> Option<&'a Message> {
    let conn = message.conn_id(A::CONN_ID)?;
    let from = message.string(A::THIS_DN);
    let mut later = further.iter().take(limits::LOOK_AHEAD).map(|said| &said.message);
    later.find(|event| {
        let arrives = matches!(
            event.kind,
            M::EVENT_QUEUED | M::EVENT_RINGING | M::EVENT_ROUTE_REQUEST | M::EVENT_NETWORK_REACHED
        );
        arrives && event.conn_id(A::CONN_ID) == Some(conn) && event.string(A::THIS_DN) != from
    })
}

/// The kind of number that a registration is answered with.
fn told_type(message: &Message) -> Option<AddressType> {
    let tells = [M::EVENT_REGISTERED, M::EVENT_ADDRESS_INFO].contains(&message.kind);
    let asked = message.integer(A::ADDRESS_INFO_TYPE)
        == Some(tserver_wire::AddressInfoType::AddressType.code());
    let status = message.integer(A::ADDRESS_INFO_STATUS).filter(|_| tells && asked);
    status.and_then(AddressType::from_code)
}

fn is_queue(kind: AddressType) -> bool {
    [AddressType::Queue, AddressType::AcdGroup].contains(&kind)
}

fn is_routing(kind: AddressType) -> bool {
    [AddressType::RouteDn, AddressType::RouteQueue, AddressType::Vsp].contains(&kind)
}

/// States in which a dialer's call that reached the network ends because of where it was made to.
const REFUSES: &[CallState] = &[
    CallState::Busy,
    CallState::AllTrunksBusy,
    CallState::SitDetected,
    CallState::SitInvalidnum,
    CallState::SitVacant,
    CallState::SitIntercept,
    CallState::SitUnknown,
    CallState::SitNocircuit,
    CallState::SitReorder,
    CallState::GeneralError,
    CallState::SystemError,
];
/// The one trunk group.
pub(super) const TRUNK: &str = "T1";
/// Somebody outside who sends no number.
pub(super) const ANONYMOUS: &str = "caller";
