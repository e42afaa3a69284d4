//! What happened in a run, one record per message, and the lenses it is looked at through.

use std::fmt::Write as _;

use scenario_lang::step::Lens;
use switch_sim::time::SimTime;

use crate::{ladder, names::Names};

/// Everything that happened, in the order in which it happened.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    records: Vec<Record>,
    /// How many older records are forgotten.
    forgotten: usize,
}

/// One message from one participant to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub at: SimTime,
    pub from: Actor,
    pub to: Actor,
    pub kind: RecordKind,
    /// The message as the story's own notation would write it.
    pub text: String,
}

/// What sort of message a record is; each lens shows some of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordKind {
    /// A desktop's request, with its reply.
    Request,
    /// An event that a desktop was told.
    Notice,
    /// Somebody did something at a telephone.
    Hand,
    /// A message on the T-Server link.
    Link,
    /// A report of the switch.
    Report,
    /// A fault, or its end.
    Fault,
}

/// A column of the ladder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Actor {
    Outside(String),
    Phone(String),
    Switch,
    /// The client that watches the queues.
    Monitor,
    TServer,
    Gateway,
    /// A client of a T-Server of which nothing else is known.
    Client(String),
    Desktop(String),
}

impl Actor {
    /// The name over the actor's column.
    pub fn title(&self) -> &str {
        match self {
            Self::Outside(name) | Self::Client(name) | Self::Desktop(name) => name,
            Self::Phone(name) => name,
            Self::Switch => "switch",
            Self::Monitor => "monitor",
            Self::TServer => "tserver",
            Self::Gateway => "gateway",
        }
    }
}

impl Trace {
    /// Adds a record and returns its place, so that a reply can be added to its request.
    pub fn push(&mut self, record: Record) -> usize {
        self.records.push(record);
        self.forgotten + self.records.len() - 1
    }

    /// Adds the reply to a request's record.
    pub(crate) fn append(&mut self, place: usize, text: &str) {
        let kept = place.checked_sub(self.forgotten);
        if let Some(record) = kept.and_then(|place| self.records.get_mut(place)) {
            record.text.push_str(text);
        }
    }

    /// Every record so far, from the oldest that is kept.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// How many records there were before the first that is kept.
    pub fn forgotten(&self) -> usize {
        self.forgotten
    }

    /// Forgets the oldest records, if there are many more than so many.
    pub fn keep_last(&mut self, count: usize) {
        if self.records.len() > count * 2 {
            let surplus = self.records.len() - count;
            self.records.drain(..surplus);
            self.forgotten += surplus;
        }
    }

    /// What a lens shows, ids replaced by story names.
    pub(crate) fn view(&self, lens: Lens, names: &Names) -> String {
        let mut names = names.clone();
        match lens {
            Lens::Ladder => {
                ladder::draw(&self.records, &mut names, usize::MAX, ladder::Paint::Plain)
            }
            Lens::Ptc => self.lines(&mut names, |kind| {
                matches!(
                    kind,
                    RecordKind::Request | RecordKind::Notice | RecordKind::Hand | RecordKind::Fault
                )
            }),
            Lens::Tlib => {
                self.lines(&mut names, |kind| matches!(kind, RecordKind::Link | RecordKind::Fault))
            }
            Lens::Switch => {
                self.lines(&mut names, |kind| matches!(kind, RecordKind::Hand | RecordKind::Report))
            }
        }
    }

    fn lines(&self, names: &mut Names, shown: impl Fn(RecordKind) -> bool) -> String {
        let mut out = String::new();
        for record in self.records.iter().filter(|record| shown(record.kind)) {
            let line = names.rewrite(&record.line());
            let _infallible = writeln!(out, "{:<11}{line}", record.at.to_string());
        }
        out
    }
}

impl Record {
    /// Whether it is a registration or its answer: what the gateway learns by it shows in events.
    pub(crate) fn is_look(&self) -> bool {
        let kinds = ["RequestRegisterAddress ", "EventRegistered "];
        self.kind == RecordKind::Link && kinds.iter().any(|kind| self.text.starts_with(kind))
    }

    /// The record in the notation of the scenario language: `alice > …`, `alice < …`.
    pub(crate) fn line(&self) -> String {
        if self.kind == RecordKind::Fault {
            return self.text.clone();
        }
        match (&self.from, &self.to) {
            (Actor::Desktop(who) | Actor::Client(who) | Actor::Outside(who), _) => {
                format!("{who:<7}> {}", self.text)
            }
            (Actor::Phone(who), _) => format!("{:<7}> {}", format!("{who}.phone"), self.text),
            (
                _,
                Actor::Desktop(who) | Actor::Client(who) | Actor::Outside(who) | Actor::Phone(who),
            ) => {
                format!("{who:<7}< {}", self.text)
            }
            (Actor::Gateway, _) => format!("{:<9}{}", "gateway>", self.text),
            (Actor::Monitor, _) => format!("{:<9}{}", "monitor>", self.text),
            (Actor::TServer, Actor::Monitor) => format!("{:<9}{}", "monitor<", self.text),
            (Actor::TServer, _) => format!("{:<9}{}", "tserver>", self.text),
            (Actor::Switch, _) => format!("{:<9}{}", "switch>", self.text),
        }
    }
}
