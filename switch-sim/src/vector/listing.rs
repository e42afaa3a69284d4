//! The vendor's listing of a vector (`display vector`), as it is pasted from a terminal: numbered steps,
//! some of them broken in two, and headings, page breaks, frames and prompts that mean nothing here.

use std::ops::Range;

use crate::vector::{
    Command, Program, command,
    facts::Facts,
    grammar::{Fault, end, refusal},
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
    for (at, said) in steps(text) {
        match step(said, names) {
            Ok((number, step)) => {
                let span = at + (said.len() - said.trim_start().len())..at + said.len();
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
                let from = said.len() - fault.rest.len();
                let word = fault.rest.find(char::is_whitespace).unwrap_or(fault.rest.len());
                mistakes.push(Mistake { at: at + from..at + from + word, message, help });
            }
        }
    }
    (program, mistakes)
}

/// The steps of a listing, and where they begin. A line without a number goes on with the step
/// before it, where a terminal has broken that in two.
fn steps(text: &str) -> Vec<(usize, &str)> {
    let mut steps: Vec<Range<usize>> = Vec::new();
    let (mut start, mut is_open) = (0, false);
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        let line = line.trim_end().trim_end_matches(EDGE);
        let end = at + line.len();
        let said = line.trim_start_matches(EDGE);
        if is_heading(said) {
            is_open = false;
            continue;
        }
        let is_numbered = said.trim_start().starts_with(|c: char| c.is_ascii_digit());
        match steps.last_mut().filter(|_| is_open && !is_numbered && !command::is_command(said)) {
            Some(step) => step.end = end,
            None => steps.push(end - said.len()..end),
        }
        is_open = true;
    }
    steps.into_iter().filter_map(|step| Some((step.start, text.get(step)?))).collect()
}

/// The number in the heading of a listing.
pub(crate) fn number(text: &str) -> Option<u32> {
    text.lines().find_map(|line| {
        let rest = line.trim_start().strip_prefix("Number:")?;
        rest.split_whitespace().next()?.parse().ok()
    })
}

/// The number of a step and what it says; a blank step or a comment says nothing.
fn step<'t>(said: &'t str, names: &Names) -> Result<(u8, Option<Said>), Fault<'t>> {
    let inside = |error: nom::Err<Fault<'t>>| match error {
        nom::Err::Error(fault) | nom::Err::Failure(fault) => fault,
        nom::Err::Incomplete(_) => Fault::unknown(said),
    };
    if !said.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
        let (found, help) = if command::is_command(said) {
            ("a step without a number", "write its number before it: 01, 02 …")
        } else {
            ("this is no step", "leave the line out, or let it begin with #")
        };
        return Err(inside(refusal(said, found.to_owned(), help.to_owned())));
    }
    let (rest, number) = command::step_number(said).map_err(inside)?;
    let blank = rest.chars().all(|c| c.is_whitespace() || c == '_');
    if blank || rest.trim_start().starts_with('#') {
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

/// Whether a line of a paste is no step: blank, a rule, a heading, a page break, what the terminal
/// says below, a comment of its own.
fn is_heading(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '>']).to_lowercase();
    !line.contains(char::is_alphanumeric)
        || HEADINGS.iter().any(|heading| line.starts_with(heading))
        || (line.contains("? y") || line.contains("? n")) && !line.starts_with(char::is_numeric)
}

/// What a terminal draws at the edges of its screen.
const EDGE: [char; 5] = ['|', '\u{2502}', '\u{2551}', ' ', '\t'];

const HEADINGS: [&str; 16] = [
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
    "command successfully",
    "-- end",
    "esc-",
    "basic",
    "prompting",
    "\u{c}",
];
