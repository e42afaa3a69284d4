//! The table of commands: what the program itself can do, by key and by name.

use std::time::Duration;

use scenarios::rig::LinkState;
use tserver_sim_control::TimeAct;

use crate::{
    app::{App, Deed, Mode, Pane},
    attach::Wanted,
    clock::Clock,
    form::{Form, FormKind},
    help::Help,
    pane,
    prompt::{Prompt, PromptKind},
    scene::Scene,
    script::Script,
    update,
    view::View,
};

/// Something that the program can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    PlaceCall,
    Traffic,
    Pause,
    Step,
    Faster,
    Slower,
    Link,
    Fault,
    Shift,
    Write,
    Open,
    NextLine,
    RestOfScript,
    Export,
    Mark,
    Compare,
    Turn,
    Telephone,
    Filter,
    Prompt,
    Help,
    View(View),
    NextView,
    PreviousView,
    Act,
    Quit,
}

/// A command's row.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub command: Command,
    /// The word after `:`.
    pub name: &'static str,
    /// The key, as the help shows it.
    pub key: &'static str,
    pub help: &'static str,
}

/// The command of a key, among those of the table.
pub fn of_key(key: char) -> Option<Command> {
    let mut text = [0; 4];
    let text = key.encode_utf8(&mut text);
    let text = if text == " " { "space" } else { text };
    ROWS.iter().find(|row| row.key == text).map(|row| row.command)
}

/// The names of all commands.
pub fn names() -> impl Iterator<Item = &'static str> {
    ROWS.iter().map(|row| row.name)
}

/// Runs what was typed after `:`, a command with its words or a line of the scenario language.
pub fn run_line(app: &mut App, line: &str) {
    let line = line.trim();
    let (name, words) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let is_story = words.trim_start().starts_with(['>', '!', '?']);
    let row = ROWS.iter().find(|row| row.name == name && !is_story);
    match (row, words.trim()) {
        (None, "") if line.is_empty() => {}
        (None, _) => {
            app.act(line);
        }
        (Some(row), "") => run(app, row.command),
        (Some(row), words) => run_with(app, row.command, words),
    }
}

/// Why a command cannot be run at this moment; none when it can.
pub fn impossible(app: &App, command: Command) -> Option<&'static str> {
    let Scene::Rig(_) = app.scene else {
        return (command == Command::Act).then_some(OWN_WORLD);
    };
    match command {
        Command::Traffic
        | Command::Write
        | Command::Open
        | Command::NextLine
        | Command::RestOfScript
        | Command::Telephone => Some(AT_A_RIG),
        Command::PlaceCall
        | Command::Pause
        | Command::Step
        | Command::Faster
        | Command::Slower
        | Command::Link
        | Command::Fault
        | Command::Shift => app.watching(),
        Command::Export
        | Command::Mark
        | Command::Compare
        | Command::Turn
        | Command::Filter
        | Command::Prompt
        | Command::Help
        | Command::View(_)
        | Command::NextView
        | Command::PreviousView
        | Command::Act
        | Command::Quit => None,
    }
}

/// Runs a command.
pub fn run(app: &mut App, command: Command) {
    if let Some(reason) = impossible(app, command) {
        return app.complain(reason);
    }
    match command {
        Command::PlaceCall => open_form(app, FormKind::Call),
        Command::Traffic => traffic(app),
        Command::Pause => pause(app),
        Command::Step => update::step(app),
        Command::Faster => run_at(app, app.clock.faster()),
        Command::Slower => run_at(app, app.clock.slower()),
        Command::Link => link(app),
        Command::Fault => open_form(app, FormKind::Fault),
        Command::Shift => app.begin_shift(),
        Command::Write => open_form(app, FormKind::Write),
        Command::Open => open(app),
        Command::NextLine => next_line(app),
        Command::RestOfScript => while next_line_played(app) {},
        Command::Export => open_form(app, FormKind::Export),
        Command::Mark => mark(app),
        Command::Compare => compare(app),
        Command::Turn => app.turn = app.turn.wrapping_add(1) % 64,
        Command::Telephone => {
            app.at_phone = !app.at_phone;
            app.say(if app.at_phone {
                "people act at the telephone"
            } else {
                "people act at the desktop"
            });
        }
        Command::Filter => {
            let pane = app.pane();
            app.mode = Mode::Prompt(Prompt::new(PromptKind::Filter(pane), app.filter(pane)));
        }
        Command::Prompt => app.mode = Mode::Prompt(Prompt::new(PromptKind::Command, "")),
        Command::Help => app.mode = Mode::Help(Help::default()),
        Command::View(view) => app.show(view),
        Command::NextView => app.show(app.view.next()),
        Command::PreviousView => app.show(app.view.previous()),
        Command::Act => act(app),
        Command::Quit => quit(app),
    }
}

