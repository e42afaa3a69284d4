//! The first word of a step, and who reads the rest of it.

use crate::{
    vector::{
        Command, adjunct_routing, announcement, busy, check, collect, consider, converse_on,
        disconnect, goto,
        grammar::{Parsed, blanks, expected, refuse, word},
        messaging, queue_to,
        reference::Names,
        reply_best, return_to, route_to, set, stop, wait_time,
    },
    world::mistake::nearest,
};

/// Reads what follows the first word of a command.
type Reader = for<'t> fn(&Names, &'t str) -> Parsed<'t, Command>;

/// The number that a step begins with: `01`, `1`, `01.`, `1)`, `01:`.
pub(super) fn step_number(line: &str) -> Parsed<'_, u8> {
    let (text, _) = blanks(line)?;
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = digits.strip_prefix(['.', ')', ':']).unwrap_or(digits);
    let written = text.get(..text.len() - digits.len()).unwrap_or_default();
    match written.parse() {
        Ok(found @ 1..=99) if rest.is_empty() || rest.starts_with(char::is_whitespace) => {
            Ok((rest, found))
        }
        Ok(_) | Err(_) => expected(text, "a number from 1 to 99"),
    }
}

/// Whether a line begins with the first word of a command.
pub(super) fn is_command(line: &str) -> bool {
    let first = word(line).map_or("", |(_, first)| first);
    let left_out = LEFT_OUT.iter().map(|(word, _)| *word);
    COMMANDS.iter().map(|(word, _)| *word).chain(left_out).any(|c| c.eq_ignore_ascii_case(first))
}

/// A command with all it needs.
pub(super) fn command<'t>(names: &Names, text: &'t str) -> Parsed<'t, Command> {
    let (rest, name) = word(text)?;
    let known = |(word, _): &&(&str, Reader)| word.eq_ignore_ascii_case(name);
    if let Some((_, read)) = COMMANDS.iter().find(known) {
        return read(names, rest);
    }
    if let Some((_, help)) = LEFT_OUT.iter().find(|(word, _)| word.eq_ignore_ascii_case(name)) {
        let message = format!("`{name}` is not modelled");
        return refuse(text, message, (*help).to_owned());
    }
    let near = nearest(name, COMMANDS.iter().map(|(word, _)| *word));
    let help = near.map_or_else(
        || {
            let words: Vec<_> = COMMANDS.iter().map(|(word, _)| format!("`{word}`")).collect();
            format!("there is {}", words.join(", "))
        },
        |near| format!("did you mean `{near}`?"),
    );
    refuse(text, format!("unknown command `{name}`"), help)
}

/// Every command by its first word.
const COMMANDS: [(&str, Reader); 17] = [
    ("adjunct", adjunct_routing::read),
    ("announcement", announcement::read),
    ("busy", busy::read),
    ("check", check::read),
    ("collect", collect::read),
    ("consider", consider::read),
    ("converse-on", converse_on::read),
    ("disconnect", disconnect::read),
    ("goto", goto::read),
    ("messaging", messaging::read),
    ("queue-to", queue_to::read),
    ("reply-best", reply_best::read),
    ("return", return_to::read),
    ("route-to", route_to::read),
    ("set", set::read),
    ("stop", stop::read),
    ("wait-time", wait_time::read),
];

/// Commands of the vendor that this switch cannot do.
const LEFT_OUT: [(&str, &str); 1] = [("serv-obsrv", "observing is not modelled: remove the step")];
