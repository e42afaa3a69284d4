//! The state of the program: a running world, what is selected in it, and what is open in front.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use scenarios::{
    record::{Desk, Recorder},
    trace::Record,
};
use switch_sim::{
    id::CallId,
    world::{Person, World},
};

use crate::{
    attach::{self, Rig, Wanted},
    clock::Clock,
    form::Form,
    help::Help,
    history::History,
    message::Effect,
    prompt::Prompt,
    scene::Scene,
    script::Script,
    theme::Theme,
    traffic::Traffic,
    view::View,
};

/// Everything the program knows.
#[derive(Debug)]
pub struct App {
    pub scene: Scene,
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
    /// A message that others are compared with.
    pub compared: Option<Record>,
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
    Devices,
    Calls,
    Queues,
    Vectors,
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
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    Line(String),
    /// Asks a rig for something.
    Ask(Wanted),
    /// Acts from here on, although a gateway is at the rig.
    Act,
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
        /// The number of the circuit.
        device: String,
    },
}

impl App {
    /// A world at time zero, nobody signed on.
    ///
    /// # Errors
    /// The world asks for more than the switch can hold.
    pub fn new(world: &World, site: Site, theme: Theme) -> Result<Self, String> {
        let recorder = Recorder::new(world, site.seed)?;
        let mut app = Self::showing(Scene::Own(Box::new(recorder)), site, theme);
        app.say("n places a call, ? shows everything that can be done");
        app.refresh();
        Ok(app)
    }

    /// A rig that runs elsewhere, of which nothing has been told yet.
    pub fn attached(rig: Rig, site: Site, theme: Theme) -> Self {
        let mut app = Self::showing(Scene::Rig(Box::new(rig)), site, theme);
        app.say("asking how everything stands");
        app
    }

    fn showing(scene: Scene, site: Site, theme: Theme) -> Self {
        Self {
            scene,
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
            compared: None,
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
        }
    }

    /// Signs everybody on who has a log-on name, ready for calls.
    pub fn begin_shift(&mut self) {
        if let Scene::Rig(_) = self.scene {
            return self.log_everybody_on();
        }
        let people = self.scene.world().people.iter();
        let absent = people.filter(|person| !self.has_session(&person.name));
        for line in absent.flat_map(shift_lines).collect::<Vec<_>>() {
            self.act(&line);
        }
        self.refresh();
        self.say("everybody is signed on; n places a call, ? shows everything that can be done");
    }

    /// The same at a rig, where there are telephones and no desktops.
    fn log_everybody_on(&mut self) {
        let people = self.scene.world().people.iter();
        let absent = people.filter(|person| self.scene.agent(person).is_none());
        let wanted: Vec<Wanted> =
            absent.flat_map(|person| attach::comes_to_work(&self.scene, person)).collect();
        for wanted in wanted {
            self.ask(wanted);
        }
    }

    /// Asks a rig for something, unless it is only watched.
    pub fn ask(&mut self, wanted: Wanted) -> bool {
        let line = wanted.to_string();
        self.ask_as(line, wanted)
    }

    fn ask_as(&mut self, line: String, wanted: Wanted) -> bool {
        if let Some(reason) = self.watching() {
            self.complain(reason);
            return false;
        }
        self.say(line.as_str());
        self.effects.push(Effect::Ask { line, wanted });
        true
    }

