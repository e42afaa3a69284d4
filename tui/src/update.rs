//! What each message does: the only place where the state of the program changes.

use std::time::Duration;

use tserver_sim_control::TimeAct;

use crate::{
    acts::{self, Act, Plan},
    app::{App, Deed, Mode, Pane, Site},
    attach::{Picture, Told, Wanted},
    clock::Clock,
    command::{self, Command},
    form::{self, Form, FormKind},
    help::{Help, Run},
    history::History,
    message::{Effect, Message, Motion, Opened},
    prompt::{Prompt, PromptKind},
    rows,
    scene::Scene,
    script::Script,
    text_line::Edit,
    view::View,
};

/// Takes in a message. What is to be done outside is left in [`App::effects`].
pub fn update(app: &mut App, message: Message) {
    match message {
        Message::Tick(wall) => {
            let span = app.clock.pass(wall);
            if span > Duration::ZERO && app.scene.own().is_some() {
                pass(app, span);
            }
            return;
        }
        Message::Run(command) => command::run(app, command),
        Message::Act(act) => pick(app, act),
        Message::Move(motion) => go(app, motion),
        Message::Point { pane, row } => point(app, pane, row),
        Message::Edit(edit) => type_in(app, edit),
        Message::NextField | Message::PreviousField => {
            let forward = matches!(message, Message::NextField);
            other_field(app, forward);
        }
        Message::NextChoice | Message::PreviousChoice => {
            let forward = matches!(message, Message::NextChoice);
            other_choice(app, forward);
        }
        Message::Enter => enter(app),
        Message::Escape => escape(app),
        Message::Answer(yes) => answer(app, yes),
        Message::Heard(Ok(told)) => hear(app, *told),
        Message::Heard(Err(reason)) => miss(app, reason),
        Message::Answered { line, outcome } => match outcome {
            Ok(call) => app.done(format!("{line} -> ok {call}").trim_end()),
            Err(reason) => app.complain(format!("{line} -> {reason}")),
        },
        Message::Written(Ok(kept)) => {
            app.written = app.story_len();
            app.kept = Some(kept.path);
            app.done(kept.text);
        }
        Message::Exported(Ok(text)) => app.done(text),
        Message::Written(Err(problem))
        | Message::Exported(Err(problem))
        | Message::Opened(Err(problem)) => {
            app.complain(problem);
        }
        Message::Opened(Ok(opened)) => begin(app, &opened),
    }
    catch_up(app);
}

/// Takes in what a rig told.
fn hear(app: &mut App, told: Told) {
    let Scene::Rig(rig) = &mut app.scene else { return };
    let (before, was_away) = (rig.now, rig.away.is_some());
    let first = rig.picture == Picture::default();
    app.clock.running = !told.time.paused;
    app.clock.speed = Clock::nearest(told.time.speed);
    rig.hear(told);
    let (now, counts) = (rig.now, rig.counts());
    if first || now < before || now - before > History::KEPT {
        app.history = History::starting(now, &counts);
    }
    if was_away {
        app.done("the rig answers again");
    } else if first {
        app.say(app.watching().unwrap_or("this is how the rig stands; ? shows what can be done"));
    }
}

/// A rig does not answer: what is shown stays, and the header says that it is old.
fn miss(app: &mut App, reason: String) {
    let Scene::Rig(rig) = &mut app.scene else { return };
    let is_new = rig.away.is_none();
    rig.away = Some(reason.clone());
    if is_new {
        app.complain(reason);
    }
}

/// Begins anew, in the world of a scenario.
fn begin(app: &mut App, opened: &Opened) {
    let Opened { story, world, seed, to } = opened;
    let name = story.scenario.world.value.clone();
    let site = Site { name, text: world.clone(), seed: seed.unwrap_or(story.world.seed) };
    let speed = app.clock.speed;
    match App::new(&story.world, site, app.theme) {
        Ok(new) => *app = new,
        Err(problem) => return app.complain(problem),
    }
    app.clock = Clock { speed, running: false, ..Clock::default() };
    let script = Script::new(story);
    app.say(format!("{}: N plays the next step, R the rest", script.title));
    app.script = Some(script);
    app.show(View::Story);
    if let Some(line) = to {
        command::play_before(app, *line);
    }
}

/// Lets virtual time pass, with everything that is due in it.
pub fn pass(app: &mut App, span: Duration) {
    if let Scene::Rig(_) = app.scene {
        let ms = u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
        app.ask(Wanted::Time(TimeAct::Step { ms }));
        return;
    }
    let to = app.scene.now() + span;
    let mut steps = STEPS_PER_TICK;
    while app.scene.now() < to && steps > 0 {
        let mut next = to.min(app.history.due());
        if let Some(due) = app.traffic.as_ref().and_then(crate::traffic::Traffic::due) {
            next = next.min(due);
        }
        let Some(recorder) = app.scene.own_mut() else { return };
        let arrived = recorder.advance(next, steps);
        steps = if arrived { steps - 1 } else { 0 };
        catch_up(app);
    }
    app.refresh();
}