fn run_with(app: &mut App, command: Command, words: &str) {
    if let Some(reason) = impossible(app, command) {
        return app.complain(reason);
    }
    match command {
        Command::Faster | Command::Slower | Command::Pause => {
            let speed = words.trim_start_matches(['x', '×']).parse::<u32>();
            let speed = speed.map_err(|_| format!("a speed is a whole number, not `{words}`"));
            match speed.and_then(Clock::checked) {
                Ok(speed) => run_at(app, speed),
                Err(problem) => app.complain(problem),
            }
        }
        Command::Step => match scenario_lang::duration::read(words) {
            Ok(time) => update::pass(app, time.min(LONGEST_STEP)),
            Err(error) => app.complain(error.to_string()),
        },
        Command::Filter => {
            let pane = app.pane();
            app.filters.insert(pane, words.to_owned());
        }
        Command::Open => {
            let path = words.into();
            app.effects.push(crate::message::Effect::Open(path));
        }
        Command::PlaceCall
        | Command::Traffic
        | Command::Link
        | Command::Fault
        | Command::Shift
        | Command::Write
        | Command::NextLine
        | Command::RestOfScript
        | Command::Export
        | Command::Mark
        | Command::Compare
        | Command::Turn
        | Command::Telephone
        | Command::Prompt
        | Command::Help
        | Command::View(_)
        | Command::NextView
        | Command::PreviousView
        | Command::Act
        | Command::Quit => app.complain(format!("this command takes no words, not `{words}`")),
    }
}

fn open_form(app: &mut App, kind: FormKind) {
    app.mode = Mode::Form(Form::new(app, kind));
}

fn traffic(app: &mut App) {
    if let Some(traffic) = app.traffic.as_mut().filter(|traffic| traffic.running) {
        traffic.running = false;
        let up = traffic.up();
        app.say(format!(
            "nobody new calls; {up} calls of the background traffic go on to their end"
        ));
    } else {
        open_form(app, FormKind::Traffic);
    }
}

fn link(app: &mut App) {
    let line = match &app.scene {
        Scene::Own(recorder) => match recorder.rig().link() {
            LinkState::Cut { .. } => "link ! restore",
            LinkState::Open { .. } | LinkState::Closed => "link ! cut",
        },
        Scene::Rig(rig) if rig.picture.link_up => "tserver ! switch_down",
        Scene::Rig(_) => "tserver ! restore",
    };
    app.act(line);
}

fn pause(app: &mut App) {
    if let Scene::Rig(_) = app.scene {
        let act = if app.clock.running { TimeAct::Pause {} } else { TimeAct::Run { speed: None } };
        app.ask(Wanted::Time(act));
        return;
    }
    app.clock.running = !app.clock.running;
    app.say(if app.clock.running {
        "time runs"
    } else {
        "time stands still; . goes on to the next event"
    });
}

fn run_at(app: &mut App, speed: u32) {
    if let Scene::Rig(_) = app.scene {
        app.ask(Wanted::Time(TimeAct::Run { speed: Some(speed.into()) }));
        return;
    }
    app.clock.speed = speed;
    app.say(format!("time runs ×{speed}"));
}

/// Changes between acting and watching.
fn act(app: &mut App) {
    let Scene::Rig(rig) = &mut app.scene else { return };
    if rig.acting {
        rig.acting = false;
        return app.say("a rig that a gateway is connected to is only watched");
    }
    let text = "A gateway may be connected to this rig: what you do happens to its desktops. Act?";
    app.mode = Mode::Question { text: text.to_owned(), then: Deed::Act };
}

fn next_line(app: &mut App) {
    if app.script.is_none() {
        app.complain("no scenario is open; O opens one");
        return;
    }
    next_line_played(app);
}

/// Plays the next step of the open scenario; whether another can follow.
fn next_line_played(app: &mut App) -> bool {
    let only_played = app.written == app.story_len();
    let (Some(script), Some(recorder)) = (&mut app.script, app.scene.own_mut()) else {
        return false;
    };
    let Some((line, failed)) = script.play_step(recorder) else {
        app.say("every step has been played");
        return false;
    };
    let over = script.is_over();
    app.take_outcomes();
    match failed {
        Some(reason) => app.complain(format!("line {line} failed: {reason}")),
        None if over => app.done("the story came true"),
        None => app.done(format!("line {line} played")),
    }
    update::catch_up(app);
    if only_played {
        // The story is in the file already.
        app.written = app.story_len();
    }
    !over
}

fn mark(app: &mut App) {
    let Some(call) = app.selected_call() else {
        app.complain("no call is selected");
        return;
    };
    let key = app.scene.key_of(call);
    if app.marked.remove(&key) {
        app.say(format!("{key} is not marked"));
    } else {
        app.say(format!("{key} is marked; 8 shows the marked calls as a ladder"));
        app.marked.insert(key);
    }
}

/// Keeps the message under the cursor, or lets go of the one that is kept.
fn compare(app: &mut App) {
    if app.compared.take().is_some() {
        return app.say("no message is kept");
    }
    match pane::message(app).cloned() {
        Some(record) => {
            app.compared = Some(record);
            app.say("this message is kept: others are compared with it; C lets go of it");
        }
        None => app.complain("go to a message first: 7 has all, 8 those of a call"),
    }
}

