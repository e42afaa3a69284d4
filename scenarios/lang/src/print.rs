//! A scenario back to text.

use crate::{
    duration,
    format::format,
    source::Spanned,
    step::{Lens, Scenario, Step, quote},
};

/// The text of a scenario, formatted; reading it again gives the same scenario, at other places.
///
/// A scenario made by hand that no text can hold, such as one whose request has a blank in its name, prints as some text
/// that is not a scenario.
pub fn print(scenario: &Scenario) -> String {
    let mut lines = vec![
        format!("scenario {}", quote(&scenario.title.value)),
        format!("world {}", scenario.world.value),
    ];
    if !scenario.tags.is_empty() {
        let tags: Vec<&str> = scenario.tags.iter().map(|tag| tag.value.as_str()).collect();
        lines.push(format!("tags {}", tags.join(" ")));
    }
    if !scenario.under.is_empty() {
        let under: Vec<&str> = scenario.under.iter().map(|name| name.value.as_str()).collect();
        lines.push(format!("under {}", under.join(" ")));
    }
    let lenses: Vec<&str> = scenario.golden.iter().copied().map(Lens::word).collect();
    lines.push(format!("golden {}", lenses.join(" ")));
    lines.push(String::new());
    print_steps(&scenario.steps, &mut lines);
    let text = lines.join("\n") + "\n";
    format(&text).unwrap_or(text)
}

fn print_steps(steps: &[Spanned<Step>], lines: &mut Vec<String>) {
    for step in steps {
        lines.push(line(&step.value));
        let is_block = match &step.value {
            Step::Together(_) | Step::AnyOrder(_) | Step::Never { .. } | Step::Repeat { .. } => {
                true
            }
            Step::Request(_)
            | Step::Event(_)
            | Step::Check(_)
            | Step::Fault(_)
            | Step::Wait(_)
            | Step::Quiet(_) => false,
        };
        if is_block {
            print_steps(step.value.inner(), lines);
            lines.push("end".to_owned());
        }
    }
}

/// The line of a step, or the line that opens the block.
fn line(step: &Step) -> String {
    match step {
        Step::Request(request) => request.to_string(),
        Step::Event(event) => event.to_string(),
        Step::Check(check) => check.to_string(),
        Step::Fault(fault) => fault.to_string(),
        Step::Wait(time) => format!("wait {}", duration::write(*time)),
        Step::Quiet(time) => format!("quiet {}", duration::write(*time)),
        Step::Together(_) => "together".to_owned(),
        Step::AnyOrder(_) => "any-order".to_owned(),
        Step::Never { within, .. } => format!("never for {}", duration::write(*within)),
        Step::Repeat { count, every: None, .. } => format!("repeat {count}"),
        Step::Repeat { count, every: Some(every), .. } => {
            format!("repeat {count} every {}", duration::write(*every))
        }
    }
}
