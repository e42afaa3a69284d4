//! A suite: which scenario files there are, their worlds, and what playing one of them gives.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use scenario_lang::{Diagnostic, Span, step::Scenario};
use switch_sim::world::World;

use crate::{
    beside,
    golden::{self, Verdict},
    live::Address,
    play::{self, Run},
    vocabulary::vocabulary,
};

/// A scenario file that can be played.
#[derive(Clone, Debug)]
pub struct Story {
    pub path: PathBuf,
    pub text: String,
    pub scenario: Scenario,
    pub world: World,
}

/// A file that cannot be played, and everything that is wrong with it, ready to print.
#[derive(Debug)]
pub struct Broken {
    pub fault: Fault,
    pub path: PathBuf,
    pub report: String,
}

/// Whose fault it is that a file cannot be played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The file or its world has mistakes.
    File,
    /// The rig could not be set up.
    Rig,
}

/// A story that was played, beside its golden.
#[derive(Debug)]
pub struct Played {
    pub story: Story,
    pub run: Run,
    /// What a golden of the run holds.
    pub rendered: String,
    pub verdict: Verdict,
    /// Wall time of the run alone.
    pub took: Duration,
}

impl Played {
    /// Whether the story came true and looks as its golden says.
    pub fn passed(&self) -> bool {
        self.run.failure.is_none() && self.verdict == Verdict::Same
    }
}

