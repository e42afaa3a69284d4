//! A scenario as a golden shows it: one line per step, with its line in the file.

use std::time::Duration;

use scenario_lang::{
    LineIndex, Scenario, Spanned, duration,
    step::{Pair, Step},
};

/// What was read, for eyes: a column of line numbers, the kind of step, and its parts with their names.
pub(crate) fn dump(scenario: &Scenario, text: &str) -> String {
    let mut lines = vec![
        format!("title  {:?}", scenario.title.value),
        format!("world  {:?}", scenario.world.value),
        format!("tags   {:?}", values(&scenario.tags)),
        format!("golden {:?}", scenario.golden),
    ];
    steps(&scenario.steps, &LineIndex::new(text), 0, &mut lines);
    lines.join("\n")
}

fn steps(steps_: &[Spanned<Step>], index: &LineIndex, depth: usize, lines: &mut Vec<String>) {
    for step in steps_ {
        let line = index.line_of(step.span);
        lines.push(format!("{line:>3}  {}{}", "  ".repeat(depth), describe(&step.value)));
        steps(step.value.inner(), index, depth + 1, lines);
    }
}

fn describe(step: &Step) -> String {
    let parts: Vec<(&str, Option<String>)> = match step {
        Step::Request(request) => vec![
            ("request", Some(request.who.value.to_string())),
            ("name", word(Some(&request.name))),
            ("operand", word(request.operand.as_ref())),
            ("pairs", pairs(&request.pairs)),
            ("as", word(request.names.as_ref())),
            ("error", word(request.error.as_ref())),
        ],
        Step::Event(event) => vec![
            ("event", Some(event.who.value.to_string())),
            ("name", word(Some(&event.name))),
            ("operand", word(event.operand.as_ref())),
            ("pairs", pairs(&event.pairs)),
            ("within", time(event.within)),
        ],
        Step::Check(check) => vec![
            ("check", word(Some(&check.what))),
            ("words", words(&check.words)),
            ("pairs", pairs(&check.pairs)),
            ("within", time(check.within)),
        ],
        Step::Fault(fault) => vec![
            ("fault", word(Some(&fault.what))),
            ("name", word(Some(&fault.name))),
            ("words", words(&fault.words)),
            ("pairs", pairs(&fault.pairs)),
            ("for", time(fault.lasting)),
        ],
        Step::Wait(length) => vec![("wait", time(Some(*length)))],
        Step::Quiet(length) => vec![("quiet", time(Some(*length)))],
        Step::Together(_) => vec![("together", Some(String::new()))],
        Step::AnyOrder(_) => vec![("any-order", Some(String::new()))],
        Step::Never { within, .. } => vec![("never for", time(Some(*within)))],
        Step::Repeat { count, every, .. } => {
            vec![("repeat", Some(count.to_string())), ("every", time(*every))]
        }
    };
    let parts = parts.into_iter().filter_map(|(name, part)| Some(format!("{name} {}", part?)));
    parts.collect::<Vec<_>>().join(" | ").trim_end().to_owned()
}

fn word(word: Option<&Spanned<String>>) -> Option<String> {
    word.map(|word| word.value.clone())
}

fn words(words: &[Spanned<String>]) -> Option<String> {
    (!words.is_empty()).then(|| format!("{:?}", values(words)))
}

fn pairs(pairs: &[Pair]) -> Option<String> {
    let pairs: Vec<String> =
        pairs.iter().map(|pair| format!("{}={:?}", pair.key.value, pair.value.value)).collect();
    (!pairs.is_empty()).then(|| pairs.join(" "))
}

fn time(time: Option<Duration>) -> Option<String> {
    time.map(duration::write)
}

fn values(words: &[Spanned<String>]) -> Vec<&str> {
    words.iter().map(|word| word.value.as_str()).collect()
}
