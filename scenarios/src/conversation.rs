//! A T-Server's log as a conversation: which messages went over its links, and when.

use std::collections::{BTreeMap, BTreeSet};

use switch_sim::time::SimTime;
use tserver_log::{Complaint, Content, Direction, Fault, Log};
use tserver_sim_core::Journal;
use tserver_wire::{AgentWorkMode, AttributeId as A, Message, MessageType as M, RegisterMode};

use crate::rig::Watched;

/// The messages of a log, in its order.
#[derive(Clone, Debug, Default)]
pub struct Conversation {
    pub said: Vec<Said>,
    /// When a client's connection was lost, and when a client came again.
    pub cuts: Vec<Cut>,
    /// What of the log could not be read.
    pub complaints: Vec<Complaint>,
    /// How many complaints came beyond the reader's limit.
    pub further_complaints: usize,
    /// Messages and attributes without a number in T-Link: how often, and the first line.
    pub unknown: BTreeMap<String, (usize, usize)>,
    /// Messages between T-Servers, which no client sees.
    pub between_servers: usize,
}

/// A client without a connection for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Where the loss is in the log, from 1.
    pub line: usize,
    pub at: SimTime,
    /// None: for as long as the log goes on.
    pub until: Option<SimTime>,
}

/// One message.
#[derive(Clone, Debug)]
pub struct Said {
    /// Where it begins in the log, from 1.
    pub line: usize,
    /// How long after the log's first time.
    pub at: SimTime,
    pub way: Way,
    /// The application at the other end, where the log names it.
    pub client: String,
    pub message: Message,
    /// Whether this refuses a request that is between a client and the server alone.
    refuses_the_link: bool,
}

/// Which way a message went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    Request,
    Event,
}

impl Conversation {
    /// The conversation that a log tells.
    pub fn of(log: &Log) -> Self {
        let mut conversation = Self {
            complaints: log.complaints.clone(),
            further_complaints: log.further_complaints,
            ..Self::default()
        };
        let moments = log.moments();
        conversation.cuts = cuts(log, &moments);
        let mut asked = BTreeSet::new();
        let mut moments = log.entries.iter().map(|entry| entry.first).zip(moments).peekable();
        for (line, header, logged) in log.messages() {
            while moments.next_if(|(first, _)| *first < line).is_some() {}
            let micros = moments.peek().map_or(0, |(_, micros)| *micros);
            if header.direction == Direction::BetweenServers {
                conversation.between_servers += 1;
                continue;
            }
            let mut complaints = Vec::new();
            let message = logged.message(line, &mut complaints);
            conversation.keep(complaints);
            let Some(message) = message else { continue };
            let way = match message.kind {
                kind if kind.is_request() => Way::Request,
                kind if kind.is_event() => Way::Event,
                _ => continue,
            };
            let client = header.peer.as_ref().map(|peer| peer.application.clone());
            let client = client.unwrap_or_default();
            let at = SimTime(micros / 1_000);
            let refuses_the_link = refuses_the_link(&message, &mut asked);
            conversation.said.push(Said { line, at, way, client, message, refuses_the_link });
        }
        conversation
    }

    /// What beside telephones and queues the log has messages of.
    pub fn watched(&self) -> Watched {
        let has = |kinds: &dyn Fn(M) -> bool| self.said.iter().any(|said| kinds(said.message.kind));
        Watched {
            points: has(&|kind| [M::EVENT_ROUTE_REQUEST, M::EVENT_ROUTE_USED].contains(&kind)),
            calls: has(&is_of_a_whole_call),
        }
    }

    fn keep(&mut self, complaints: Vec<Complaint>) {
        for complaint in complaints {
            let name = if let Fault::UnknownAttribute(name) = &complaint.fault {
                Some(format!("Attribute{name}"))
            } else if let Fault::UnknownMessage(name) = &complaint.fault {
                Some(name.clone())
            } else {
                None
            };
            match name {
                Some(name) => {
                    self.unknown.entry(name).or_insert((0, complaint.line)).0 += 1;
                }
                None if self.complaints.len() < tserver_log::limits::COMPLAINTS => {
                    self.complaints.push(complaint);
                }
                None => self.further_complaints += 1,
            }
        }
    }
}

