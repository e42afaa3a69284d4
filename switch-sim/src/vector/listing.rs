//! The vendor's listing of a vector (`display vector`), as it is pasted: numbered steps, and
//! headings and page breaks between them that mean nothing here.

use std::ops::Range;

use crate::vector::{
    Command, Program, command,
    facts::Facts,
    grammar::{Fault, end},
    reference::Names,
};

/// Something in a listing that is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// Where, in bytes from the beginning of the listing.
    pub(crate) at: Range<usize>,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

/// Reads a listing; whatever is wrong is told, and left out.
pub(crate) fn read(text: &str, names: &Names, facts: &Facts) -> (Program, Vec<Mistake>) {
    let mut program = Program::default();
    let mut mistakes = Vec::new();
    let mut latest = 0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        let line = line.trim_end();
        if is_heading(line) {
            continue;
        }
        match step(line, names) {
            Ok((number, step)) => {
                let span = at + (line.len() - line.trim_start().len())..at + line.len();
                if let Some(mistake) = misplaced(number, latest, facts) {
                    mistakes.push(Mistake { at: span, ..mistake });
                    continue;
                }
                latest = number;
                if let Some((command, text)) = step {
                    program.put(number, command, text);
                }
            }
            Err(fault) => {
                let (message, help) = fault.letter();
                let from = line.len() - fault.rest.len();
                let word = fault.rest.find(char::is_whitespace).unwrap_or(fault.rest.len());
                mistakes.push(Mistake { at: at + from..at + from + word, message, help });
            }
        }
    }
    (program, mistakes)
}

/// The number in the heading of a listing.
pub(crate) fn number(text: &str) -> Option<u32> {
    text.lines().find_map(|line| {
        let rest = line.trim_start().strip_prefix("Number:")?;
        rest.split_whitespace().next()?.parse().ok()
    })
}

/// The number of a step and what it says; a blank step or a comment says nothing.
fn step<'t>(line: &'t str, names: &Names) -> Result<(u8, Option<Said>), Fault<'t>> {
    let inside = |error: nom::Err<Fault<'t>>| match error {
        nom::Err::Error(fault) | nom::Err::Failure(fault) => fault,
        nom::Err::Incomplete(_) => Fault::unknown(line),
    };
    let (rest, number) = command::step_number(line).map_err(inside)?;
    if end(rest).is_ok() || rest.trim_start().starts_with('#') {
        return Ok((number, None));
    }
    let text = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    let (rest, step) = command::command(names, rest).map_err(inside)?;
    end(rest).map_err(inside)?;
    Ok((number, Some((step, text))))
}

/// What a step does, and in which words.
type Said = (Command, String);

fn misplaced(number: u8, latest: u8, facts: &Facts) -> Option<Mistake> {
    let told = |message, help: &str| Some(Mistake { at: 0..0, message, help: Some(help.into()) });
    if number > facts.steps {
        let message = format!("a vector of this release has {} steps", facts.steps);
        return told(message, "write release = \"cm\" into [vectoring], or use a second vector");
    }
    if number == latest {
        return told(format!("step {number:02} is there twice"), "number the steps one by one");
    }
    if number < latest {
        let message = format!("step {number:02} comes after step {latest:02}");
        return told(message, "put the steps in their order");
    }
    None
}

/// Whether a line of a paste is no step: blank, a heading, a page break, a comment of its own.
fn is_heading(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    line.is_empty()
        || HEADINGS.iter().any(|heading| line.starts_with(heading))
        || (line.contains("? y") || line.contains("? n")) && !line.starts_with(char::is_numeric)
}

const HEADINGS: [&str; 14] = [
    "#",
    "display vector",
    "change vector",
    "list vector",
    "call vector",
    "number:",
    "name:",
    "page ",
    "press ",
    "command:",
    "esc-",
    "basic?",
    "prompting?",
    "\u{c}",
];
