//! Plays a story line by line.

use std::time::Duration;

use gateway_core::reply::RequestToken;
use scenario_lang::{
    source::{Span, Spanned},
    step::{Event, Fault, Lens, Scenario, Step},
};
use switch_sim::{time::SimTime, world::World};
use tserver_sim_core::fault;

use crate::{
    check,
    desktop::Desktop,
    expect::{Expectation, Nearest},
    ladder::{self, Paint},
    live::{Address, Live, look},
    rig::{Rig, Watched},
    stage::Stage,
    telephone,
    trace::Trace,
};

/// A story that was played, to its end or to the line where it failed.
#[derive(Debug)]
pub struct Run {
    stage: Stage,
    pub seed: u64,
    /// The steps played, each with the place in the log at which it began.
    marks: Vec<(Span, usize)>,
    pub failure: Option<Failure>,
    /// When the story was over.
    ended: SimTime,
}

/// Where and why a story failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The line that failed.
    pub span: Span,
    /// What went wrong, in one line.
    pub message: String,
    /// For an event that did not come: the one that came closest.
    pub nearest: Option<Nearest>,
}

/// Plays a checked scenario in its world. The same seed gives the same run, byte by byte.
///
/// `until`: stop before the first line that begins after this byte of the text.
///
/// # Errors
/// The world cannot be built.
pub fn run(
    scenario: &Scenario,
    world: &World,
    seed: u64,
    until: Option<usize>,
) -> Result<Run, String> {
    Ok(on(Rig::new(world, seed)?, scenario, world, seed, until))
}

/// Plays a checked scenario and keeps the T-Server's log of it, for [`Run::log`].
///
/// # Errors
/// The world cannot be built.
pub fn logged(scenario: &Scenario, world: &World, seed: u64) -> Result<Run, String> {
    logged_with(scenario, world, seed, Watched::default())
}

/// The same, with a second client of the T-Server that watches more than queues.
///
/// # Errors
/// The world cannot be built.
pub fn logged_with(
    scenario: &Scenario,
    world: &World,
    seed: u64,
    watched: Watched,
) -> Result<Run, String> {
    Ok(on(Rig::with_log(world, seed, watched)?, scenario, world, seed, None))
}

/// Plays a checked scenario to its end, whatever goes otherwise than it says: what is refused or does
/// not come is there to be compared with other runs.
///
/// # Errors
/// The world cannot be built.
pub fn through(scenario: &Scenario, world: &World, seed: u64) -> Result<Run, String> {
    let rig = Rig::watching_points(world, seed)?;
    let mut run = Run::new(Stage::new(world, rig), seed);
    for step in &scenario.steps {
        let _otherwise = play(&mut run.stage, step);
    }
    run.ended = run.stage.now();
    Ok(run)
}

/// Plays a checked scenario over sockets against the programs at these addresses, on the wall clock, and
/// leaves no session and none of its calls behind. `world` says what the names stand for.
///
/// # Errors
/// One of the programs does not answer.
pub fn live(scenario: &Scenario, world: &World, address: &Address) -> Result<Run, String> {
    let live = Live::open(address)?;
    let mut stage = Stage::new(world, Rig::new(world, world.seed)?);
    stage.live = Some(live);
    // What the rig did when it was built is none of the story's.
    stage.rig.trace = Trace::default();
    let mut run = to_the_line(stage, scenario, world.seed, None);
    run.stage.leave();
    Ok(run)
}

fn on(rig: Rig, scenario: &Scenario, world: &World, seed: u64, until: Option<usize>) -> Run {
    to_the_line(Stage::new(world, rig), scenario, seed, until)
}

fn to_the_line(stage: Stage, scenario: &Scenario, seed: u64, until: Option<usize>) -> Run {
    let mut run = Run::new(stage, seed);
    run.stage.documents = Some(Vec::new());
    for step in &scenario.steps {
        if until.is_some_and(|until| step.span.start > until) {
            break;
        }
        let begins = run.log().len();
        run.marks.push((step.span, begins));
        if let Err(failed) = play(&mut run.stage, step) {
            run.failure = Some(*failed);
            break;
        }
    }
    run.ended = run.stage.now();
    run
}

