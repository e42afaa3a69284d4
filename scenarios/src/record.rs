//! Acts by hand, line by line, and keeps what was done and seen as a story that can be played.

mod desk;
mod look;
mod reader;
mod story;
mod tally;

use std::{collections::BTreeMap, time::Duration};

use gateway_core::reply::RequestToken;
use scenario_lang::{
    Spanned,
    step::{Fault, Request, Step},
};
use switch_sim::{time::SimTime, world::World};

pub use desk::{Desk, DeskCall};
pub use reader::Reader;
pub use tally::Tally;

use crate::{
    desktop::Seen,
    play::{self, Failure},
    rig::{Rig, Watched},
    stage::Stage,
    telephone,
};

/// A running world that is acted on by lines of the scenario language.
///
/// Requests do not wait for their replies: whoever owns the recorder lets time pass
/// ([`advance`](Self::advance)) and fetches what became of them ([`poll_outcome`](Self::poll_outcome)).
#[derive(Debug)]
pub struct Recorder {
    stage: Stage,
    reader: Reader,
    entries: Vec<Entry>,
    /// How many bytes the story has as a file, about.
    bytes: usize,
    /// Requests whose replies are still to come.
    waiting: Vec<Waiting>,
    outcomes: Vec<Outcome>,
    /// How much of each desktop's log is in the story.
    told: BTreeMap<String, usize>,
    /// Who outside began a call, by the call's story name.
    callers: BTreeMap<String, String>,
    /// How often each letter has named a call.
    named: BTreeMap<char, usize>,
}

/// What became of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The line, without its outcome.
    pub line: String,
    /// The code of the refusal; none: it is done.
    pub refused: Option<String>,
    /// The refusal in words.
    pub text: String,
}

/// One thing in the story.
#[derive(Clone, Debug)]
struct Entry {
    at: SimTime,
    /// When the reply had come.
    until: SimTime,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Step(Step),
    Seen(String, Seen),
}

/// A request on its way.
#[derive(Debug)]
struct Waiting {
    token: RequestToken,
    /// Its place among the entries; none when the story was full.
    entry: Option<usize>,
    request: Request,
}

impl Recorder {
    /// A world in which nothing has happened yet.
    ///
    /// # Errors
    /// The world asks for more than the switch can hold.
    pub fn new(world: &World, seed: u64) -> Result<Self, String> {
        Ok(Self::on(world, Rig::new(world, seed)?))
    }

    /// The same, and the T-Server's log is kept; its second client watches more than queues.
    ///
    /// # Errors
    /// The world asks for more than the switch can hold.
    pub fn with_log(world: &World, seed: u64, watched: Watched) -> Result<Self, String> {
        Ok(Self::on(world, Rig::with_log(world, seed, watched)?))
    }

    fn on(world: &World, rig: Rig) -> Self {
        Self {
            stage: Stage::new(world, rig),
            reader: Reader::new(world),
            entries: Vec::new(),
            bytes: 0,
            waiting: Vec::new(),
            outcomes: Vec::new(),
            told: BTreeMap::new(),
            callers: BTreeMap::new(),
            named: BTreeMap::new(),
        }
    }

    /// The T-Server's log so far; empty unless it is kept.
    pub fn log(&mut self) -> &str {
        self.stage.rig.log()
    }

    /// Does what a line says. A call that begins by it gets a name, if the line gives none.
    ///
    /// # Errors
    /// The line cannot be done, and why; nothing has happened.
    pub fn act(&mut self, line: &str) -> Result<(), String> {
        match self.read(line)? {
            Step::Request(request) => self.request(request)?,
            Step::Fault(fault) => self.fault(fault),
            step @ Step::Check(_) => {
                self.play(&Spanned::new(step, Default::default())).map_err(|f| f.message)?;
            }
            Step::Wait(time) => {
                let to = self.now() + time;
                self.advance(to, usize::MAX);
            }
            Step::Event(_)
            | Step::Quiet(_)
            | Step::Together(_)
            | Step::AnyOrder(_)
            | Step::Never { .. }
            | Step::Repeat { .. } => {
                return Err("this line only makes sense in a file; by hand: WHO > REQUEST, WHAT ! FAULT, WHAT ? CHECK, wait TIME".into());
            }
        }
        self.collect();
        Ok(())
    }