/// Every scenario file at or below the paths, sorted.
///
/// # Errors
/// A path is neither a folder nor a file.
pub fn find(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            find_below(path, &mut found)?;
        } else if path.is_file() {
            found.push(path.clone());
        } else {
            return Err(format!("there is no file or folder {}", path.display()));
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// A scenario's text, read and checked against its world.
#[derive(Debug)]
pub struct Reading {
    pub scenario: Scenario,
    /// Everything that is wrong with the text, in the order of the file.
    pub mistakes: Vec<Diagnostic>,
    /// The world, or everything that is wrong with its file, ready to print; nothing if the text names none.
    pub world: Result<World, String>,
}

/// Reads and checks one file against its world; nothing runs while a mistake stands.
///
/// # Errors
/// Everything that is wrong with the file or its world.
pub fn load(path: &Path, colour: bool) -> Result<Story, Broken> {
    let broken = |report: String| Broken { fault: Fault::File, path: path.into(), report };
    let text = fs::read_to_string(path)
        .map_err(|error| broken(format!("error: cannot read {}: {error}\n", path.display())))?;
    let Reading { scenario, mistakes, world } = read(path, &text, colour);
    let told = scenario_lang::render(&mistakes, &path.display().to_string(), &text, colour);
    match world {
        Ok(world) if mistakes.is_empty() => Ok(Story { path: path.into(), text, scenario, world }),
        Ok(_) => Err(broken(told)),
        Err(report) => Err(broken(told + &report)),
    }
}

/// Reads `text` as the scenario at `path`, whose place says where its world is.
pub fn read(path: &Path, text: &str, colour: bool) -> Reading {
    let (scenario, mut mistakes) = scenario_lang::parse(text);
    if scenario.world.value.is_empty() {
        return Reading { scenario, mistakes, world: Err(String::new()) };
    }
    let world = match load_world(path, &scenario.world.value, colour) {
        Ok(world) => {
            mistakes.extend(scenario_lang::check(&scenario, &vocabulary(&world)));
            Ok(world)
        }
        Err(WorldFault::Wrong(report)) => Err(report),
        Err(WorldFault::NotFound(help)) => {
            let message = format!("unknown world `{}`", scenario.world.value);
            let mistake = Diagnostic::new(message, scenario.world.span, "no such file");
            mistakes.push(mistake.with_help(help));
            Err(String::new())
        }
    };
    Reading { scenario, mistakes, world }
}

/// Plays a story and compares it with its golden.
///
/// # Errors
/// The world cannot be built.
pub fn play(story: Story, seed: Option<u64>, until: Option<usize>) -> Result<Played, Broken> {
    let started = stopwatch();
    let seed = seed.unwrap_or(story.world.seed);
    let played = if story.scenario.under.is_empty() {
        let run = play::run(&story.scenario, &story.world, seed, until);
        run.map(|run| (golden::render(&story.scenario, &run), run))
    } else {
        play_beside(&story, seed)
    };
    let (rendered, run) = played.map_err(|report| Broken {
        fault: Fault::Rig,
        path: story.path.clone(),
        report: format!("error: {report}\n"),
    })?;
    let took = started.elapsed();
    let golden_file = fs::read_to_string(golden::path_of(&story.path)).ok();
    let verdict = match until {
        Some(_) => Verdict::Same,
        None => golden::compare(&rendered, golden_file.as_deref()),
    };
    Ok(Played { story, run, rendered, verdict, took })
}

/// Plays a story against a live rig. There are no goldens for that: times are those of the wall.
///
/// # Errors
/// The rig does not answer, or the story needs one in virtual time.
pub fn play_live(story: Story, address: &Address) -> Result<Played, Broken> {
    let started = stopwatch();
    let run = if story.scenario.under.is_empty() {
        play::live(&story.scenario, &story.world, address)
    } else {
        Err("a story `under` personalities sets up switches of its own: play it in virtual time"
            .into())
    };
    let run = run.map_err(|report| Broken {
        fault: Fault::Rig,
        path: story.path.clone(),
        report: format!("error: {report}\n"),
    })?;
    let took = started.elapsed();
    Ok(Played { story, run, rendered: String::new(), verdict: Verdict::Same, took })
}

/// Plays a story under all its personalities; its run is the first one.
fn play_beside(story: &Story, seed: u64) -> Result<(String, Run), String> {
    let variants = beside::play(&story.scenario, &story.world, seed)?;
    let rendered = beside::render(&story.scenario, &variants);
    let first = variants.into_iter().next().map(|variant| variant.run);
    first.map(|run| (rendered, run)).ok_or_else(|| "`under` names nothing".to_owned())
}

/// Why a world could not be had.
enum WorldFault {
    /// No such file; which there are.
    NotFound(String),
    /// The file has mistakes.
    Wrong(String),
}

/// Worlds live in `worlds/` beside the folder of cases: of the folders above the scenario, the
/// nearest that has one.
fn load_world(scenario: &Path, name: &str, colour: bool) -> Result<World, WorldFault> {
    let Some(folder) = worlds_of(scenario) else {
        let help = "make a folder `worlds` beside or above the scenario, with NAME.toml in it";
        return Err(WorldFault::NotFound(help.into()));
    };
    let path = folder.join(format!("{name}.toml"));
    let Ok(text) = fs::read_to_string(&path) else {
        let known = worlds_in(&folder);
        let guess = known.iter().min_by_key(|known| strsim::damerau_levenshtein(known, name));
        let help = match guess {
            Some(guess) if strsim::damerau_levenshtein(guess, name) <= 2 => {
                format!("did you mean `{guess}`?")
            }
            _ => format!("{} has: {}", folder.display(), known.join(", ")),
        };
        return Err(WorldFault::NotFound(help));
    };
    parse_world(&path, &text, colour).map_err(WorldFault::Wrong)
}

/// Reads a world file.
///
/// # Errors
/// Everything that is wrong with it, ready to print.
pub fn parse_world(path: &Path, text: &str, colour: bool) -> Result<World, String> {
    World::parse(text).map_err(|errors| {
        let diagnostics: Vec<Diagnostic> = errors
            .mistakes
            .into_iter()
            .map(|mistake| {
                let span = Span::new(mistake.span.start, mistake.span.end);
                let diagnostic = Diagnostic::new(mistake.message, span, "");
                match mistake.help {
                    Some(help) => diagnostic.with_help(help),
                    None => diagnostic,
                }
            })
            .collect();
        scenario_lang::render(&diagnostics, &path.display().to_string(), text, colour)
    })
}

/// The folder of worlds that a scenario file uses: of those above it, the nearest.
pub fn worlds_of(scenario: &Path) -> Option<PathBuf> {
    let absolute = fs::canonicalize(scenario).unwrap_or_else(|_| scenario.into());
    absolute.ancestors().map(|folder| folder.join("worlds")).find(|worlds| worlds.is_dir())
}

/// The names of the worlds in a folder, sorted.
pub(crate) fn worlds_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some(entry.path().file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    names
}

fn find_below(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            find_below(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "scn") {
            found.push(path);
        }
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "an edge: it tells how long a run took on the wall")]
fn stopwatch() -> Instant {
    Instant::now()
}