impl Run {
    fn new(stage: Stage, seed: u64) -> Self {
        Self { stage, seed, marks: Vec::new(), failure: None, ended: SimTime::ZERO }
    }

    /// What a lens shows of the run.
    pub fn view(&self, lens: Lens) -> String {
        self.stage.rig.trace.view(lens, &self.stage.names)
    }

    /// The steps played, each with the place in the T-Server's log at which it began.
    pub fn marks(&self) -> &[(Span, usize)] {
        &self.marks
    }

    /// The T-Server's log, if the run kept one.
    pub fn log(&mut self) -> &str {
        self.stage.rig.log()
    }

    /// How many checks could not be judged before a live rig.
    pub fn unseen(&self) -> usize {
        self.stage.unseen
    }

    /// Every document that passed between the desktops and the gateway, in order, without the
    /// requests that could not be read.
    pub fn documents(&self) -> impl Iterator<Item = &[u8]> {
        let all = self.stage.documents.iter().flatten().map(Vec::as_slice);
        all.filter(|text| text.starts_with(b"<REPLY") || gateway_xml::read_request(text).is_ok())
    }

    /// Everything that happened.
    pub fn trace(&self) -> &Trace {
        &self.stage.rig.trace
    }

    /// The ladder of the whole run, or of its last rows.
    pub fn ladder(&self, rows: usize, paint: Paint) -> String {
        let names = &mut self.stage.names.clone();
        ladder::draw(self.trace().records(), names, rows, paint)
    }

    /// A text with every connection id replaced by its story name.
    pub fn named(&self, text: &str) -> String {
        self.stage.names.clone().rewrite(text)
    }

    /// How much virtual time the story took.
    pub fn elapsed(&self) -> SimTime {
        self.ended
    }
}

pub(crate) type Outcome = Result<(), Box<Failure>>;

/// Plays one step; a block with everything in it.
///
/// # Errors
/// What went otherwise than the step says.
pub(crate) fn play(stage: &mut Stage, step: &Spanned<Step>) -> Outcome {
    let span = step.span;
    match &step.value {
        Step::Request(request) => {
            let asked = ask(stage, request, span)?;
            answer(stage, asked, span)
        }
        Step::Event(event) => sees(stage, event, span),
        Step::Check(wanted) if look::unseen(stage, wanted).is_some() => {
            stage.unseen += 1;
            Ok(())
        }
        Step::Check(wanted) => {
            check::check(stage, wanted).map_err(|message| fail(stage, span, message))
        }
        Step::Fault(fault) => breaks(stage, fault, span),
        Step::Wait(span) => {
            stage.advance(*span);
            Ok(())
        }
        Step::Quiet(lasting) => quiet(stage, *lasting, span),
        Step::Together(steps) => together(stage, steps),
        Step::AnyOrder(events) => any_order(stage, events, span),
        Step::Never { within, events } => never(stage, *within, events),
        Step::Repeat { count, every, steps } => {
            for _ in 0..*count {
                let next = stage.now() + every.unwrap_or_default();
                for step in steps {
                    play(stage, step)?;
                }
                stage.advance_until(next, |_| false);
            }
            Ok(())
        }
    }
}

/// A request on its way, or an action at a telephone that is already over.
enum Asked<'a> {
    Desktop { request: &'a scenario_lang::step::Request, token: RequestToken },
    Done,
}

fn ask<'a>(
    stage: &mut Stage,
    request: &'a scenario_lang::step::Request,
    span: Span,
) -> Result<Asked<'a>, Box<Failure>> {
    if stage.is_by_hand(&request.who.value) {
        telephone::act(stage, request).map_err(|message| fail(stage, span, message))?;
        return Ok(Asked::Done);
    }
    let name = &request.who.value.name;
    stage.begin_session_if_needed(name, &request.name.value);
    let document = stage.document(name, request);
    Ok(Asked::Desktop { request, token: stage.request(name, document) })
}