    /// Plays one step of a story, as a run of the whole story would, and keeps it.
    ///
    /// # Errors
    /// What went otherwise than the step says.
    pub fn play(&mut self, step: &Spanned<Step>) -> Result<(), Box<Failure>> {
        let at = self.now();
        let outcome = play::play(&mut self.stage, step);
        let (keeps, told_by_itself) = match &step.value {
            Step::Request(_) | Step::Fault(_) | Step::Together(_) | Step::Check(_) => (true, false),
            Step::Repeat { .. } => (true, true),
            // What was seen is in the story anyhow, and so is the time it took.
            Step::Event(_)
            | Step::Wait(_)
            | Step::Quiet(_)
            | Step::AnyOrder(_)
            | Step::Never { .. } => (false, false),
        };
        if keeps && outcome.is_ok() {
            let until = self.now();
            self.keep(Entry { at, until, what: What::Step(step.value.clone()) });
        }
        if told_by_itself {
            self.forget_seen();
        }
        self.collect();
        outcome
    }

    /// Lets time pass until `to`, in at most so many steps from moment to moment; whether it
    /// has come.
    pub fn advance(&mut self, to: SimTime, steps: usize) -> bool {
        let mut left = steps;
        self.stage.advance_until(to, |_| {
            let used_up = left == 0;
            left = left.saturating_sub(1);
            used_up
        });
        self.collect();
        self.now() >= to
    }

    /// The next outcome of a line, in the order in which they became known.
    pub fn poll_outcome(&mut self) -> Option<Outcome> {
        if self.outcomes.is_empty() { None } else { Some(self.outcomes.remove(0)) }
    }

    /// A line as a step; the words of the line are checked against the world.
    fn read(&self, line: &str) -> Result<Step, String> {
        let calls = self.rig().switch().calls();
        let names: Vec<&str> = calls.filter_map(|call| self.name_of(call.id)).collect();
        self.reader.read(line, &names)
    }

    fn request(&mut self, mut request: Request) -> Result<(), String> {
        self.name_new_call(&mut request);
        let at = self.now();
        let name = request.who.value.name.clone();
        if self.stage.is_by_hand(&request.who.value) {
            let outside = self.is_outside(&name);
            let done = telephone::perform(&mut self.stage, &request)?;
            if let (Ok(Some(_)), Some(call), true) = (&done, &request.names, outside) {
                self.callers.insert(call.value.clone(), name);
            }
            let entry = self.keep(Entry {
                at,
                until: at,
                what: What::Step(Step::Request(request.clone())),
            });
            self.became(request, entry, done.err().map(|code| (code, String::new())));
            return Ok(());
        }
        let desktop = self.stage.desktops.by_name.get(&name);
        if request.name.value != INITIALIZE
            && desktop.is_none_or(|desktop| desktop.session.is_none())
        {
            return Err(format!(
                "{name} has no session at the gateway; first: {name} > {INITIALIZE}"
            ));
        }
        let document = self.stage.document(&name, &request);
        let entry =
            self.keep(Entry { at, until: at, what: What::Step(Step::Request(request.clone())) });
        let token = self.stage.request(&name, document);
        self.waiting.push(Waiting { token, entry, request });
        Ok(())
    }

    fn fault(&mut self, fault: Fault) {
        let at = self.now();
        let line = fault.to_string();
        let step = Spanned::new(Step::Fault(fault.clone()), Default::default());
        let played = play::play(&mut self.stage, &step);
        self.keep(Entry { at, until: at, what: What::Step(Step::Fault(fault)) });
        self.outcomes.push(Outcome {
            line,
            refused: played.as_ref().err().map(|_| "Failed".to_owned()),
            text: played.err().map(|failure| failure.message).unwrap_or_default(),
        });
    }