/// Goes on to the next moment at which something is to be seen.
pub fn step(app: &mut App) {
    if let Scene::Rig(_) = app.scene {
        return pass(app, A_SECOND);
    }
    app.clock.running = false;
    let bound = app.scene.now() + LONGEST_SEARCH;
    let before = app.scene.messages();
    while app.scene.now() < bound && app.scene.messages() == before {
        let next = app.scene.own().and_then(|recorder| recorder.rig().next_deadline());
        let next = next.map_or(bound, |next| next.min(bound));
        let one = Duration::from_millis(1);
        pass(app, (next - app.scene.now()).max(one));
    }
    if app.scene.messages() == before {
        app.say("nothing happens by itself in the next ten minutes");
    }
}

/// Does what became due by what was just done, and brings the picture up to date.
pub fn catch_up(app: &mut App) {
    let now = app.scene.now();
    while now >= app.history.due() {
        app.history.end_minute(&app.scene.counts());
    }
    app.take_outcomes();
    let due = app.traffic.as_ref().and_then(crate::traffic::Traffic::due);
    if due.is_some_and(|due| due <= now) {
        background(app);
    }
    app.refresh();
}

/// What callers and agents of the background traffic do; only what is refused is said.
fn background(app: &mut App) {
    let (Some(traffic), Some(recorder)) = (&mut app.traffic, app.scene.own_mut()) else { return };
    let mut refused = None;
    for line in traffic.lines(recorder) {
        if let Err(reason) = recorder.act(&line) {
            refused = Some(format!("{line}: {reason}"));
        }
        while let Some(outcome) = recorder.poll_outcome() {
            if let Some(code) = outcome.refused {
                refused = Some(format!("{} -> error {code}", outcome.line));
            }
        }
    }
    if let Some(text) = refused {
        app.complain(text);
    }
}

fn pick(app: &mut App, act: Act) {
    let offers = acts::offers(app);
    match offers.into_iter().find(|offer| offer.act == act) {
        Some(offer) => match offer.plan {
            Plan::Line(line) => take_up(app, &line),
            Plan::Ask(wanted) => {
                app.ask(wanted);
            }
            Plan::Question(text, then) => app.mode = Mode::Question { text, then },
            Plan::Form(kind) => app.mode = Mode::Form(Form::new(app, kind)),
        },
        None => match app.watching() {
            Some(reason) => app.complain(reason),
            None => app.complain(format!("{} is not possible now", act.row().word)),
        },
    }
}

fn go(app: &mut App, motion: Motion) {
    match (&mut app.mode, motion) {
        (Mode::Help(help), _) => help.at = moved(help.at, motion, HELP_PAGE),
        (Mode::Panes, Motion::Left | Motion::Right) => sideways(app, motion == Motion::Right),
        (Mode::Panes | Mode::Message, _) => {
            let pane = app.pane();
            let count = rows::count(app, pane);
            let at = app.cursors.at(pane).min(count.saturating_sub(1));
            go_to(app, pane, moved(at, motion, PAGE).min(count.saturating_sub(1)));
        }
        (Mode::Form(_) | Mode::Prompt(_) | Mode::Question { .. }, _) => {}
    }
}

/// Puts the cursor of a pane on a row.
fn go_to(app: &mut App, pane: Pane, row: usize) {
    app.cursors.set(pane, row);
    app.turn = 0;
    if pane == Pane::Calls {
        app.call = app.shown_calls().get(row).copied();
    }
}

/// A row that is pointed at gets the cursor; one that has it is opened.
fn point(app: &mut App, pane: Pane, row: usize) {
    if app.pane() == pane && app.cursors.at(pane) == row {
        return open_row(app);
    }
    if app.view == View::Overview {
        app.focus = pane;
    }
    go_to(app, pane, row);
}

/// Left and right: the pane beside in the overview, another party or circuit elsewhere.
fn sideways(app: &mut App, right: bool) {
    if app.view != View::Overview {
        command::run(app, Command::Turn);
        return;
    }
    let count = command::PANES.len();
    let place = command::PANES.iter().position(|pane| *pane == app.focus).unwrap_or(0);
    let place = (place + if right { 1 } else { count - 1 }) % count;
    app.focus = command::PANES.get(place).copied().unwrap_or(Pane::Agents);
    app.turn = 0;
}

fn moved(at: usize, motion: Motion, page: usize) -> usize {
    match motion {
        Motion::Up => at.saturating_sub(1),
        Motion::Down => at.saturating_add(1),
        Motion::PageUp => at.saturating_sub(page),
        Motion::PageDown => at.saturating_add(page),
        Motion::First => 0,
        Motion::Last => usize::MAX,
        Motion::Left | Motion::Right => at,
    }
}

fn type_in(app: &mut App, edit: Edit) {
    match &mut app.mode {
        Mode::Form(form) => form.edit(edit),
        Mode::Help(help) => {
            help.search.edit(edit);
            help.at = 0;
        }
        Mode::Prompt(prompt) => {
            prompt.line.edit(edit);
            prompt.forget_completion();
            filter_as_typed(app);
        }
        Mode::Panes | Mode::Question { .. } | Mode::Message => {}
    }
}