    /// Why nothing may be done but to look; none where everything may.
    pub fn watching(&self) -> Option<&'static str> {
        match &self.scene {
            Scene::Rig(rig) if rig.watched_only() => Some(WATCHING),
            Scene::Rig(_) | Scene::Own(_) => None,
        }
    }

    /// Does a line of the scenario language and says what became of it.
    pub fn act(&mut self, line: &str) -> bool {
        let done = match &mut self.scene {
            Scene::Own(recorder) => recorder.act(line),
            Scene::Rig(rig) => match rig.read(line) {
                Ok(wanted) => return self.ask_as(line.to_owned(), wanted),
                Err(reason) => Err(reason),
            },
        };
        match done {
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
        while let Some(outcome) = self.scene.own_mut().and_then(Recorder::poll_outcome) {
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

    /// Whether somebody's desktop has a session at the gateway.
    pub fn has_session(&self, who: &str) -> bool {
        self.scene.own().and_then(|recorder| recorder.has_session(who)).unwrap_or(false)
    }

    /// How long the story is.
    pub fn story_len(&self) -> usize {
        self.scene.own().map_or(0, Recorder::len)
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
        let messages = self.scene.messages();
        let looked = self.subject().map(|subject| (subject, messages));
        if looked == self.looked {
            return;
        }
        self.desk = match (&looked, self.scene.own_mut()) {
            (Some((Subject::Person(name), _)), Some(recorder)) => recorder.desk(name),
            (Some(_) | None, _) => Desk::default(),
        };
        self.looked = looked;
    }

    /// Whoever is acted as.
    pub fn subject(&self) -> Option<Subject> {
        match self.pane() {
            Pane::Agents | Pane::Sessions => {
                self.person().map(|person| Subject::Person(person.name.clone()))
            }
            Pane::Devices => {
                self.device_person().map(|person| Subject::Person(person.name.clone()))
            }
            Pane::Calls | Pane::Queues | Pane::Vectors | Pane::Trunks | Pane::Ladder => {
                self.party()
            }
            Pane::Trace | Pane::Statistics | Pane::Story => None,
        }
    }

    /// The person under the cursor.
    pub fn person(&self) -> Option<&Person> {
        let shown = self.shown_people();
        let place = shown.get(self.cursors.at(self.pane()).min(shown.len().saturating_sub(1)))?;
        self.scene.world().people.get(*place)
    }

    /// The call that a key means: the one under the cursor.
    pub fn selected_call(&self) -> Option<CallId> {
        match self.pane() {
            Pane::Calls | Pane::Ladder => self.call,
            Pane::Queues => self.queue_call(),
            Pane::Vectors => self.vector_call(),
            Pane::Devices => self.device_call(),
            Pane::Trunks => self.trunk_call(),
            Pane::Agents | Pane::Sessions => {
                let person = self.person()?;
                self.scene.calls_at(person).first().copied()
            }
            Pane::Trace | Pane::Statistics | Pane::Story => None,
        }
    }

    /// The party of the selected call whose turn it is.
    fn party(&self) -> Option<Subject> {
        let id = self.selected_call()?;
        let call = self.scene.call(id)?;
        let subjects = call.parties.iter().filter_map(|party| {
            let name = self.scene.party_name(&call, party);
            if self.scene.is_person(&name) {
                return Some(Subject::Person(name));
            }
            let device = party.device.clone();
            let acts = party.outside && self.scene.has_hands_outside(&name);
            acts.then_some(Subject::Outside { name, call: id, device })
        });
        let mut subjects: Vec<Subject> = subjects.collect();
        // Whoever was called last is the one of whom something is expected.
        subjects.reverse();
        let turn = self.turn.checked_rem(subjects.len())?;
        Some(subjects.swap_remove(turn))
    }

    fn tie_consultations(&mut self) {
        let consults = self.scene.consultations().into_iter();
        let key_of = |call| self.scene.key_of(call);
        self.ties.extend(consults.map(|(call, held)| (key_of(call), key_of(held))));
        while self.ties.len() > TIES {
            self.ties.pop_first();
        }
    }

    /// The trace grows at its top: a cursor that is not there stays on its message.
    fn keep_message_selected(&mut self) {
        let messages = self.scene.messages();
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
            self.last_call = Some(self.scene.key_of(call));
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
/// Why a rig is only watched.
const WATCHING: &str = "only watched while a gateway is connected to the rig: A (or --act) acts";