    /// Gives the call that a request begins a name that no other call has had.
    fn name_new_call(&mut self, request: &mut Request) {
        let name = request.name.value.as_str();
        if !self.reader.begins_call(name) || request.names.is_some() {
            return;
        }
        let letter = if CONSULTS.iter().any(|word| name.starts_with(word)) { 'k' } else { 'c' };
        let count = self.named.entry(letter).or_insert(0);
        let name = loop {
            *count += 1;
            let name = format!("{letter}{count}");
            if self.stage.names.id(&name).is_none() {
                break name;
            }
        };
        request.names = Some(Spanned::new(name, Default::default()));
    }

    /// Takes in replies and events that have come.
    fn collect(&mut self) {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.retain(|asked| match self.stage.reply(asked.token) {
            None => true,
            Some(reply) => {
                let error = reply.children.iter().find(|child| child.name == "error");
                let refused = error.map(|error| {
                    (error.attribute("code").unwrap_or("?").to_owned(), error.text.clone())
                });
                if let (None, Some(name), Some(id)) =
                    (&refused, &asked.request.names, reply.attribute("call"))
                {
                    self.stage.names.bind(&name.value, id);
                }
                self.became(asked.request.clone(), asked.entry, refused);
                false
            }
        });
        self.waiting = waiting;
        let mut heard = Vec::new();
        for (who, desktop) in &mut self.stage.desktops.by_name {
            let told = self.told.entry(who.clone()).or_insert(0);
            heard.extend(desktop.log.iter().skip(*told).map(|seen| (who.clone(), seen.clone())));
            desktop.keep_last(EVENTS);
            *told = desktop.log.len();
        }
        heard.sort_by_key(|(_, seen)| seen.at);
        for (who, seen) in heard {
            self.keep(Entry { at: seen.at, until: seen.at, what: What::Seen(who, seen) });
        }
        self.stage.rig.trace.keep_last(TRACE_RECORDS);
    }

    /// Passes over what the desktops have seen so far.
    fn forget_seen(&mut self) {
        for (who, desktop) in &self.stage.desktops.by_name {
            self.told.insert(who.clone(), desktop.log.len());
        }
    }

    fn became(
        &mut self,
        request: Request,
        entry: Option<usize>,
        refused: Option<(String, String)>,
    ) {
        if refused.is_none() && request.name.value == UNINITIALIZE {
            let desktop = self.stage.desktops.by_name.get_mut(&request.who.value.name);
            desktop.into_iter().for_each(|desktop| desktop.session = None);
        }
        let until = self.now();
        let kept = entry.and_then(|place| self.entries.get_mut(place));
        if let Some(Entry { what: What::Step(Step::Request(kept)), until: ends, .. }) = kept {
            *ends = until;
            if let Some((code, _)) = &refused {
                kept.error = Some(Spanned::new(code.clone(), Default::default()));
                kept.names = None;
            }
        }
        let (refused, text) =
            refused.map_or((None, String::new()), |(code, text)| (Some(code), text));
        self.outcomes.push(Outcome { line: request.to_string(), refused, text });
    }

    /// Adds to the story; its place, or none when the story is full.
    fn keep(&mut self, entry: Entry) -> Option<usize> {
        if self.is_full() {
            return None;
        }
        self.bytes += match &entry.what {
            What::Step(step) => story::length(step),
            What::Seen(_, seen) => story::length_seen(seen),
        };
        self.entries.push(entry);
        Some(self.entries.len() - 1)
    }
}

/// The longest wait for an event that a story need not name.
const UNTOLD_WAIT: Duration = Duration::from_secs(5);
/// The request that begins a session.
const INITIALIZE: &str = "CTICLIENTINITIALIZE";
/// The request that ends it.
const UNINITIALIZE: &str = "CTICLIENTUNINITIALIZE";
/// The requests that begin a consultation call.
const CONSULTS: [&str; 2] = ["INITIATE", "CONSULT"];
/// The most that a story keeps: with its waits it still is a file that can be read.
const ENTRIES: usize = 4_500;
/// The same in bytes.
const BYTES: usize = scenario_lang::limits::FILE_BYTES / 5 * 4;
/// How many events of each desktop are kept.
const EVENTS: usize = 2_000;
/// How many messages are kept to look at.
const TRACE_RECORDS: usize = 10_000;
