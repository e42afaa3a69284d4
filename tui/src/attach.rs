//! A rig that runs elsewhere, as its control interface tells it.
//!
//! The edge ([`client`]) asks and hands over what it is told ([`Told`]); everything here is plain state,
//! so a test can play the edge.

pub mod client;
mod offers;
mod wanted;

use std::collections::BTreeMap;

use scenario_lang::Vocabulary;
use scenarios::{
    record::Reader,
    trace::{Actor, Record, RecordKind, Trace},
};
use switch_sim::{time::SimTime, world::World};
use tserver_sim_control::{
    trace::{Record as Happened, What},
    view,
};

pub use self::{
    offers::{comes_to_work, offers, outside_offers},
    wanted::Wanted,
};
use crate::{history::Counts, scene::id_of, theme::Role};

/// What the control interface of a rig has told so far.
#[derive(Debug)]
pub struct Rig {
    /// Where the interface is.
    pub address: String,
    pub world: World,
    pub now: SimTime,
    /// Seconds for each second of the wall clock.
    pub speed: f64,
    /// Whether things are done although a gateway is connected.
    pub acting: bool,
    pub picture: Picture,
    pub trace: Trace,
    /// Why nothing is heard of the rig; none while it answers.
    pub away: Option<String>,
    reader: Reader,
    /// The calls by their connection identifiers, also those that have ended.
    names: BTreeMap<String, String>,
    /// The number of the last record that was told, and when that was.
    last: u64,
    heard: SimTime,
    /// How many calls have begun.
    begun: u64,
}

/// Everything in the rig at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    pub link_up: bool,
    pub devices: Vec<view::Device>,
    pub calls: Vec<view::Call>,
    pub queues: Vec<view::Queue>,
    pub vectors: Vec<view::Vector>,
    pub trunks: Vec<view::Trunk>,
    pub clients: Vec<view::Client>,
}

/// What the edge has been told.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub time: view::Time,
    /// What happened since it was asked last.
    pub happened: Vec<Happened>,
    /// How everything stands; none when nothing has happened.
    pub picture: Option<Picture>,
}

impl Rig {
    /// A rig in the world of this file, of which nothing else is known yet.
    ///
    /// # Errors
    /// The file has mistakes.
    pub fn new(address: &str, file: &view::WorldFile, acting: bool) -> Result<Self, String> {
        let world = World::parse(&file.text).map_err(|mistakes| mistakes.to_string())?;
        Ok(Self {
            address: address.to_owned(),
            reader: Reader::new(&world),
            world,
            now: SimTime::ZERO,
            speed: 1.0,
            acting,
            picture: Picture::default(),
            trace: Trace::default(),
            away: None,
            names: BTreeMap::new(),
            last: 0,
            heard: SimTime::ZERO,
            begun: 0,
        })
    }

    /// Takes in what was told.
    pub fn hear(&mut self, told: Told) {
        self.away = None;
        self.now = SimTime(told.time.now_ms);
        self.speed = told.time.speed;
        if self.now < self.heard {
            // The rig was started anew.
            (self.trace, self.last, self.begun) = (Trace::default(), 0, 0);
            self.names.clear();
        }
        self.heard = self.now;
        if let Some(picture) = told.picture {
            self.picture = picture;
            self.picture.devices.sort_by(|a, b| a.number.cmp(&b.number));
            self.picture.calls.sort_by_key(id_of);
            let newest = self.picture.calls.last().and_then(id_of);
            self.begun = self.begun.max(newest.map_or(0, |id| id.0.into()));
            for call in &self.picture.calls {
                if let Some(conn) = &call.conn_id {
                    self.names.insert(conn.clone(), call.call.clone());
                }
            }
            while self.names.len() > NAMES {
                self.names.pop_first();
            }
        }
        for happened in told.happened {
            self.note(happened);
        }
        self.trace.keep_last(RECORDS);
    }

    fn note(&mut self, happened: Happened) {
        let missed = happened.number.saturating_sub(self.last + 1);
        if missed > 0 && self.last > 0 {
            let text = format!("{missed} records before this one are gone");
            self.push(happened.at_ms, (Actor::Switch, Actor::TServer), RecordKind::Fault, text);
        }
        self.last = happened.number;
        let client = |link: u64| Actor::Client(format!("client{link}"));
        let ((from, to), kind, text) = match happened.what {
            What::Request { link, message } => {
                ((client(link), Actor::TServer), RecordKind::Link, message)
            }
            What::Event { link, message } => {
                ((Actor::TServer, client(link)), RecordKind::Link, message)
            }
            What::Noise { link, bytes } => {
                let text = format!("{bytes} bytes that are no message");
                ((Actor::TServer, client(link)), RecordKind::Fault, text)
            }
            What::Report(text) => ((Actor::Switch, Actor::TServer), RecordKind::Report, text),
            What::Connected { link } => {
                ((client(link), Actor::TServer), RecordKind::Link, "connected".to_owned())
            }
            What::Disconnected { link } => {
                ((client(link), Actor::TServer), RecordKind::Fault, "disconnected".to_owned())
            }
            What::Missed(count) => {
                let text = format!("{count} records were missed");
                ((Actor::Switch, Actor::TServer), RecordKind::Fault, text)
            }
        };
        self.push(happened.at_ms, (from, to), kind, text);
    }

