//! The site of a log as a world file.

use std::fmt::Write as _;

use tserver_wire::CallState;

use super::{
    points::Point,
    site::{ANONYMOUS, Outcome, Person, Site, TRUNK},
    timers::AfterCall,
};

impl Site {
    /// The site as a world file.
    pub(super) fn world_file(&self) -> String {
        let mut out = String::from(HEAD);
        if self.conference_outlives_outsiders {
            out.push_str("conference_outlives_outsiders = true\n");
        }
        let prefixes = self.called.iter().map(|number| quoted(number)).collect::<Vec<_>>();
        let channels = CHANNELS;
        put(&mut out, format_args!("\n[trunks.{TRUNK}]\nchannels = {channels}"));
        put(&mut out, format_args!("prefixes = [{}]\n", prefixes.join(", ")));
        out.push_str("[people]\n");
        // Who is at work first in the file has been idle longest.
        let mut people: Vec<_> = self.people.iter().collect();
        people.sort_by_key(|(_, person)| person.turn.unwrap_or(usize::MAX));
        for (dn, person) in people {
            self.put_person(&mut out, dn, person);
        }
        put(&mut out, format_args!("\n[outside]\n{ANONYMOUS} = {{}}"));
        for (number, state) in &self.outside {
            let when = match state {
                None => String::new(),
                Some(Outcome::Clears(state)) => {
                    format!(", when_called = {{ cause = {} }}", cause(*state))
                }
                Some(Outcome::Answers { ms, by }) => {
                    format!(", when_called = {{ answers = \"{ms}ms\", as = \"{by}\" }}")
                }
            };
            let (name, number) = (self.word('o', number), quoted(number));
            put(&mut out, format_args!("{name} = {{ number = {number}{when} }}"));
        }
        for queue in &self.queues {
            self.put_queue(&mut out, queue);
        }
        for (dn, point) in &self.points {
            self.put_point(&mut out, dn, point);
        }
        out.push_str("\n[numbers]\n");
        for (number, targets) in &self.numbers {
            // Of several, the one that most calls reached, and of those the first.
            let most = targets.iter().rev().max_by_key(|(_, count)| **count);
            let Some((target, _)) = most else { continue };
            let number = quoted(number);
            if self.queues.contains(target) {
                put(
                    &mut out,
                    format_args!("{number} = {{ queue = \"{}\" }}", self.word('q', target)),
                );
            } else if self.points.contains_key(target) {
                let name = self.word('r', target);
                put(&mut out, format_args!("{number} = {{ routing_point = \"{name}\" }}"));
            } else if self.people.contains_key(target) {
                put(&mut out, format_args!("{number} = {{ extension = {} }}", quoted(target)));
            }
        }
        out
    }

    fn put_person(&self, out: &mut String, dn: &str, person: &Person) {
        let mut keys = format!("dn = {}", quoted(dn));
        if let Some(login) = &person.login {
            put_on(&mut keys, format_args!(", login = {}", quoted(login)));
            let queues = person.queues.iter().filter_map(|dn| self.queue(dn));
            let queues: Vec<_> = queues.map(|queue| quoted(&queue)).collect();
            if !queues.is_empty() {
                put_on(&mut keys, format_args!(", queues = [{}]", queues.join(", ")));
            }
            if let Some(word) = person.at_work.word() {
                put_on(&mut keys, format_args!(", logged_on = \"{word}\""));
            }
        }
        if let Some(limit) = self.timers.ring_limit_of_person(dn) {
            put_on(&mut keys, format_args!(", ring_limit = \"{limit}ms\""));
        }
        put(out, format_args!("{} = {{ {keys} }}", self.word('p', dn)));
    }

    /// A client that is asked may take its time, unless the log shows when it is too late.
    fn put_point(&self, out: &mut String, dn: &str, point: &Point) {
        let fallback = self.people.keys().chain(&self.queues).next().map(String::as_str);
        let Some(default) = point.default().or(fallback) else { return };
        let (name, dn, default) = (self.word('r', dn), quoted(dn), quoted(default));
        put(out, format_args!("\n[routing_points.{name}]\ndn = {dn}\ndefault = {default}"));
        if point.queues {
            put(out, format_args!("route_queue = true"));
        }
        if point.asks {
            let timeout = point.waits.map_or_else(|| PATIENCE.to_owned(), |ms| format!("{ms}ms"));
            put(out, format_args!("router = \"client\"\ntimeout = \"{timeout}\""));
        }
    }

    fn put_queue(&self, out: &mut String, dn: &str) {
        put(out, format_args!("\n[queues.{}]\ndn = {}", self.word('q', dn), quoted(dn)));
        match self.timers.after_call(dn) {
            AfterCall::Manual => {}
            AfterCall::None => put(out, format_args!("after_call_work = \"none\"")),
            AfterCall::Timed(ms) => put(out, format_args!("after_call_work = \"{ms}ms\"")),
        }
        if let Some(limit) = self.timers.ring_limit_of_queue(dn) {
            put(out, format_args!("ring_limit = \"{limit}ms\""));
        }
    }
}

/// The cause of Q.850 that leaves this state behind; whatever has none of its own is an unknown
/// number, the commonest.
fn cause(state: CallState) -> u8 {
    let known = CAUSES.iter().find(|(known, _)| *known == state);
    known.map_or(UNALLOCATED_NUMBER, |(_, cause)| *cause)
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _written = writeln!(out, "{text}");
}

fn put_on(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _written = out.write_fmt(text);
}

const HEAD: &str =
    "# The site as a T-Server's log shows it.\n\n[switch]\nkind = \"emulator\"\nseed = 1\n";
/// How long a call waits for a client whose patience no log shows.
const PATIENCE: &str = "1h";
const UNALLOCATED_NUMBER: u8 = 1;
/// How the T-Server tells the causes of the network, read backwards.
const CAUSES: &[(CallState, u8)] = &[
    (CallState::Busy, 17),
    (CallState::NoAnswer, 18),
    (CallState::SitVacant, 3),
    (CallState::SitIntercept, 22),
    (CallState::SitReorder, 27),
    (CallState::SitNocircuit, 42),
    (CallState::AllTrunksBusy, 34),
    (CallState::SystemError, 38),
    (CallState::Dropped, 21),
    (CallState::FaxDetected, 88),
    (CallState::GeneralError, 63),
    (CallState::Ok, 16),
];
const CHANNELS: u32 = 100;