fn answer(stage: &mut Stage, asked: Asked<'_>, span: Span) -> Outcome {
    let Asked::Desktop { request, token } = asked else { return Ok(()) };
    let since = stage.now();
    let mut reply = None;
    stage.advance_until(since + REPLY_BOUND, |stage| {
        reply = stage.reply(token);
        reply.is_some()
    });
    let Some(reply) = reply else {
        return Err(fail(stage, span, format!("no reply within {} s", REPLY_BOUND.as_secs())));
    };
    let error = reply.children.iter().find(|child| child.name == "error");
    let code = error.and_then(|error| error.attribute("code"));
    match (code, request.error.as_ref()) {
        (None, None) => {
            if let (Some(name), Some(call)) = (&request.names, reply.attribute("call")) {
                stage.names.bind(&name.value, call);
            }
            Ok(())
        }
        (Some(code), Some(expected)) if code == expected.value => Ok(()),
        (Some(code), expected) => {
            let text = error.map(|error| error.text.clone()).unwrap_or_default();
            let expected = expected.map_or_else(|| "ok".into(), |e| format!("error {}", e.value));
            Err(fail(
                stage,
                span,
                format!("expected {expected}, the reply is error {code}: {text}"),
            ))
        }
        (None, Some(expected)) => {
            let message = format!("expected error {}, the reply is ok", expected.value);
            Err(fail(stage, span, message))
        }
    }
}

fn sees(stage: &mut Stage, event: &Event, span: Span) -> Outcome {
    let expectation = Expectation::new(stage, event);
    let since = stage.now();
    let found = stage.advance_until(since + expectation.within, |stage| {
        let Some(desktop) = stage.desktops.by_name.get_mut(&expectation.who) else { return false };
        let later = desktop.log.iter().enumerate().skip(desktop.cursor);
        let place = later.into_iter().find(|(_, seen)| expectation.fits(seen)).map(|(i, _)| i);
        desktop.cursor = place.map_or(desktop.cursor, |place| place + 1);
        if let Some(seen) = place.and_then(|place| desktop.log.get(place)) {
            expectation.name_call(seen, &mut stage.names);
        }
        place.is_some()
    });
    if found { Ok(()) } else { Err(missed(stage, &expectation, span)) }
}

fn missed(stage: &Stage, expectation: &Expectation, span: Span) -> Box<Failure> {
    let nothing = Desktop::default();
    let desktop = stage.desktops.by_name.get(&expectation.who).unwrap_or(&nothing);
    let (earlier, later) = desktop.log.split_at(desktop.cursor.min(desktop.log.len()));
    let nearest = expectation.nearest(later.iter());
    let overtaken = earlier.iter().rev().find(|seen| expectation.fits(seen));
    let message = match (&nearest, overtaken) {
        (Some(_), _) => "no event fits".to_owned(),
        (None, Some(seen)) => format!(
            "it came already, at {}, before the event that {} saw last in this story; \
             put the lines in that order, or into any-order",
            seen.at, expectation.who
        ),
        (None, None) => {
            let within = scenario_lang::duration::write(expectation.within);
            format!("no such event came within {within}")
        }
    };
    Box::new(Failure { span, message, nearest })
}

fn breaks(stage: &mut Stage, fault: &Fault, span: Span) -> Outcome {
    if stage.live.is_some() {
        let message = "a live rig is not broken from here: play the story in virtual time";
        return Err(fail(stage, span, message.to_owned()));
    }
    let given: Vec<_> =
        fault.pairs.iter().map(|pair| (pair.key.value.clone(), pair.value.value.clone())).collect();
    let (what, name) = (&fault.what.value, &fault.name.value);
    let line = fault.to_string().replacen(what, &format!("{what:<6}"), 1);
    let lasts = fault.lasting.is_some();
    let broken = fault::read(what, name, &given, lasts).map_err(|mistake| mistake.to_string());
    let broken = broken.and_then(|read| {
        let happened = stage.rig.inject(read, fault.lasting, line);
        happened.map_err(|impossible| impossible.to_string())
    });
    stage.deliver();
    broken.map_err(|message| fail(stage, span, message))
}

