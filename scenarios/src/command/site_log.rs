//! `scenario import-log` and `scenario compare-log`: a site's T-Server log comes home.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anstream::{eprintln, print, println};
use scenarios::{
    compare::{Rehearsal, compare},
    conversation::Conversation,
    golden,
    import::{LeftOut, import},
    play, suite,
};
use tserver_log::Log;

use super::{FAILED, Outcome, WRONG_FILE, colour, write};

#[derive(Debug, clap::Args)]
pub(crate) struct ImportArguments {
    /// A T-Server's log, in the text format; the files of a rotated one in their order
    #[arg(required = true)]
    log: Vec<PathBuf>,
    /// Where the scenario goes; its world and its golden beside it [default: the first log's name]
    #[arg(long, value_name = "FILE.scn")]
    to: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CompareArguments {
    /// A T-Server's log, in the text format; the files of a rotated one in their order; at the end
    /// the scenario whose run it is compared with
    #[arg(required = true, num_args = 2.., value_names = ["LOG", "SCENARIO"])]
    files: Vec<PathBuf>,
}

/// Turns a log into a scenario, its world and its golden; never over existing files.
pub(crate) fn import_log(arguments: &ImportArguments) -> Outcome {
    let log = read_logs(&arguments.log)?;
    let first = arguments.log.first().and_then(|path| path.file_name()).unwrap_or_default();
    let path = arguments.to.clone().unwrap_or_else(|| Path::new(first).with_extension("scn"));
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let logs: Vec<String> = arguments.log.iter().map(|log| log.display().to_string()).collect();
    let title = format!("Out of {}", logs.join(", "));
    let imported = import(&log, &title, &name)?;
    let run = play::run(&imported.scenario, &imported.world, imported.world.seed, None)?;
    let worlds = suite::worlds_of(&path)
        .unwrap_or_else(|| path.parent().unwrap_or_else(|| Path::new("")).join("worlds"));
    let world = worlds.join(format!("{name}.toml"));
    let snap = golden::path_of(&path);
    for file in [&path, &world, &snap] {
        if file.exists() {
            return Err(format!("{} exists already; --to FILE.scn names another", file.display()));
        }
    }
    fs::create_dir_all(&worlds).map_err(|error| format!("{}: {error}", worlds.display()))?;
    write(&world, &imported.world_file)?;
    write(&path, &scenario_lang::print(&imported.scenario))?;
    write(&snap, &golden::file(&path, &golden::render(&imported.scenario, &run)))?;
    print_left_out(&imported.left_out);
    print_left_out(&imported.data_left_out);
    let left_out: usize = imported.left_out.iter().map(|left_out| left_out.messages).sum();
    println!("\n{} messages; {left_out} of them could not be explained", log.said.len());
    println!("{}, {} and {} written", path.display(), world.display(), snap.display());
    println!("next: scenario compare-log {} {}", logs.join(" "), path.display());
    if let Some(failure) = run.failure {
        println!("the scenario does not come true by itself: {}", failure.message);
        return Ok(ExitCode::from(FAILED));
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints how a log and the run of a scenario differ, and what would explain it.
pub(crate) fn compare_log(arguments: &CompareArguments) -> Outcome {
    let (scenario, logs) = arguments.files.split_last().ok_or("name a log and a scenario")?;
    let log = read_logs(logs)?;
    let story = match suite::load(scenario, colour()) {
        Ok(story) => story,
        Err(broken) => {
            anstream::eprint!("{}", broken.report);
            return Ok(ExitCode::from(WRONG_FILE));
        }
    };
    let run = Rehearsal::play_with(&story.scenario, &story.text, &story.world, log.watched())?;
    let comparison = compare(&log, &run);
    print!("{}", comparison.print(&run));
    if let Some(failure) = &run.failure {
        println!("the scenario failed, so the run ends early: {failure}");
    }
    let same = comparison.is_same() && run.failure.is_none();
    Ok(ExitCode::from(if same { 0 } else { FAILED }))
}

fn print_left_out(left_out: &[LeftOut]) {
    for left_out in left_out.iter().take(LEFT_OUT_SHOWN) {
        println!("{left_out}");
    }
    let more = left_out.len().saturating_sub(LEFT_OUT_SHOWN);
    if more > 0 {
        let further = left_out.iter().skip(LEFT_OUT_SHOWN);
        let messages: usize = further.map(|left_out| left_out.messages).sum();
        println!("and {messages} messages for {more} further reasons");
    }
}

/// Reads the files of a log as one, and says on standard error what of it could not be read. Lines of
/// several files are counted through.
fn read_logs(paths: &[PathBuf]) -> Result<Conversation, String> {
    let mut bytes = Vec::new();
    let mut lines = 0;
    for path in paths {
        let file = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let from = lines + 1;
        lines += file.split_inclusive(|byte| *byte == b'\n').count();
        if paths.len() > 1 {
            println!("{} is lines {from} to {lines}", path.display());
        }
        bytes.extend(file);
        if !bytes.ends_with(b"\n") {
            bytes.push(b'\n');
        }
    }
    let log = Conversation::of(&Log::read(&bytes));
    let name = paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
    for complaint in log.complaints.iter().take(COMPLAINTS_SHOWN) {
        eprintln!("{name}: {complaint}");
    }
    let more = log.complaints.len().saturating_sub(COMPLAINTS_SHOWN) + log.further_complaints;
    if more > 0 {
        eprintln!("{name}: and {more} more");
    }
    for (unknown, (count, line)) in &log.unknown {
        eprintln!("{name}: line {line}: {unknown} is not known here ({count} times); not compared");
    }
    if log.between_servers > 0 {
        let count = log.between_servers;
        eprintln!("{name}: {count} messages between T-Servers are passed over");
    }
    if log.said.is_empty() {
        return Err(format!("{name} has no message of a T-Server and its clients"));
    }
    Ok(log)
}

const COMPLAINTS_SHOWN: usize = 20;
const LEFT_OUT_SHOWN: usize = 50;