/// What the lines say that a T-Server of ours writes when clients come and go; other servers' words for
/// it are not public.
fn cuts(log: &Log, moments: &[u64]) -> Vec<Cut> {
    let mut cuts: Vec<Cut> = Vec::new();
    for (entry, micros) in log.entries.iter().zip(moments) {
        let Content::Notice(notice) = &entry.content else { continue };
        let at = SimTime(micros / 1_000);
        if notice.id == Some(Journal::DISCONNECTED) {
            cuts.push(Cut { line: entry.first, at, until: None });
        } else if notice.id == Some(Journal::CONNECTED)
            && let Some(cut) = cuts.last_mut()
        {
            cut.until.get_or_insert(at);
        }
    }
    cuts
}

/// Whether this is the refusal of a request that is between a client and the server alone; `asked`: the
/// numbers and references of such requests so far.
fn refuses_the_link(message: &Message, asked: &mut BTreeSet<(String, i32)>) -> bool {
    let Some(reference) = message.integer(A::REFERENCE_ID) else { return false };
    let about = (message.string(A::THIS_DN).unwrap_or_default().to_owned(), reference);
    if message.kind == M::EVENT_ERROR {
        return asked.remove(&about);
    }
    if message.kind.is_request() {
        if OF_THE_LINK.contains(&message.kind) {
            asked.insert(about);
        } else {
            asked.remove(&about);
        }
    }
    false
}

impl Said {
    /// Whether this belongs to clients and their sessions rather than to telephones: the link's state,
    /// what a client asks about the server, registrations and their answers.
    pub fn is_of_the_link(&self) -> bool {
        self.refuses_the_link || OF_THE_LINK.contains(&self.message.kind)
    }

    /// Whether a client registers a number only to watch it.
    pub fn only_watches(&self) -> bool {
        self.message.integer(A::REGISTER_MODE) == Some(RegisterMode::Monitor.code())
    }
}

/// Whether an event is about a call as a whole or a party of it, as clients are told that follow all calls
/// (PSDK T-Library reference, `TStartCallMonitoring`).
pub(crate) fn is_of_a_whole_call(kind: M) -> bool {
    (M::EVENT_CALL_CREATED.0..=M::EVENT_CALL_PARTY_DELETED.0).contains(&kind.0)
}

/// The queue out of which the call of a message came to its number; a queue's own number is none, which not
/// every T-Server names twice.
pub(crate) fn queue_of(message: &Message) -> Option<&str> {
    let this = message.string(A::THIS_DN);
    message.string(A::THIS_QUEUE).filter(|queue| Some(*queue) != this)
}

/// Whether an event tells that an agent works after a call.
pub(crate) fn is_after_call_work(event: &Message) -> bool {
    event.kind == M::EVENT_AGENT_NOT_READY
        && event.integer(A::WORK_MODE) == Some(AgentWorkMode::AfterCallWork.code())
}

/// What is between a client and the server alone.
const OF_THE_LINK: &[M] = &[
    M::EVENT_LINK_CONNECTED,
    M::EVENT_LINK_DISCONNECTED,
    M::REQUEST_REGISTER_CLIENT,
    M::REQUEST_QUERY_SERVER,
    M::EVENT_SERVER_INFO,
    M::EVENT_ACK,
    M::REQUEST_SET_INPUT_MASK,
    M::REQUEST_REGISTER_ADDRESS,
    M::EVENT_REGISTERED,
    M::REQUEST_UNREGISTER_ADDRESS,
    M::EVENT_UNREGISTERED,
    M::REQUEST_START_CALL_MONITORING,
    M::REQUEST_STOP_CALL_MONITORING,
    M::REQUEST_QUERY_ADDRESS,
    M::EVENT_ADDRESS_INFO,
    M::REQUEST_QUERY_CALL,
    M::EVENT_PARTY_INFO,
    M::REQUEST_QUERY_SWITCH,
    M::EVENT_SWITCH_INFO,
    M::REQUEST_QUERY_LOCATION,
    M::EVENT_LOCATION_INFO,
];