/// Plays the steps of the open scenario that stand before a line.
pub fn play_before(app: &mut App, line: usize) {
    let before = |app: &App| {
        let next = app.script.as_ref().and_then(Script::next_line);
        next.is_some_and(|next| next < line)
    };
    while before(app) && next_line_played(app) {}
}

/// A scenario begins in a world of its own: what is not written would be gone.
fn open(app: &mut App) {
    let unwritten = app.story_len().saturating_sub(app.written);
    if unwritten == 0 {
        return open_form(app, FormKind::Open);
    }
    let text = format!(
        "A scenario begins in a new world. The story has {unwritten} lines that are not written."
    );
    app.mode = Mode::Question { text, then: Deed::Open };
}

fn quit(app: &mut App) {
    let unwritten = app.story_len().saturating_sub(app.written);
    if unwritten == 0 {
        app.effects.push(crate::message::Effect::Quit);
        return;
    }
    let text = format!("Quit? The story has {unwritten} lines that are not written (w writes it).");
    app.mode = Mode::Question { text, then: Deed::Quit };
}

const AT_A_RIG: &str = "not at a rig that runs elsewhere: this is for the terminal's own world";
const OWN_WORLD: &str = "this is the terminal's own world: everything can be done in it";

/// The panes of the overview, from left to right.
pub const PANES: [Pane; 4] = [Pane::Agents, Pane::Calls, Pane::Queues, Pane::Trunks];

const fn row(command: Command, name: &'static str, key: &'static str, help: &'static str) -> Row {
    Row { command, name, key, help }
}

/// Every command.
pub const ROWS: [Row; 37] = [
    row(Command::PlaceCall, "call", "n", "places a call, from outside or from a desk"),
    row(Command::Link, "link", "L", "cuts the link between gateway and T-Server, or restores it"),
    row(Command::Fault, "fault", "F", "breaks something: every fault there is, for how long"),
    row(Command::Write, "write", "w", "keeps the story as a scenario file, and plays it once"),
    row(Command::Open, "open", "O", "opens a scenario to play it step by step"),
    row(Command::NextLine, "next", "N", "plays the next step of the open scenario"),
    row(Command::RestOfScript, "rest", "R", "plays the open scenario to its end"),
    row(Command::Traffic, "traffic", "T", "starts or stops background traffic"),
    row(Command::Shift, "shift", "S", "signs everybody on, ready for calls"),
    row(Command::Pause, "pause", "p", "lets time stand still, or go on"),
    row(Command::Step, "step", ".", "goes on to the next event; :step 20s lets so much time pass"),
    row(Command::Faster, "speed", "+", "lets time run faster; :speed 100 sets the speed"),
    row(Command::Slower, "slower", "-", "lets time run slower"),
    row(Command::Telephone, "phone", "d", "people act at the desktop, or at the telephone"),
    row(Command::Turn, "turn", ",", "acts as the next party of the call, or on the next call"),
    row(
        Command::Mark,
        "mark",
        "space",
        "marks the call: the ladder shows the marked ones together",
    ),
    row(
        Command::Compare,
        "compare",
        "C",
        "keeps the message under the cursor, to compare others with it",
    ),
    row(Command::Export, "export", "E", "writes the ladder to a file: text, Mermaid or SVG"),
    row(Command::Filter, "filter", "/", "shows only the rows with these words"),
    row(Command::Prompt, "prompt", ":", "takes a command or a line of the scenario language"),
    row(Command::Help, "help", "?", "shows everything that can be done"),
    row(Command::View(View::Overview), "overview", "1", "agents, calls, queues and trunks"),
    row(Command::View(View::Agents), "agents", "2", "people, their telephones and desktops"),
    row(
        Command::View(View::Devices),
        "dns",
        "2 2",
        "every number: telephones, queues, what is dialled",
    ),
    row(Command::View(View::Queues), "queues", "3", "queues and the calls that wait"),
    row(Command::View(View::Vectors), "vectors", "3 3", "vectors, and the calls at their steps"),
    row(Command::View(View::Trunks), "trunks", "4", "trunk groups, circuit by circuit"),
    row(Command::View(View::Calls), "calls", "5", "calls, their parties and states"),
    row(Command::View(View::Gateway), "gateway", "6", "sessions at the gateway, and the link"),
    row(Command::View(View::Trace), "trace", "7", "every message"),
    row(Command::View(View::Ladder), "ladder", "8", "the selected calls as a sequence diagram"),
    row(Command::View(View::Statistics), "stats", "9", "what was counted in each minute"),
    row(Command::View(View::Story), "story", "0", "what was done and seen, as a scenario"),
    row(Command::NextView, "tab", "tab", "goes to the next view"),
    row(Command::PreviousView, "back", "backtab", "goes to the view before"),
    row(
        Command::Act,
        "act",
        "A",
        "acts on a rig that a gateway is connected to, or only watches it",
    ),
    row(Command::Quit, "quit", "q", "ends the program"),
];

const LONGEST_STEP: Duration = Duration::from_hours(24);
