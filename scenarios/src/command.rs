//! The commands of `scenario`, one function each.

pub(crate) mod day;
pub(crate) mod site_log;
pub(crate) mod verify;

use std::{
    fs,
    io::IsTerminal as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anstream::{eprint, print, println};
use owo_colors::OwoColorize as _;
use scenario_lang::{LineIndex, step::Lens};
use scenarios::{
    golden, junit,
    ladder::Paint,
    language_server,
    live::{Address, control::read_token},
    play, report, shuffle,
    suite::{self, Broken, Fault, Played, Story},
    vocabulary::vocabulary,
};

use crate::RunArguments;

/// What a command comes to: an exit code, or a complaint about its arguments.
pub(crate) type Outcome = Result<ExitCode, String>;

/// Plays everything that ships, shows one call, and says what to try next.
pub(crate) fn tour() -> Outcome {
    let (played, broken) = play_all(&RunArguments::default())?;
    let code = summary(&played, &broken, false);
    if let Some(shown) = played.iter().find(|played| report::name(played) == SHOWN_CASE) {
        println!("\n{} as a ladder:\n", SHOWN_CASE.bold());
        print!("{}", shown.run.ladder(usize::MAX, paint()));
    }
    println!("{WHAT_NEXT}");
    Ok(code)
}

/// Plays scenarios and compares them with their goldens.
pub(crate) fn run(arguments: &RunArguments) -> Outcome {
    let (played, broken) = play_all(arguments)?;
    if let Some(lens) = arguments.show {
        for played in &played {
            let shown = match Lens::from(lens) {
                Lens::Ladder => played.run.ladder(usize::MAX, paint()),
                lens @ (Lens::Ptc | Lens::Tlib | Lens::Switch) => played.run.view(lens),
            };
            print!("{shown}");
        }
    }
    if let Some(file) = &arguments.junit {
        let document = junit::render(&played, &broken)?;
        fs::write(file, document).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    if let Some(file) = &arguments.log {
        let [played] = played.as_slice() else {
            return Err("--log writes the log of one scenario: name its file".into());
        };
        let story = &played.story;
        let mut run = play::logged(&story.scenario, &story.world, played.run.seed)?;
        write(file, run.log())?;
    }
    let code = summary(&played, &broken, arguments.live.is_some());
    let came_true = if arguments.shuffle { shuffled(&played)? } else { true };
    Ok(if came_true || code != ExitCode::SUCCESS { code } else { ExitCode::from(FAILED) })
}

/// Plays the stories that came true in all their other orders, and tells of each order in which one does not.
fn shuffled(played: &[Played]) -> Result<bool, String> {
    let (mut orders, mut failed) = (0, 0);
    let true_ones = played.iter().filter(|played| played.run.failure.is_none());
    // What is refused under a personality is no failure, so no order of such a story could fail.
    for Played { story, run, .. } in true_ones.filter(|one| one.story.scenario.under.is_empty()) {
        for shuffled in shuffle::orders(&story.scenario) {
            orders += 1;
            let index = LineIndex::new(&story.text);
            let lines = shuffled.order.iter().map(|line| index.line_of(*line).to_string());
            let lines: Vec<String> = lines.collect();
            let other = Story { scenario: shuffled.scenario, ..story.clone() };
            let to_the_end = Some(usize::MAX);
            let outcome =
                suite::play(other, Some(run.seed), to_the_end).map_err(|broken| broken.report)?;
            if let Some(failure) = &outcome.run.failure {
                failed += 1;
                println!("\nwith these lines in this order: {}", lines.join(", "));
                print!("{}", report::failed(&outcome, failure, paint()));
            }
        }
    }
    println!("{orders} other orders, {failed} failed");
    Ok(failed == 0)
}

/// Finds every mistake.
pub(crate) fn check(paths: &[PathBuf]) -> Outcome {
    let files = files(paths)?;
    let broken: Vec<Broken> =
        files.iter().filter_map(|path| suite::load(path, colour()).err()).collect();
    for broken in &broken {
        eprint!("{}", broken.report);
    }
    println!("{} of {} scenario files can be played", files.len() - broken.len(), files.len());
    Ok(ExitCode::from(if broken.is_empty() { 0 } else { WRONG_FILE }))
}

/// Lays files out in the one way, or says which are not.
pub(crate) fn format(paths: &[PathBuf], only_check: bool) -> Outcome {
    let mut code = 0;
    for path in files(paths)? {
        let text = read(&path)?;
        match scenario_lang::format(&text) {
            Ok(formatted) if formatted == text => {}
            Ok(_) if only_check => {
                println!("{} is laid out otherwise", path.display());
                code = code.max(FAILED);
            }
            Ok(formatted) => {
                write(&path, &formatted)?;
                println!("{}", path.display());
            }
            Err(mistakes) => {
                let name = path.display().to_string();
                eprint!("{}", scenario_lang::render(&mistakes, &name, &text, colour()));
                code = WRONG_FILE;
            }
        }
    }
    Ok(ExitCode::from(code))
}

/// Keeps what the runs look like; a story that fails keeps its old golden.
pub(crate) fn bless(paths: &[PathBuf]) -> Outcome {
    let arguments = RunArguments { paths: paths.to_vec(), ..RunArguments::default() };
    let (played, broken) = play_all(&arguments)?;
    for played in played.iter().filter(|played| played.run.failure.is_none() && !played.passed()) {
        let path = golden::path_of(&played.story.path);
        write(&path, &golden::file(&played.story.path, &played.rendered))?;
        println!("{}", path.display());
    }
    let failed = played.iter().any(|played| played.run.failure.is_some());
    for played in played.iter().filter(|played| played.run.failure.is_some()) {
        eprint!("{}", report::explain(played, paint()));
    }
    for broken in &broken {
        eprint!("{}", broken.report);
    }
    Ok(exit_code(&broken, failed))
}

/// Prints a scenario as JSON.
pub(crate) fn dump(path: &Path) -> Outcome {
    let text = read(path)?;
    let (scenario, mistakes) = scenario_lang::parse(&text);
    if mistakes.is_empty() {
        println!("{}", scenario_lang::to_json(&scenario));
        return Ok(ExitCode::SUCCESS);
    }
    let name = path.display().to_string();
    eprint!("{}", scenario_lang::render(&mistakes, &name, &text, colour()));
    Ok(ExitCode::from(WRONG_FILE))
}

/// Prints the scenario that a JSON dump describes.
pub(crate) fn undump(path: &Path) -> Outcome {
    let scenario = scenario_lang::from_json(&read(path)?).map_err(|error| error.to_string())?;
    print!("{}", scenario_lang::print(&scenario));
    Ok(ExitCode::SUCCESS)
}

/// Writes a first scenario, and its world where that is not yet; never over an existing file.
pub(crate) fn new(path: &Path) -> Outcome {
    if path.exists() {
        return Err(format!("{} exists already", path.display()));
    }
    write(path, FIRST_SCENARIO)?;
    let beside = || path.parent().unwrap_or_else(|| Path::new("")).join("worlds");
    let folder = suite::worlds_of(path).unwrap_or_else(beside);
    let world = folder.join("acme.toml");
    if !world.exists() {
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        write(&world, include_str!("../worlds/acme.toml"))?;
        println!("{} written: its people, queues and numbers", world.display());
    }
    println!("{0} written; play it with: scenario run {0}", path.display());
    Ok(ExitCode::SUCCESS)
}

/// Prints the language on one page.
pub(crate) fn reference(world: Option<&Path>) -> Outcome {
    let path = world.map_or_else(|| shipped().join("../worlds/acme.toml"), Path::to_path_buf);
    let world = suite::parse_world(&path, &read(&path)?, colour())?;
    print!("{}", scenario_lang::reference(&vocabulary(&world)));
    Ok(ExitCode::SUCCESS)
}

/// Serves one editor over stdin and stdout until it leaves.
pub(crate) fn serve_editor() -> Outcome {
    let (connection, threads) = lsp_server::Connection::stdio();
    let served = language_server::serve(&connection).map_err(|error| format!("{error:#}"));
    // The writer ends when nobody can send to it.
    drop(connection);
    threads.join().map_err(|error| format!("the editor is gone: {error}"))?;
    served.map(|()| ExitCode::SUCCESS)
}

fn play_all(arguments: &RunArguments) -> Result<(Vec<Played>, Vec<Broken>), String> {
    let mut played = Vec::new();
    let mut broken = Vec::new();
    let address = live_rig(arguments)?;
    for path in files(&arguments.paths)? {
        let story = match suite::load(&path, colour()) {
            Ok(story) => story,
            Err(mistakes) => {
                broken.push(mistakes);
                continue;
            }
        };
        let tags = &story.scenario.tags;
        if !arguments.tag.iter().all(|wanted| tags.iter().any(|tag| tag.value == *wanted)) {
            continue;
        }
        let until =
            arguments.to.map(|line| LineIndex::new(&story.text).line_span(line, &story.text).end);
        let outcome = match &address {
            Some(address) => suite::play_live(story, address),
            None => suite::play(story, arguments.seed, until),
        };
        match outcome {
            Ok(outcome) => {
                if address.is_some() {
                    // Each takes its time: whoever waits sees how far it is.
                    println!("{}", report::line(&outcome));
                }
                played.push(outcome);
            }
            Err(mistakes) => broken.push(mistakes),
        }
    }
    if played.is_empty() && broken.is_empty() {
        return Err("no scenario was found; a run of nothing proves nothing".into());
    }
    Ok((played, broken))
}

/// Where the programs are against which stories are played, if not in virtual time.
fn live_rig(arguments: &RunArguments) -> Result<Option<Address>, String> {
    let Some(gateway) = arguments.live.clone() else { return Ok(None) };
    let token = arguments.control_token.as_deref().map(read_token).transpose()?;
    let control = arguments.control.clone().map(|address| (address, token));
    Ok(Some(Address { gateway, control }))
}

/// Prints a line per run, unless it was played `live` and told at once, then every failure in full, then the count; gives the exit code.
fn summary(played: &[Played], broken: &[Broken], live: bool) -> ExitCode {
    if !live {
        for played in played {
            println!("{}", report::line(played));
        }
    }
    for broken in broken {
        println!("{:<9} {}", "WRONG".red(), broken.path.display());
    }
    for failed in played.iter().filter(|played| !played.passed()) {
        print!("\n{}", report::explain(failed, paint()));
    }
    for broken in broken {
        eprint!("\n{}", broken.report);
    }
    let passed = played.iter().filter(|played| played.passed()).count();
    let failed = played.len() - passed;
    let unseen: usize = played.iter().map(|played| played.run.unseen()).sum();
    if unseen > 0 {
        println!("\n{unseen} checks could not be judged from outside the switch");
    }
    println!("\n{passed} passed, {failed} failed, {} cannot be played", broken.len());
    exit_code(broken, failed > 0)
}

/// The worst of what happened: a wrong file before a rig that could not be set up before a failure.
fn exit_code(broken: &[Broken], failed: bool) -> ExitCode {
    let any = |fault| broken.iter().any(|broken| broken.fault == fault);
    ExitCode::from(match (any(Fault::File), any(Fault::Rig), failed) {
        (true, _, _) => WRONG_FILE,
        (false, true, _) => NO_RIG,
        (false, false, true) => FAILED,
        (false, false, false) => 0,
    })
}

fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let found = if paths.is_empty() { suite::find(&[shipped()])? } else { suite::find(paths)? };
    if found.is_empty() {
        return Err("no scenario file (*.scn) was found there".into());
    }
    Ok(found)
}

/// Where the shipped scenarios are: below the present folder, or where this was built.
fn shipped() -> PathBuf {
    let here = PathBuf::from("scenarios/cases");
    if here.is_dir() { here } else { Path::new(env!("CARGO_MANIFEST_DIR")).join("cases") }
}

pub(crate) fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

fn colour() -> bool {
    std::io::stderr().is_terminal()
}

fn paint() -> Paint {
    if std::io::stdout().is_terminal() { Paint::Colour } else { Paint::Plain }
}

/// A story failed, or differs from its golden.
pub(crate) const FAILED: u8 = 1;
/// A file or an argument is wrong.
pub(crate) const WRONG_FILE: u8 = 2;
/// The rig could not be set up.
const NO_RIG: u8 = 3;

/// The case that the tour shows in full.
const SHOWN_CASE: &str = "transfer/consult_then_conference";

const WHAT_NEXT: &str = "
Try next:
  cargo run --release -- run scenarios/cases/call --show ptc     what each desktop sent and saw
  cargo run --release -- new my.scn                              a story of your own to start from
  cargo run --release -- reference                               the language on one page
  cargo run --release -p tui                                     a world on the screen
  cargo test --workspace                                         everything, as CI runs it";

const FIRST_SCENARIO: &str = r#"scenario "A call reaches alice and is answered"
world    acme

alice  > AGENTINITIALIZE
alice  > SETAGENTSTATE ready
caller > DIAL 8005 trunk=PSTN1 ani=01715550123 as c1
alice  < INCOMINGCALL c1 ani=01715550123
alice  > ACCEPTCALL c1
alice  < ESTABLISHCALL c1
wait 30s
caller > HANGUP c1
alice  < CALLRELEASED c1
"#;
