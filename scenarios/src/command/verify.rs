//! `scenario verify`: the switch against queueing theory.

use std::{
    io::{IsTerminal as _, Write as _},
    path::PathBuf,
    process::ExitCode,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use anstream::{eprintln, print, println};
use owo_colors::OwoColorize as _;
use scenarios::verify::{Case, Checked, Effort, Truth, Verdict, check, report};

use crate::command::{FAILED, Outcome, WRONG_FILE, read};

/// What to verify.
#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArguments {
    /// A file of truth with the columns of the shipped one [default: the shipped one]
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Also the models near saturation, which take minutes each
    #[arg(long)]
    long: bool,
    /// Few calls: some seconds for all, and wider errors
    #[arg(long, conflicts_with = "long")]
    quick: bool,
    /// Seed of the runs
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only models whose name contains this, or this quantity of each
    #[arg(long, value_name = "NAME")]
    row: Option<String>,
    /// Print the whole page of the documentation, in Markdown
    #[arg(long)]
    markdown: bool,
}

/// Runs every model and judges its rows.
pub(crate) fn verify(arguments: &VerifyArguments) -> Outcome {
    let text = match &arguments.csv {
        Some(path) => read(path)?,
        None => SHIPPED.to_owned(),
    };
    let mut truth = Truth::read(&text)?;
    if let Some(name) = &arguments.row {
        truth.select(name);
    }
    let (skipped, cases): (Vec<_>, Vec<_>) =
        truth.cases.into_iter().partition(|case| case.is_near_saturation() && !arguments.long);
    let effort = if arguments.quick { Effort::Quick } else { Effort::Full };
    let results = check_all(&cases, arguments.seed, effort);

    let mut checked = Vec::new();
    let mut letters = truth.letters;
    for result in results {
        match result {
            Ok(rows) => checked.extend(rows),
            Err(letter) => letters.push(letter),
        }
    }
    if checked.is_empty() && letters.is_empty() && skipped.is_empty() {
        return Err("no row was found; a check of nothing proves nothing".into());
    }
    let failed = checked.iter().filter(|row| row.verdict == Verdict::Failed).count();
    let worst = checked.iter().map(|row| row.deviation().abs()).fold(0.0, f64::max);
    let summary = format!(
        "{} rows of {} models agree, {failed} do not, {} cannot be checked; \
         the farthest is {worst:.1} standard errors away (seed {})",
        checked.len() - failed,
        cases.len(),
        letters.len(),
        arguments.seed,
    );
    if arguments.markdown {
        print!("{PREAMBLE}{}\n{}\n", report::markdown(&checked), summary);
    } else {
        table(&checked);
    }
    for letter in &letters {
        eprintln!("{} {letter}", "not checked:".red());
    }
    for case in &skipped {
        eprintln!("left for --long, so near is it to saturation: {}", case.name);
    }
    eprintln!("\n{summary}");
    Ok(ExitCode::from(match (failed, letters.is_empty()) {
        (0, true) => 0,
        (0, false) => WRONG_FILE,
        _ => FAILED,
    }))
}

fn table(checked: &[Checked]) {
    println!("{}", report::header().bold());
    for row in checked {
        match row.verdict {
            Verdict::Passed => println!("{}", report::line(row)),
            Verdict::Failed => println!("{}", report::line(row).red()),
        }
    }
}

/// Runs the models on all processors; the results are in the order of the models.
fn check_all(cases: &[Case], seed: u64, effort: Effort) -> Vec<Result<Vec<Checked>, String>> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(vec![None; cases.len()]);
    let workers = thread::available_parallelism().map_or(1, usize::from).min(cases.len().max(1));
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((place, case)) = take(cases, &next) {
                    let result = check(case, seed, effort);
                    let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
                    if let Some(slot) = results.get_mut(place) {
                        *slot = Some(result);
                    }
                    let done = results.iter().flatten().count();
                    progress(done, cases.len());
                }
            });
        }
    });
    let results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.into_iter().flatten().collect()
}

fn take<'c>(cases: &'c [Case], next: &AtomicUsize) -> Option<(usize, &'c Case)> {
    let place = next.fetch_add(1, Ordering::Relaxed);
    Some((place, cases.get(place)?))
}

/// Shows how far it has come, on a terminal only.
fn progress(done: usize, all: usize) {
    let mut terminal = std::io::stderr();
    if !terminal.is_terminal() {
        return;
    }
    let filled = 40 * done / all.max(1);
    let bar = format!("{}{}", "█".repeat(filled), "░".repeat(40 - filled));
    let end = if done == all { "\r\x1b[K" } else { "" };
    // A terminal that has gone away is no reason to stop.
    let _shown = write!(terminal, "\r{bar} {done} of {all} models{end}");
    let _flushed = terminal.flush();
}

/// What stands above the table in the documentation.
const PREAMBLE: &str = include_str!("../../verify/preamble.txt");

/// The truth that ships with the product.
const SHIPPED: &str = include_str!("../../verify/truth.csv");
