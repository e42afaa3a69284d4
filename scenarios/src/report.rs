//! What is printed about a run: one line each, and for a failure everything a person needs.

use std::fmt::Write as _;

use owo_colors::{OwoColorize as _, Style};
use scenario_lang::LineIndex;

use crate::{
    golden::{self, Divergence, Verdict},
    ladder::Paint,
    play::Failure,
    suite::Played,
};

/// One line about a run, in colour: verdict, name, title, virtual and wall time.
pub fn line(played: &Played) -> String {
    let (word, style) = match (&played.run.failure, &played.verdict) {
        (Some(_), _) => ("FAIL", Style::new().red().bold()),
        (None, Verdict::Same) => ("ok", Style::new().green()),
        (None, Verdict::Missing) => ("NO GOLDEN", Style::new().yellow().bold()),
        (None, Verdict::Different(_)) => ("CHANGED", Style::new().red().bold()),
    };
    let story = &played.story;
    let verdict = format!("{word:<9}");
    let took = format!("{:.1} ms", played.took.as_secs_f64() * 1000.0);
    format!(
        "{} {:<44} {} {}",
        verdict.style(style),
        name(played),
        story.scenario.title.value,
        format!("({} in {took})", played.run.elapsed()).dimmed()
    )
}

/// The name of a scenario: its path below `cases/`, without the ending.
pub fn name(played: &Played) -> String {
    let path = played.story.path.with_extension("");
    let parts: Vec<String> =
        path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    let below = parts.iter().rposition(|part| part == "cases").map_or(0, |place| place + 1);
    parts.get(below..).unwrap_or_default().join("/")
}

/// Everything about a run that did not pass; empty if it did.
pub fn explain(played: &Played, paint: Paint) -> String {
    match (&played.run.failure, &played.verdict) {
        (Some(failure), _) => failed(played, failure, paint) + &again(played, failure),
        (None, Verdict::Different(divergence)) => changed(played, divergence),
        (None, Verdict::Missing) => missing(played),
        (None, Verdict::Same) => String::new(),
    }
}

/// Where a story failed: the line, the nearest event, what happened last.
pub fn failed(played: &Played, failure: &Failure, paint: Paint) -> String {
    let story = &played.story;
    let run = &played.run;
    let line = LineIndex::new(&story.text).line_of(failure.span);
    let source = story.text.lines().nth(line - 1).unwrap_or_default().trim_end();
    let path = story.path.display();
    let mut out = String::new();
    write(&mut out, format_args!("FAIL {path}:{line}  (seed {}, {})", run.seed, run.elapsed()));
    write(&mut out, format_args!("{line:>5} | {source}"));
    write(&mut out, format_args!("      | {}", run.named(&failure.message)));
    if let Some(nearest) = &failure.nearest {
        write(&mut out, format_args!("  nearest event since the last match:"));
        let event = run.named(&nearest.event);
        write(&mut out, format_args!("      {:<11}{event}", nearest.at.to_string()));
        for difference in &nearest.differences {
            write(&mut out, format_args!("      {:<11}{}", "", run.named(difference)));
        }
    }
    write(&mut out, format_args!("  what happened last:"));
    for row in run.ladder(LADDER_ROWS, paint).lines() {
        write(&mut out, format_args!("  {row}"));
    }
    out
}

/// How to see the failure again.
fn again(played: &Played, failure: &Failure) -> String {
    let Played { story, run, .. } = played;
    let line = LineIndex::new(&story.text).line_of(failure.span);
    let path = story.path.display();
    let seed = run.seed;
    format!(
        "  again: scenario run {path} --seed {seed} --to {line} --show ladder\n  \
         step by step: tui {path} --seed {seed} --to {line}\n"
    )
}

fn changed(played: &Played, divergence: &Divergence) -> String {
    let golden = golden::path_of(&played.story.path);
    let mut out = String::new();
    write(
        &mut out,
        format_args!("CHANGED {}: line {} of the golden", golden.display(), divergence.line),
    );
    for same in &divergence.before {
        write(&mut out, format_args!("    {same}"));
    }
    for (mark, lines) in [("-", &divergence.golden), ("+", &divergence.run)] {
        if lines.is_empty() {
            write(&mut out, format_args!("  {mark} (nothing more)"));
        }
        for line in lines {
            write(&mut out, format_args!("  {mark} {line}"));
        }
    }
    write(&mut out, format_args!("  - golden, + this run; the first difference only"));
    write(
        &mut out,
        format_args!("  if the run is right: scenario bless {}", played.story.path.display()),
    );
    out
}

fn missing(played: &Played) -> String {
    let path = played.story.path.display();
    format!(
        "NO GOLDEN {path}\n  the story came true, but nothing beside it says what it looks like\n  \
         look at it: scenario run {path} --show ptc\n  keep it: scenario bless {path}\n"
    )
}

fn write(out: &mut String, line: std::fmt::Arguments<'_>) {
    let _infallible = writeln!(out, "{line}");
}

/// How many rows of the ladder a failure report shows.
const LADDER_ROWS: usize = 16;
