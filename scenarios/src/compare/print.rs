//! A comparison in words.

use std::{collections::BTreeMap, fmt::Write as _};

use tserver_wire::Message;

use super::{Comparison, Difference, Rehearsal, What};

impl Comparison {
    /// The differences by step, then the settings that would explain some of them. `run` names
    /// calls by the scenario's names where it can.
    pub fn print(&self, run: &Rehearsal) -> String {
        let mut out = String::new();
        let mut shown: BTreeMap<String, usize> = BTreeMap::new();
        let mut step = None;
        for difference in &self.differences {
            let count = shown.entry(sort(difference)).or_insert(0);
            *count += 1;
            if *count > SHOWN_OF_A_SORT {
                continue;
            }
            if step != Some(difference.step) {
                step = Some(difference.step);
                put(&mut out, format_args!("\n{}", run.label(difference.step)));
            }
            let line = difference.line.map(|line| format!(" (line {line} of the log)"));
            let words = words(difference, run);
            put(&mut out, format_args!("  {words}{}", line.unwrap_or_default()));
        }
        for (sort, count) in shown.iter().filter(|(_, count)| **count > SHOWN_OF_A_SORT) {
            let more = count - SHOWN_OF_A_SORT;
            put(&mut out, format_args!("… and {more} more: {sort}"));
        }
        self.print_unseen(&mut out);
        let same = if self.is_same() { "; no difference" } else { "" };
        let (log, run, alike) = (self.of_log, self.of_run, self.alike);
        put(
            &mut out,
            format_args!("\n{log} messages in the log, {run} in the run, {alike} alike{same}"),
        );
        self.print_explanations(&mut out);
        out
    }

    fn print_unseen(&self, out: &mut String) {
        let list = |numbers: &std::collections::BTreeSet<String>| {
            numbers.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
        };
        if !self.unseen_in_log.is_empty() {
            let numbers = list(&self.unseen_in_log);
            put(out, format_args!("\nnot compared, for the log has no events of them: {numbers}"));
        }
        if !self.unseen_in_run.is_empty() {
            let numbers = list(&self.unseen_in_run);
            put(out, format_args!("\nnot compared, for the run has no events of them: {numbers}"));
        }
        for (place, count) in
            [("before the log begins", self.before), ("after it ends", self.after)]
        {
            if count > 0 {
                put(out, format_args!("\nnot compared: {count} messages of the run from {place}"));
            }
        }
        for (call, count) in &self.calls_before {
            put(
                out,
                format_args!(
                    "\nnot compared: {count} messages of call {call:016x}, which began before the log"
                ),
            );
        }
        for (attribute, why) in &self.not_compared {
            put(out, format_args!("\nnot compared: Attribute{attribute}: {why}"));
        }
    }

    fn print_explanations(&self, out: &mut String) {
        let explanations = self.explanations();
        if explanations.is_empty() {
            return;
        }
        out.push_str("\nWhat would explain it:\n");
        for (known, count) in explanations {
            put(out, format_args!("  {} ({count}): {}", known.name, known.says));
            put(out, format_args!("      {}", known.set));
        }
    }
}

impl Rehearsal {
    fn label(&self, step: usize) -> String {
        match self.lines.get(step) {
            Some((0, text)) => text.clone(),
            Some((line, text)) => {
                format!("line {line}: {}", text.lines().next().unwrap_or_default())
            }
            None => String::new(),
        }
    }
}

fn words(difference: &Difference, rehearsal: &Rehearsal) -> String {
    let at = if difference.number.is_empty() { "" } else { " at " };
    let about = format!("{}{at}{}", difference.kind, difference.number);
    match &difference.what {
        What::OnlyLog(message) => format!("only in the log: {}", brief(message)),
        What::OnlyRun(message) => format!("only in the run: {}", rehearsal.named(&brief(message))),
        What::Attribute { name, log, run, .. } => {
            let side = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".into());
            let (log, run) = (side(log), rehearsal.named(&side(run)));
            format!("{about}: {name} is {} in the log, {run} in the run", rehearsal.named(&log))
        }
        What::Order { step_of_run } => {
            format!(
                "{about} comes here in the log; in the run it belongs to {}",
                rehearsal.label(*step_of_run)
            )
        }
        What::Swapped => format!("{about} and what the log has after it come the other way round"),
    }
}

/// What of a message tells it from others.
fn brief(message: &Message) -> String {
    let mut brief = Message::new(message.kind);
    let telling = |attribute: &&tserver_wire::Attribute| TELLING.contains(&attribute.id);
    brief.attributes = message.attributes.iter().filter(telling).cloned().collect();
    brief.one_line()
}

/// What repeats itself in a long log.
fn sort(difference: &Difference) -> String {
    let kind = difference.kind;
    match &difference.what {
        What::OnlyLog(_) => format!("{kind} only in the log"),
        What::OnlyRun(_) => format!("{kind} only in the run"),
        What::Attribute { name, log: None, .. } => format!("{name} of {kind} only in the run"),
        What::Attribute { name, run: None, .. } => format!("{name} of {kind} only in the log"),
        What::Attribute { name, .. } => format!("{name} of {kind} otherwise"),
        What::Order { .. } => format!("{kind} in another step"),
        What::Swapped => format!("{kind} the other way round"),
    }
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _written = writeln!(out, "{text}");
}

const SHOWN_OF_A_SORT: usize = 5;
const TELLING: &[tserver_wire::AttributeId] = {
    use tserver_wire::AttributeId as A;
    &[
        A::THIS_DN,
        A::OTHER_DN,
        A::THIS_QUEUE,
        A::CONN_ID,
        A::CALL_TYPE,
        A::CALL_STATE,
        A::AGENT_ID,
        A::WORK_MODE,
        A::ERROR_CODE,
        A::ERROR_MESSAGE,
    ]
};
