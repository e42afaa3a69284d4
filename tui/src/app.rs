//! The state of the program: a running world, what is selected in it, and what is open in front.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use scenarios::record::{Desk, Recorder};
use switch_sim::{
    id::{CallId, DeviceId},
    plant::DeviceKind,
    world::{Person, World},
};

use crate::{
    clock::Clock, form::Form, help::Help, history::History, message::Effect, prompt::Prompt,
    script::Script, theme::Theme, traffic::Traffic, view::View,
};

/// Everything the program knows.
#[derive(Debug)]
pub struct App {
    pub recorder: Recorder,
    pub site: Site,
    pub clock: Clock,
    pub traffic: Option<Traffic>,
    pub history: History,
    pub theme: Theme,
    pub view: View,
    /// The pane of the overview that has the cursor.
    pub focus: Pane,
    pub cursors: Cursors,
    /// What is selected by name, as long as it is there.
    pub call: Option<CallId>,
    /// The call that was selected last, by key, also when it has ended.
    pub last_call: Option<String>,
    /// Which party of the selected call, or which call of the selected person, is acted as.
    pub turn: usize,
    /// Whether people act at the telephone rather than at the desktop.
    pub at_phone: bool,
    pub mode: Mode,
    /// What each pane shows only, by words.
    pub filters: BTreeMap<Pane, String>,
    pub status: Status,
    /// Calls that are shown together, by key.
    pub marked: BTreeSet<String>,
    /// Consultation calls and the calls they were made from, by key.
    pub ties: BTreeMap<String, String>,
    /// The desktop of whoever is selected.
    pub desk: Desk,
    /// Whose desktop that is, and how many messages there had been when it was looked at.
    looked: Option<(Subject, usize)>,
    /// How many messages there had been when the picture was brought up to date.
    messages: usize,
    /// The views that were left, the last one last.
    pub trail: Vec<View>,
    /// A scenario that is played step by step.
    pub script: Option<Script>,
    /// Where the story was written last.
    pub kept: Option<PathBuf>,
    /// The last values of each form.
    pub remembered: BTreeMap<&'static str, Vec<String>>,
    /// How long the story was when it was written.
    pub written: usize,
    pub effects: Vec<Effect>,
}

/// Where the world comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The name by which a scenario asks for the world.
    pub name: String,
    /// The text of the world file.
    pub text: String,
    pub seed: u64,
}

/// A list with a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pane {
    Agents,
    Calls,
    Queues,
    Trunks,
    Sessions,
    Trace,
    Ladder,
    Statistics,
    Story,
}

/// Where each cursor stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cursors(BTreeMap<Pane, usize>);

/// What is open in front of the panes.
#[derive(Debug, Default)]
pub enum Mode {
    #[default]
    Panes,
    Form(Form),
    Help(Help),
    /// `:` a command, `/` a filter.
    Prompt(Prompt),
    /// A question that is answered with yes or no, and what follows a yes.
    Question {
        text: String,
        then: Deed,
    },
    /// One message in full.
    Message,
}

/// What a yes leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    Line(String),
    Quit,
    /// Asks which scenario is to be played, in a world that begins anew.
    Open,
}

/// The last thing that was said to the user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    pub text: String,
    pub tone: Tone,
}

/// How a thing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Said,
    Done,
    Refused,
}

/// Whose act it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    Person(String),
    /// Somebody outside, in a call.
    Outside {
        name: String,
        call: CallId,
        device: DeviceId,
    },
}

impl App {
    /// A world at time zero, nobody signed on.
    ///
    /// # Errors
    /// The world asks for more than the switch can hold.
    pub fn new(world: &World, site: Site, theme: Theme) -> Result<Self, String> {
        let mut app = Self {
            recorder: Recorder::new(world, site.seed)?,
            site,
            clock: Clock::default(),
            traffic: None,
            history: History::default(),
            theme,
            view: View::Overview,
            focus: Pane::Agents,
            cursors: Cursors::default(),
            call: None,
            last_call: None,
            turn: 0,
            at_phone: false,
            mode: Mode::Panes,
            filters: BTreeMap::new(),
            status: Status::default(),
            marked: BTreeSet::new(),
            ties: BTreeMap::new(),
            desk: Desk::default(),
            looked: None,
            messages: 0,
            trail: Vec::new(),
            script: None,
            kept: None,
            remembered: BTreeMap::new(),
            written: 0,
            effects: Vec::new(),
        };
        app.say("n places a call, ? shows everything that can be done");
        app.refresh();
        Ok(app)
    }

