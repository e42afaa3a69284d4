//! One story under several personalities of switches, its runs beside each other.

use scenario_lang::step::{Lens, Scenario};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use switch_sim::{
    personality::{Row, brand::Brand},
    world::World,
};

use crate::play::{self, Run};

/// A run, and what it was under.
#[derive(Debug)]
pub struct Variant {
    /// The brand, or the row's value.
    pub name: String,
    /// The run.
    pub run: Run,
}

/// Plays a story once under each personality that it names, and under each value of each row.
///
/// # Errors
/// A world cannot be built.
pub fn play(scenario: &Scenario, world: &World, seed: u64) -> Result<Vec<Variant>, String> {
    let mut variants = Vec::new();
    for name in scenario.under.iter().map(|name| name.value.as_str()) {
        let brand = Brand::find(name).map(|brand| (name.to_owned(), brand.personality()));
        let values = Row::find(name).map(Row::samples).unwrap_or_default().into_iter();
        let values = values.filter_map(|value| {
            let set = world.personality.with(name, &value)?;
            Some((value, set))
        });
        for (name, personality) in brand.into_iter().chain(values) {
            let world = World { personality, ..world.clone() };
            let run = play::through(scenario, &world, seed)?;
            variants.push(Variant { name, run });
        }
    }
    Ok(variants)
}

/// The text of a golden: for each lens the lines of all runs, each once, and before a line that not
/// all of them have, which ones do.
pub fn render(scenario: &Scenario, variants: &[Variant]) -> String {
    let mut out = String::new();
    for (letter, variant) in LETTERS.chars().zip(variants) {
        out.push_str(&format_args!("{letter} {}\n", variant.name).to_string());
    }
    for lens in &scenario.golden {
        let views: Vec<String> = variants.iter().map(|variant| variant.run.view(*lens)).collect();
        out.push_str(&section(*lens, &views));
    }
    out.truncate(out.trim_end().len());
    out
}

/// How many lines not all runs have, over all lenses.
pub fn differences(rendered: &str) -> usize {
    rendered.lines().filter(|line| line.starts_with('[')).count()
}

fn section(lens: Lens, views: &[String]) -> String {
    let mut out = format!("\n== {}\n", lens.word());
    for (line, whose) in merged(views) {
        let all = whose.iter().all(|has| *has);
        let marks: String = LETTERS
            .chars()
            .zip(&whose)
            .map(|(letter, has)| if *has { letter } else { '.' })
            .collect();
        let mark = if all { " ".repeat(marks.len() + 2) } else { format!("[{marks}]") };
        out.push_str(format!("{mark} {line}").trim_end());
        out.push('\n');
    }
    out
}

/// The lines of several texts, lines that several have once, with who has each.
fn merged(texts: &[String]) -> Vec<(String, Vec<bool>)> {
    let mut merged: Vec<(String, Vec<bool>)> = Vec::new();
    for (place, text) in texts.iter().enumerate() {
        let new: Vec<&str> = text.lines().collect();
        let old: Vec<&str> = merged.iter().map(|(line, _)| line.as_str()).collect();
        let operations = capture_diff_slices(Algorithm::Myers, &old, &new);
        let mut next: Vec<(String, Vec<bool>)> = Vec::with_capacity(merged.len() + new.len());
        let kept = |range: std::ops::Range<usize>| merged.get(range).unwrap_or_default();
        for operation in operations {
            let shared = matches!(operation, DiffOp::Equal { .. });
            next.extend(kept(operation.old_range()).iter().map(|(line, whose)| {
                let mut whose = whose.clone();
                whose.push(shared);
                (line.clone(), whose)
            }));
            if !shared {
                next.extend(new.get(operation.new_range()).unwrap_or_default().iter().map(
                    |line| {
                        let mut whose = vec![false; place];
                        whose.push(true);
                        ((*line).to_owned(), whose)
                    },
                ));
            }
        }
        merged = next;
    }
    merged
}

/// What stands for the runs, in their order.
const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

#[cfg(test)]
mod tests {
    use super::merged;

    #[test]
    fn lines_are_told_once() {
        let texts = ["a\nb\nd", "a\nc\nd", "a\nb\nc\nd\ne"].map(str::to_owned);
        let lines: Vec<String> = merged(&texts)
            .iter()
            .map(|(line, whose)| {
                let marks: String = whose.iter().map(|has| if *has { '+' } else { '-' }).collect();
                format!("{marks} {line}")
            })
            .collect();
        assert_eq!(lines, ["+++ a", "+-+ b", "-++ c", "+++ d", "--+ e"]);
    }
}
