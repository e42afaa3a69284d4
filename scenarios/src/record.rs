//! Acts by hand, line by line, and keeps what was done and seen as a story that can be played.

mod desk;
mod story;
mod tally;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use gateway_core::reply::RequestToken;
use scenario_lang::{
    Diagnostic, Spanned, Vocabulary,
    step::{Fault, Request, Step, Who},
};
use switch_sim::{
    id::{CallId, DeviceId},
    plant::DeviceKind,
    time::SimTime,
    world::World,
};
use tserver_sim_core::ConnId;
use tserver_wire::KvPair;

pub use desk::{Desk, DeskCall};
pub use tally::Tally;

use crate::{
    desktop::Seen,
    play::{self, Failure},
    rig::Rig,
    stage::Stage,
    telephone,
    trace::Trace,
    vocabulary::vocabulary,
};

/// A running world that is acted on by lines of the scenario language.
///
/// Requests do not wait for their replies: whoever owns the recorder lets time pass
/// ([`advance`](Self::advance)) and fetches what became of them ([`poll_outcome`](Self::poll_outcome)).
#[derive(Debug)]
pub struct Recorder {
    stage: Stage,
    vocabulary: Vocabulary,
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
        Ok(Self {
            stage: Stage::new(world, seed)?,
            vocabulary: vocabulary(world),
            entries: Vec::new(),
            bytes: 0,
            waiting: Vec::new(),
            outcomes: Vec::new(),
            told: BTreeMap::new(),
            callers: BTreeMap::new(),
            named: BTreeMap::new(),
        })
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

    /// The present moment.
    pub fn now(&self) -> SimTime {
        self.stage.now()
    }

    /// The stack, to look at.
    pub fn rig(&self) -> &Rig {
        &self.stage.rig
    }

    /// The world, to look at.
    pub fn world(&self) -> &World {
        &self.stage.world
    }

    /// Everything that happened, as far back as it is kept.
    pub fn trace(&self) -> &Trace {
        &self.stage.rig.trace
    }

    /// How many lines the story has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing has been done.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The story name of a call, once it has one.
    pub fn name_of(&self, call: CallId) -> Option<&str> {
        let id = self.rig().tserver().conn_id_of(call)?;
        self.stage.names.name_of(&id.to_string())
    }