    /// Signs everybody on who has a log-on name, ready for calls.
    pub fn begin_shift(&mut self) {
        let people = self.recorder.world().people.iter();
        let absent = people.filter(|p| self.recorder.session(&p.name).session.is_none());
        for line in absent.flat_map(shift_lines).collect::<Vec<_>>() {
            self.act(&line);
        }
        self.refresh();
        self.say("everybody is signed on; n places a call, ? shows everything that can be done");
    }

    /// Does a line of the scenario language and says what became of it.
    pub fn act(&mut self, line: &str) -> bool {
        match self.recorder.act(line) {
            Ok(()) => {
                self.say(line);
                self.take_outcomes();
                true
            }
            Err(reason) => {
                self.complain(format!("{line}: {reason}"));
                false
            }
        }
    }

    /// Says what became of lines.
    pub fn take_outcomes(&mut self) {
        while let Some(outcome) = self.recorder.poll_outcome() {
            match outcome.refused {
                None => self.done(format!("{} -> ok", outcome.line)),
                Some(code) => {
                    let text = format!("{} -> error {code}: {}", outcome.line, outcome.text);
                    self.complain(text.trim_end_matches(": "));
                }
            }
        }
    }

    /// Says something.
    pub fn say(&mut self, text: impl Into<String>) {
        self.status = Status { text: text.into(), tone: Tone::Said };
    }

    /// Says that something is done.
    pub fn done(&mut self, text: impl Into<String>) {
        self.status = Status { text: text.into(), tone: Tone::Done };
    }

    /// Says that something cannot be done, and why.
    pub fn complain(&mut self, text: impl Into<String>) {
        self.status = Status { text: text.into(), tone: Tone::Refused };
    }

    /// The pane that has the cursor.
    pub fn pane(&self) -> Pane {
        self.view.pane().unwrap_or(self.focus)
    }

    /// What a pane shows only; empty: everything.
    pub fn filter(&self, pane: Pane) -> &str {
        self.filters.get(&pane).map_or("", String::as_str)
    }

    /// Brings what is derived from the world up to date.
    pub fn refresh(&mut self) {
        self.tie_consultations();
        self.keep_call_selected();
        self.keep_message_selected();
        self.look_at_desk();
    }

    /// Goes to another view.
    pub fn show(&mut self, view: View) {
        if view != self.view {
            self.trail.push(self.view);
            if self.trail.len() > TRAIL {
                self.trail.remove(0);
            }
            self.view = view;
            self.turn = 0;
        }
    }

    /// Asks the gateway how the selected desktop stands, if that may have changed: looking is a
    /// request like any other, and the gateway counts it.
    fn look_at_desk(&mut self) {
        let trace = self.recorder.trace();
        let messages = trace.forgotten() + trace.records().len();
        let looked = self.subject().map(|subject| (subject, messages));
        if looked == self.looked {
            return;
        }
        self.desk = match &looked {
            Some((Subject::Person(name), _)) => self.recorder.desk(name),
            Some((Subject::Outside { .. }, _)) | None => Desk::default(),
        };
        self.looked = looked;
    }

    /// The name of a call, or its id where it has none.
    pub fn key_of(&self, call: CallId) -> String {
        let name = self.recorder.name_of(call).map(str::to_owned);
        name.or_else(|| self.recorder.id_of(call)).unwrap_or_else(|| format!("#{}", call.0))
    }

    /// Whoever is acted as.
    pub fn subject(&self) -> Option<Subject> {
        match self.pane() {
            Pane::Agents | Pane::Sessions => {
                self.person().map(|person| Subject::Person(person.name.clone()))
            }
            Pane::Calls | Pane::Queues | Pane::Trunks | Pane::Ladder => self.party(),
            Pane::Trace | Pane::Statistics | Pane::Story => None,
        }
    }

