//! Terminal in, terminal out: the edge of the program.

use std::{
    fs,
    io::IsTerminal as _,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use clap::Parser;
use crossterm::event::{self, Event};
use ratatui::DefaultTerminal;
use scenarios::{live::control::read_token, suite};
use switch_sim::world::World;
use tui::{
    app::{App, Site},
    attach::{
        Rig, Wanted,
        client::{self, Client},
    },
    clock::Clock,
    input, keep,
    message::{Effect, Message, Opened},
    terminal::{self, Mouse},
    theme::Theme,
    update::update,
    view,
};

/// A world on the terminal: place fake calls, watch them, break things, keep the story
#[derive(Debug, Parser)]
#[command(name = "tui", version)]
struct Arguments {
    /// A scenario to play step by step, in its own world
    scenario: Option<PathBuf>,
    /// The world file [default: the one that ships]
    #[arg(long, conflicts_with = "scenario")]
    world: Option<PathBuf>,
    /// Seed of the only random source [default: the world's]
    #[arg(long)]
    seed: Option<u64>,
    /// The line of the scenario before which playing stops: where a run has failed
    #[arg(long, value_name = "LINE", requires = "scenario")]
    to: Option<usize>,
    /// How many virtual seconds pass in one second, 1 to 1000
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    speed: u32,
    /// Begin with nobody signed on
    #[arg(long)]
    empty: bool,
    /// Listen to the mouse: a click opens a tab or goes to a row, a second one opens the row, the wheel
    /// moves the cursor
    #[arg(long)]
    mouse: bool,
    /// Show a running `tserver-sim`, by the address of its control interface
    #[arg(long, value_name = "ADDRESS", conflicts_with_all = ["scenario", "world", "seed", "speed", "empty"])]
    attach: Option<String>,
    /// A file with the token that the control interface asks for
    #[arg(long, value_name = "FILE", requires = "attach")]
    token: Option<PathBuf>,
    /// Act on the rig even while a gateway is connected to it, which is only watched otherwise
    #[arg(long, requires = "attach")]
    act: bool,
}

/// The way to a rig and back; a world of one's own has none.
struct Line {
    asks: SyncSender<(String, Wanted)>,
    told: Receiver<Message>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let (mut app, line) = match &arguments.attach {
        Some(address) => attach(&arguments, address)?,
        None => (set_up(&arguments)?, None),
    };
    if !std::io::stdout().is_terminal() {
        bail!("this is a program for a terminal; for a run without one: cargo run --release");
    }
    let mouse = if arguments.mouse { Mouse::Taken } else { Mouse::Left };
    terminal::with(mouse, |terminal| run(terminal, &mut app, line.as_ref()))
}

fn set_up(arguments: &Arguments) -> Result<App> {
    let path = match &arguments.scenario {
        Some(scenario) => world_of(scenario)?,
        None => arguments.world.clone().unwrap_or_else(shipped_world),
    };
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let world: World = suite::parse_world(&path, &text, false).map_err(anyhow::Error::msg)?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let seed = arguments.seed.unwrap_or(world.seed);
    let theme = Theme::new(!no_colour());
    let mut app = App::new(&world, Site { name, text, seed }, theme).map_err(anyhow::Error::msg)?;
    app.clock.speed = Clock::checked(arguments.speed).map_err(anyhow::Error::msg)?;
    match &arguments.scenario {
        Some(scenario) => update(&mut app, open(scenario, arguments.seed, arguments.to)),
        None if !arguments.empty && world.people.len() <= SHIFT => {
            app.begin_shift();
            app.written = app.story_len();
        }
        None => {}
    }
    Ok(app)
}

/// Shows a rig: a thread asks it again and again, so that one that is slow holds up no key.
fn attach(arguments: &Arguments, address: &str) -> Result<(App, Option<Line>)> {
    let token = arguments.token.as_deref().map(read_token).transpose();
    let client = Client::new(address, token.map_err(anyhow::Error::msg)?);
    let file = client.world().map_err(anyhow::Error::msg)?;
    let rig = Rig::new(address, &file, arguments.act).map_err(anyhow::Error::msg)?;
    let site = Site { name: "rig".to_owned(), text: file.text, seed: file.seed };
    let app = App::attached(rig, site, Theme::new(!no_colour()));
    let (asks, wanted) = sync_channel(client::ASKED);
    let (tell, told) = sync_channel(client::TOLD);
    spawn(move || client.serve(&wanted, &tell));
    Ok((app, Some(Line { asks, told })))
}

fn run(mut terminal: DefaultTerminal, app: &mut App, line: Option<&Line>) -> Result<()> {
    let mut before = now();
    loop {
        terminal.draw(|frame| view::draw(app, frame))?;
        let wait = if app.clock.running { FRAME } else { STILL };
        if event::poll(wait)? {
            // Keys that came together are taken in together: one frame shows what they did.
            loop {
                if let Some(message) = heard(app, &event::read()?, &terminal)? {
                    update(app, message);
                }
                if !event::poll(Duration::ZERO)? {
                    break;
                }
            }
        }
        let after = now();
        update(app, Message::Tick(after - before));
        before = after;
        while let Some(message) = told(line)? {
            update(app, message);
        }
        for effect in std::mem::take(&mut app.effects) {
            match perform(&effect, line) {
                Done::Over => return Ok(()),
                Done::Told(message) => update(app, message),
                Done::Silently => {}
            }
        }
    }
}

/// What the thread that asks the rig has told, if anything.
fn told(line: Option<&Line>) -> Result<Option<Message>> {
    match line.map(|line| line.told.try_recv()) {
        Some(Ok(message)) => Ok(Some(message)),
        Some(Err(TryRecvError::Empty)) | None => Ok(None),
        Some(Err(TryRecvError::Disconnected)) => {
            bail!("the thread that asks the rig has ended: this is an error of the program")
        }
    }
}

/// The message of something that came from the terminal.
fn heard(app: &App, event: &Event, terminal: &DefaultTerminal) -> Result<Option<Message>> {
    Ok(match event {
        Event::Key(key) => input::message(app, *key),
        Event::Mouse(mouse) => input::mouse(app, *mouse, terminal.size()?),
        Event::Resize(..) | Event::FocusGained | Event::FocusLost | Event::Paste(_) => None,
    })
}

/// What came of an effect.
enum Done {
    Told(Message),
    /// It is heard of later, if ever.
    Silently,
    /// The program ends.
    Over,
}

/// Does what only the edge can do.
fn perform(effect: &Effect, to: Option<&Line>) -> Done {
    Done::Told(match effect {
        Effect::Quit => return Done::Over,
        Effect::Ask { line, wanted } => {
            let asked = (line.clone(), wanted.clone());
            match to.map(|to| to.asks.try_send(asked).is_ok()) {
                Some(true) => return Done::Silently,
                Some(false) | None => {
                    let outcome = Err("the rig is slow: too much is asked already".to_owned());
                    Message::Answered { line: line.clone(), outcome }
                }
            }
        }
        Effect::Open(path) => open(path, None, None),
        Effect::Export { path, text } => {
            let written = fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()));
            Message::Exported(written.map(|()| format!("{} written", path.display())))
        }
        Effect::Write(keeping) => Message::Written(keep::write(keeping)),
    })
}