fn filter_as_typed(app: &mut App) {
    if let Mode::Prompt(Prompt { kind: PromptKind::Filter(pane), line, .. }) = &app.mode {
        let (pane, text) = (*pane, line.text().to_owned());
        app.cursors.set(pane, 0);
        app.filters.insert(pane, text);
    }
}

fn other_field(app: &mut App, forward: bool) {
    if let Mode::Form(form) = &mut app.mode {
        form.go(forward);
    }
}

fn other_choice(app: &mut App, forward: bool) {
    match std::mem::take(&mut app.mode) {
        Mode::Form(mut form) => {
            form.choose(forward);
            app.mode = Mode::Form(form);
        }
        Mode::Prompt(mut prompt) => {
            if prompt.kind == PromptKind::Command {
                prompt.complete(app, forward);
            }
            app.mode = Mode::Prompt(prompt);
        }
        mode @ (Mode::Panes | Mode::Help(_) | Mode::Question { .. } | Mode::Message) => {
            app.mode = mode;
        }
    }
}

fn enter(app: &mut App) {
    match std::mem::take(&mut app.mode) {
        Mode::Panes => open_row(app),
        Mode::Form(form) => form::submit(app, form),
        Mode::Help(help) => run_topic(app, &help),
        Mode::Prompt(Prompt { kind: PromptKind::Command, line, .. }) => {
            command::run_line(app, line.text());
        }
        Mode::Prompt(_) | Mode::Message => {}
        question @ Mode::Question { .. } => app.mode = question,
    }
}

fn run_topic(app: &mut App, help: &Help) {
    let topics = help.topics(app);
    let place = help.at.min(topics.len().saturating_sub(1));
    match topics.get(place).map(|topic| topic.run) {
        Some(Run::Command(command)) => command::run(app, command),
        Some(Run::Act(act)) => pick(app, act),
        None => {}
    }
}

/// Enter on a row: what is in it, in a view of its own.
fn open_row(app: &mut App) {
    match (app.view, app.pane()) {
        (View::Overview, Pane::Agents) => app.show(View::Agents),
        (View::Overview, Pane::Calls) => app.show(View::Calls),
        (View::Overview, Pane::Queues) => app.show(View::Queues),
        (View::Overview, Pane::Trunks) => app.show(View::Trunks),
        (_, Pane::Calls) => app.show(View::Ladder),
        (_, Pane::Queues | Pane::Vectors | Pane::Trunks | Pane::Agents | Pane::Devices) => {
            open_call(app);
        }
        (_, Pane::Trace | Pane::Ladder) => app.mode = Mode::Message,
        (_, Pane::Story) => command::run(app, Command::NextLine),
        (_, Pane::Sessions | Pane::Statistics) => {}
    }
}

fn open_call(app: &mut App) {
    let Some(call) = app.selected_call() else {
        app.complain("there is no call here");
        return;
    };
    app.filters.remove(&Pane::Calls);
    app.call = Some(call);
    app.show(View::Calls);
}

fn escape(app: &mut App) {
    match std::mem::take(&mut app.mode) {
        Mode::Prompt(Prompt { kind: PromptKind::Filter(pane), .. }) => {
            app.filters.remove(&pane);
        }
        Mode::Panes => {
            let pane = app.pane();
            if app.filters.remove(&pane).is_none() {
                app.view = app.trail.pop().unwrap_or(View::Overview);
                app.turn = 0;
            }
        }
        Mode::Form(_) | Mode::Help(_) | Mode::Prompt(_) | Mode::Question { .. } | Mode::Message => {
        }
    }
}

/// Does the line of an offer; a rig is asked by the request that it is.
fn take_up(app: &mut App, line: &str) {
    let wanted = match &app.scene {
        Scene::Rig(rig) => rig.read(line),
        Scene::Own(_) => {
            app.act(line);
            return;
        }
    };
    match wanted {
        Ok(wanted) => {
            app.ask(wanted);
        }
        Err(reason) => app.complain(format!("{line}: {reason}")),
    }
}

fn answer(app: &mut App, yes: bool) {
    let Mode::Question { then, .. } = std::mem::take(&mut app.mode) else { return };
    match (yes, then) {
        (false, _) => app.say("left as it was"),
        (true, Deed::Line(line)) => take_up(app, &line),
        (true, Deed::Ask(wanted)) => {
            app.ask(wanted);
        }
        (true, Deed::Act) => {
            if let Scene::Rig(rig) = &mut app.scene {
                rig.acting = true;
            }
            app.say("what you do happens to the gateway's desktops; A goes back to watching");
        }
        (true, Deed::Quit) => app.effects.push(Effect::Quit),
        (true, Deed::Open) => app.mode = Mode::Form(Form::new(app, FormKind::Open)),
    }
}

/// How many steps from moment to moment one tick may take; what is not done by then is not owed.
const STEPS_PER_TICK: usize = 3_000;
/// How far one step of time goes at a rig.
const A_SECOND: Duration = Duration::from_secs(1);
const LONGEST_SEARCH: Duration = Duration::from_secs(600);
/// Rows that a page key moves by.
const PAGE: usize = 10;
const HELP_PAGE: usize = 10;