    /// The person under the cursor.
    pub fn person(&self) -> Option<&Person> {
        let shown = self.shown_people();
        let place = shown.get(self.cursors.at(self.pane()).min(shown.len().saturating_sub(1)))?;
        self.recorder.world().people.get(*place)
    }

    /// The call that a key means: the one under the cursor.
    pub fn selected_call(&self) -> Option<CallId> {
        match self.pane() {
            Pane::Calls | Pane::Ladder => self.call,
            Pane::Queues => self.queue_call(),
            Pane::Trunks => self.trunk_call(),
            Pane::Agents | Pane::Sessions => {
                let person = self.person()?;
                let device = self.recorder.rig().switch().device_by_number(&person.dn)?;
                self.recorder.rig().switch().calls_at(device).first().copied()
            }
            Pane::Trace | Pane::Statistics | Pane::Story => None,
        }
    }

    /// The party of the selected call whose turn it is.
    fn party(&self) -> Option<Subject> {
        let id = self.selected_call()?;
        let switch = self.recorder.rig().switch();
        let call = switch.call(id)?;
        let subjects = call.parties.iter().filter_map(|party| {
            let name = self.recorder.party_name(id, party.device);
            if self.recorder.is_person(&name) {
                return Some(Subject::Person(name));
            }
            let kind = switch.device(party.device).kind;
            let outside = matches!(kind, DeviceKind::Circuit { .. });
            (outside && self.recorder.is_outside(&name)).then_some(Subject::Outside {
                name,
                call: id,
                device: party.device,
            })
        });
        let mut subjects: Vec<Subject> = subjects.collect();
        // Whoever was called last is the one of whom something is expected.
        subjects.reverse();
        let turn = self.turn.checked_rem(subjects.len())?;
        Some(subjects.swap_remove(turn))
    }

    fn tie_consultations(&mut self) {
        let consults = self.recorder.rig().switch().calls();
        let ties: Vec<(String, String)> = consults
            .filter_map(|call| Some((self.key_of(call.id), self.key_of(call.consult_of?))))
            .collect();
        self.ties.extend(ties);
        while self.ties.len() > TIES {
            self.ties.pop_first();
        }
    }

    /// The trace grows at its top: a cursor that is not there stays on its message.
    fn keep_message_selected(&mut self) {
        let trace = self.recorder.trace();
        let messages = trace.forgotten() + trace.records().len();
        let grown = messages.saturating_sub(self.messages);
        self.messages = messages;
        let at = self.cursors.at(Pane::Trace);
        if at > 0 && self.filter(Pane::Trace).is_empty() {
            self.cursors.set(Pane::Trace, at + grown);
        }
    }

    /// When the selected call has ended, the one that took its place in the list is selected.
    fn keep_call_selected(&mut self) {
        let shown = self.shown_calls();
        let place = self.call.and_then(|call| shown.iter().position(|shown| *shown == call));
        let place = place.unwrap_or_else(|| self.cursors.at(Pane::Calls));
        let place = place.min(shown.len().saturating_sub(1));
        self.call = shown.get(place).copied();
        if let Some(call) = self.call {
            self.last_call = Some(self.key_of(call));
        }
        self.cursors.set(Pane::Calls, place);
    }
}

impl Cursors {
    /// The row of a pane that has the cursor.
    pub fn at(&self, pane: Pane) -> usize {
        self.0.get(&pane).copied().unwrap_or(0)
    }

    /// Puts a pane's cursor on a row.
    pub fn set(&mut self, pane: Pane, row: usize) {
        self.0.insert(pane, row);
    }
}

/// What somebody does who comes to work.
fn shift_lines(person: &Person) -> Vec<String> {
    let who = &person.name;
    let mut lines = vec![format!("{who} > CTICLIENTINITIALIZE")];
    if person.login.is_some() {
        lines.push(format!("{who} > AGENTINITIALIZE"));
        lines.push(format!("{who} > SETAGENTSTATE ready"));
    }
    lines
}

/// How many consultations are remembered.
const TIES: usize = 10_000;
/// How many views one can go back.
const TRAIL: usize = 16;