    fn push(&mut self, at_ms: u64, (from, to): (Actor, Actor), kind: RecordKind, text: String) {
        self.trace.push(Record { at: SimTime(at_ms), from, to, kind, text });
    }

    /// Whether nothing may be done but to look: clients of the T-Server are a gateway's, and what is done
    /// here happens to the people at its desktops.
    pub fn watched_only(&self) -> bool {
        !self.acting && !self.picture.clients.is_empty()
    }

    /// What a line of the scenario language asks of the rig.
    ///
    /// # Errors
    /// The line means nothing here, and what does.
    pub fn read(&self, line: &str) -> Result<Wanted, String> {
        let calls: Vec<&str> = self.picture.calls.iter().map(|call| call.call.as_str()).collect();
        wanted::read(&self.world, self.reader.read(line, &calls)?)
    }

    /// The words that lines in this world may use.
    pub fn words(&self) -> &Vocabulary {
        self.reader.words()
    }

    /// The names of everything that a telephone or somebody outside can do.
    pub fn requests(&self) -> impl Iterator<Item = &str> {
        self.reader.by_hand()
    }

    /// A call that is up, by its name.
    pub fn call(&self, name: &str) -> Option<&view::Call> {
        self.picture.calls.iter().find(|call| call.call == name)
    }

    /// The device of a number.
    pub fn device(&self, number: &str) -> Option<&view::Device> {
        let devices = &self.picture.devices;
        let place = devices.binary_search_by(|device| device.number.as_str().cmp(number)).ok()?;
        devices.get(place)
    }

    /// Somebody in a call: whose telephone it is, who has this number outside, or the number.
    pub fn party_name(&self, party: &view::Party) -> String {
        let number = party.number.as_deref();
        if party.outside {
            let outside = self.world.outside.iter();
            let known =
                outside.filter(|o| o.number.is_some()).find(|o| o.number.as_deref() == number);
            let name = known.map(|outsider| outsider.name.as_str()).or(number);
            return name.unwrap_or(&party.device).to_owned();
        }
        let name = self.device(&party.device).and_then(|device| device.name.as_ref());
        name.unwrap_or(&party.device).clone()
    }

    /// The connection identifier of a call, as messages print it.
    pub fn conn_id_of(&self, name: &str) -> String {
        let known = self.names.iter().find(|(_, call)| *call == name);
        known.map_or_else(|| name.to_owned(), |(conn, _)| conn.clone())
    }

    /// A text with connection identifiers replaced by the names of their calls.
    pub fn named(&self, text: &str) -> String {
        let is_word = |c: char| c.is_ascii_alphanumeric();
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let (word, tail) = rest.split_at(rest.find(|c| !is_word(c)).unwrap_or(rest.len()));
            out.push_str(self.names.get(word).map_or(word, String::as_str));
            let (between, next) = tail.split_at(tail.find(is_word).unwrap_or(tail.len()));
            out.push_str(between);
            rest = next;
        }
        out
    }

    /// What has been counted: calls by their numbers, answers and losses by the queues.
    pub fn counts(&self) -> Counts {
        let queues = || self.picture.queues.iter();
        Counts {
            begun: self.begun,
            answered: queues().map(|queue| queue.counted.answered).sum(),
            abandoned: queues().map(|queue| queue.counted.abandoned).sum(),
            up: count(self.picture.calls.len()),
            waiting: queues().map(|queue| count(queue.waiting.len())).sum(),
        }
    }

    /// The link between T-Server and switch, in a few words.
    pub fn link_words(&self) -> (String, Role) {
        match (&self.away, self.picture.link_up) {
            (Some(_), _) => ("rig AWAY".to_owned(), Role::Broken),
            (None, true) => ("switch link up".to_owned(), Role::Ready),
            (None, false) => ("switch link DOWN".to_owned(), Role::Broken),
        }
    }
}

fn count(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// How many messages are kept to look at.
const RECORDS: usize = 10_000;
/// How many calls are known by name, those that have ended included.
const NAMES: usize = 10_000;
