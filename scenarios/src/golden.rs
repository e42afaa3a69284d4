//! Goldens: the file beside a scenario that says what a run looks like, and how a run differs.

use std::path::{Path, PathBuf};

use scenario_lang::step::{Lens, Scenario};

use crate::play::Run;

/// What the golden beside a scenario says about a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Same,
    /// There is no golden yet.
    Missing,
    /// The first place where run and golden part.
    Different(Divergence),
}

/// The first divergence of a run from its golden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Divergence {
    /// Line of the golden's content, from 1.
    pub line: usize,
    /// The lines just before, which are the same in both.
    pub before: Vec<String>,
    /// What the golden says from there on; empty at its end.
    pub golden: Vec<String>,
    /// What the run says from there on; empty at its end.
    pub run: Vec<String>,
}

/// The golden that belongs to a scenario.
pub fn path_of(scenario: &Path) -> PathBuf {
    scenario.with_extension("snap")
}

/// The text that a golden holds: one section per lens.
pub fn render(scenario: &Scenario, run: &Run) -> String {
    let section = |lens: &Lens| format!("== {}\n{}\n", lens.word(), run.view(*lens));
    let mut out: String = scenario.golden.iter().map(section).collect();
    out.truncate(out.trim_end().len());
    out
}

/// The golden file for a rendered run, in the form in which insta keeps snapshots.
pub fn file(scenario: &Path, rendered: &str) -> String {
    let path = scenario.display().to_string();
    let shipped = path.find("scenarios/cases/").and_then(|start| path.get(start..));
    let path = shipped.unwrap_or(&path);
    format!("---\nsource: tests/tests/golden.rs\ninput_file: {path}\n---\n{rendered}\n")
}

/// Compares a run with the content of its golden file (`None`: there is no such file).
pub fn compare(rendered: &str, golden_file: Option<&str>) -> Verdict {
    let Some(file) = golden_file else { return Verdict::Missing };
    let golden: Vec<&str> = content(file).trim_end().lines().collect();
    let run: Vec<&str> = rendered.lines().collect();
    let same = golden.iter().zip(&run).take_while(|(a, b)| a == b).count();
    if same == golden.len() && same == run.len() {
        return Verdict::Same;
    }
    let some = |lines: &[&str], from: usize, count: usize| {
        lines.iter().skip(from).take(count).map(|line| (*line).to_owned()).collect()
    };
    Verdict::Different(Divergence {
        line: same + 1,
        before: some(&run, same.saturating_sub(CONTEXT), CONTEXT.min(same)),
        golden: some(&golden, same, SHOWN),
        run: some(&run, same, SHOWN),
    })
}

/// The content of an insta snapshot file: what follows its header.
fn content(file: &str) -> &str {
    file.strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
        .map_or(file, |(_, content)| content)
}

const CONTEXT: usize = 4;
const SHOWN: usize = 8;