fn open(path: &Path, seed: Option<u64>, to: Option<usize>) -> Message {
    let read = |path: &Path| -> Result<Box<Opened>, String> {
        let story = suite::load(path, false).map_err(|broken| one_line(&broken.report))?;
        let world = world_of(path).map_err(|error| error.to_string())?;
        let world = fs::read_to_string(&world).map_err(|e| format!("{}: {e}", world.display()))?;
        Ok(Box::new(Opened { story, world, seed, to }))
    };
    Message::Opened(read(path))
}

/// A report of mistakes on the one line that there is room for.
fn one_line(report: &str) -> String {
    report.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The file of the world in which a scenario plays.
fn world_of(scenario: &Path) -> Result<PathBuf> {
    let story = suite::load(scenario, false).map_err(|broken| anyhow::Error::msg(broken.report))?;
    let name = format!("{}.toml", story.scenario.world.value);
    let place = fs::canonicalize(scenario)?;
    let found = place
        .ancestors()
        .map(|folder| folder.join("worlds").join(&name))
        .find(|path| path.is_file());
    found.with_context(|| {
        format!("there is no worlds/{name} beside or above {}", scenario.display())
    })
}

fn shipped_world() -> PathBuf {
    let here = PathBuf::from("scenarios/worlds/acme.toml");
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/worlds/acme.toml");
    if here.is_file() { here } else { built }
}

#[expect(clippy::disallowed_methods, reason = "an edge: it waits for a rig elsewhere")]
fn spawn(work: impl FnOnce() + Send + 'static) {
    std::thread::spawn(work);
}

#[expect(clippy::disallowed_methods, reason = "an edge: it owns the clock")]
fn now() -> Instant {
    Instant::now()
}

/// Whether the environment asks for no colours (<https://no-color.org>).
fn no_colour() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// The time between two frames while virtual time runs.
const FRAME: Duration = Duration::from_millis(33);
/// How long nothing is drawn while it does not.
const STILL: Duration = Duration::from_millis(250);
/// A site with more people is not signed on by itself.
const SHIFT: usize = 50;