/// Nothing may happen anywhere: no telephone, no event, no message but keep-alive, and looks at
/// devices that find nothing.
fn quiet(stage: &mut Stage, lasting: Duration, span: Span) -> Outcome {
    let before = stage.rig.trace.records().len();
    stage.advance(lasting);
    let since = stage.rig.trace.records().get(before..).unwrap_or_default();
    let happened = since.iter().find(|record| !record.is_look()).cloned();
    match happened {
        None => Ok(()),
        Some(record) => {
            let text = format!("{} {}", record.at, record.line());
            let message = format!("it was not quiet: {}", stage.names.clone().rewrite(&text));
            Err(Box::new(Failure { span, message, nearest: None }))
        }
    }
}

/// Requests are sent first and answered afterwards; everything else happens in file order.
fn together(stage: &mut Stage, steps: &[Spanned<Step>]) -> Outcome {
    let mut asked = Vec::new();
    for step in steps {
        match &step.value {
            Step::Request(request) => asked.push((ask(stage, request, step.span)?, step.span)),
            Step::Event(_)
            | Step::Check(_)
            | Step::Fault(_)
            | Step::Wait(_)
            | Step::Quiet(_)
            | Step::Together(_)
            | Step::AnyOrder(_)
            | Step::Never { .. }
            | Step::Repeat { .. } => play(stage, step)?,
        }
    }
    asked.into_iter().try_for_each(|(asked, span)| answer(stage, asked, span))
}

fn any_order(stage: &mut Stage, events: &[Spanned<Step>], span: Span) -> Outcome {
    let mut open: Vec<(Expectation, Span)> = expectations(stage, events);
    let since = stage.now();
    let bound = open.iter().map(|(e, _)| e.within).max().unwrap_or_default();
    let mut taken: Vec<(String, usize)> = Vec::new();
    stage.advance_until(since + bound, |stage| {
        open.retain(|(expectation, _)| {
            let Some(desktop) = stage.desktops.by_name.get(&expectation.who) else { return true };
            let free = |place: usize| !taken.iter().any(|t| *t == (expectation.who.clone(), place));
            let mut later = desktop.log.iter().enumerate().skip(desktop.cursor);
            match later.find(|(place, seen)| free(*place) && expectation.fits(seen)) {
                Some((place, seen)) => {
                    expectation.name_call(seen, &mut stage.names);
                    taken.push((expectation.who.clone(), place));
                    false
                }
                None => true,
            }
        });
        open.is_empty()
    });
    if let Some((expectation, missing)) = open.first() {
        let span = if *missing == Span::default() { span } else { *missing };
        return Err(missed(stage, expectation, span));
    }
    for (who, place) in taken {
        if let Some(desktop) = stage.desktops.by_name.get_mut(&who) {
            desktop.cursor = desktop.cursor.max(place + 1);
        }
    }
    Ok(())
}

fn never(stage: &mut Stage, lasting: Duration, events: &[Spanned<Step>]) -> Outcome {
    let forbidden = expectations(stage, events);
    let before: std::collections::BTreeMap<String, usize> = stage
        .desktops
        .by_name
        .iter()
        .map(|(name, desktop)| (name.clone(), desktop.log.len()))
        .collect();
    stage.advance(lasting);
    for (expectation, span) in forbidden {
        let Some(desktop) = stage.desktops.by_name.get(&expectation.who) else { continue };
        let from = before.get(&expectation.who).copied().unwrap_or(0);
        if let Some(seen) = desktop.log.iter().skip(from).find(|seen| expectation.fits(seen)) {
            let message = format!("it came all the same, at {}: {}", seen.at, seen.line());
            return Err(Box::new(Failure { span, message, nearest: None }));
        }
    }
    Ok(())
}

fn expectations(stage: &Stage, events: &[Spanned<Step>]) -> Vec<(Expectation, Span)> {
    events
        .iter()
        .filter_map(|step| {
            let Step::Event(event) = &step.value else { return None };
            Some((Expectation::new(stage, event), step.span))
        })
        .collect()
}

fn fail(stage: &Stage, span: Span, message: String) -> Box<Failure> {
    let message = stage.names.clone().rewrite(&message);
    Box::new(Failure { span, message, nearest: None })
}

/// How long a reply is waited for: longer than the gateway itself waits for the middleware.
const REPLY_BOUND: Duration = Duration::from_secs(30);