    /// The ids of calls, also of those that have ended, by their story names or ids.
    pub fn ids_of<'a>(&self, calls: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
        calls.map(|call| self.stage.names.id(call).unwrap_or(call).to_owned()).collect()
    }

    /// The call's data at the T-Server, as text.
    pub fn data_of(&self, call: CallId) -> Vec<(String, String)> {
        let data = self.rig().tserver().user_data(call);
        let pairs = data.into_iter().flat_map(|data| data.iter());
        let text =
            |pair: &KvPair| (pair.key.clone(), pair.value.as_str().unwrap_or("…").to_owned());
        pairs.map(text).collect()
    }

    /// The call with this story name, while it is up.
    pub fn call_named(&self, name: &str) -> Option<CallId> {
        self.stage.call_named(name).ok()
    }

    /// Somebody in a call, by name; who has none, by number.
    pub fn party_name(&self, call: CallId, device: DeviceId) -> String {
        let found = self.stage.party_name(call, device);
        let is_known = self.is_person(&found) || self.is_outside(&found);
        let kind = self.rig().switch().device(device).kind;
        let circuit = matches!(kind, DeviceKind::Circuit { .. });
        match self.name_of(call).and_then(|name| self.callers.get(name)) {
            // The number that the caller sent may be nobody's own.
            Some(caller) if circuit && !is_known => caller.clone(),
            Some(_) | None => found,
        }
    }

    /// Whether this is the name of somebody of the site.
    pub fn is_person(&self, name: &str) -> bool {
        self.stage.desktops.by_name.contains_key(name)
    }

    /// Whether this is the name of somebody outside.
    pub fn is_outside(&self, name: &str) -> bool {
        self.world().outside.iter().any(|outsider| outsider.name == name)
    }

    /// The names of everything that a desktop, a telephone or somebody outside can do.
    pub fn requests(&self) -> impl Iterator<Item = &str> {
        let words = &self.vocabulary;
        let all = words.requests.iter().chain(&words.phone).chain(&words.outside);
        all.map(|word| word.name.as_str())
    }

    /// A text with every connection id that has a story name replaced by it.
    pub fn named(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
            let (word, tail) = rest.split_at(length);
            out.push_str(self.stage.names.name_of(word).unwrap_or(word));
            let gap = tail.find(|c: char| c.is_ascii_alphanumeric()).unwrap_or(tail.len());
            let (between, next) = tail.split_at(gap);
            out.push_str(between);
            rest = next;
        }
        out
    }

    /// A line as a step; the words of the line are checked against the world.
    fn read(&self, line: &str) -> Result<Step, String> {
        let prelude = self.prelude();
        let text = format!("{prelude}{line}\n");
        let (mut scenario, mut mistakes) = scenario_lang::parse(&text);
        if mistakes.is_empty() {
            mistakes = scenario_lang::check(&scenario, &self.vocabulary);
        }
        if let Some(first) = mistakes.iter().find(|mistake| mistake.span.start >= prelude.len()) {
            return Err(words(first));
        }
        let step = scenario.steps.pop().filter(|step| step.span.start >= prelude.len());
        Ok(step.ok_or("the line is empty")?.value)
    }

    /// A story in which every call that is up has its name.
    fn prelude(&self) -> String {
        let head = String::from("scenario \"by hand\"\nworld here\n");
        let outside = self.world().outside.first().map(|o| format!("{} > DIAL 1", o.name));
        let inside = self.world().people.first().map(|p| format!("{} > MAKECALL 1", p.name));
        let Some(begins) = outside.or(inside) else { return head };
        let calls = self.rig().switch().calls();
        let names = calls.filter_map(|call| self.name_of(call.id));
        head + &names.map(|name| format!("{begins} as {name}\n")).collect::<String>()
    }

    fn request(&mut self, mut request: Request) -> Result<(), String> {
        self.name_new_call(&mut request);
        let Who { name, at_phone } = request.who.value.clone();
        let at = self.now();
        if at_phone || self.is_outside(&name) {
            let done = telephone::perform(&mut self.stage, &request)?;
            if let (Ok(Some(_)), Some(call), false) = (&done, &request.names, at_phone) {
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
        let begins = self.vocabulary.requests.iter().chain(&self.vocabulary.phone);
        let begins = begins
            .chain(&self.vocabulary.outside)
            .any(|word| word.name == name && word.begins_call);
        if !begins || request.names.is_some() {
            return;
        }
        let letter = if name.starts_with(CONSULTS) { 'k' } else { 'c' };
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

    /// Whether the story is as long as a scenario file may be; what follows is not kept.
    pub fn is_full(&self) -> bool {
        self.entries.len() >= ENTRIES || self.bytes >= BYTES
    }

    /// The connection id of a call, as its messages print it.
    pub fn id_of(&self, call: CallId) -> Option<String> {
        self.rig().tserver().conn_id_of(call).map(|ConnId(id)| format!("{id:016x}"))
    }
}

/// A mistake in one line.
fn words(mistake: &Diagnostic) -> String {
    match &mistake.help {
        Some(help) => format!("{}; {help}", mistake.message),
        None => mistake.message.clone(),
    }
}

/// The longest wait for an event that a story need not name.
const UNTOLD_WAIT: Duration = Duration::from_secs(5);
/// The request that begins a session.
const INITIALIZE: &str = "CTICLIENTINITIALIZE";
/// The request that ends it.
const UNINITIALIZE: &str = "CTICLIENTUNINITIALIZE";
/// The requests that begin a consultation call.
const CONSULTS: &str = "INITIATE";
/// The most that a story keeps: with its waits it still is a file that can be read.
const ENTRIES: usize = 4_500;
/// The same in bytes.
const BYTES: usize = scenario_lang::limits::FILE_BYTES / 5 * 4;
/// How many events of each desktop are kept.
const EVENTS: usize = 2_000;
/// How many messages are kept to look at.
const TRACE_RECORDS: usize = 10_000;
