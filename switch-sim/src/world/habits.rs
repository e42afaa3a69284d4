//! What agents do beside answering, as a `[behaviour]` says it: mistakes, holds, transfers,
//! conferences, breaks.

use crate::world::{
    Break, Chance, Consult, Distribution, Hold, Lapse, Purpose,
    living::{LAWS, distribution, number},
    mistake::Mistakes,
    reader::{Fields, Text, Value},
};

/// Keys of a behaviour that this file reads.
pub(crate) const KEYS: [&str; 10] = [
    "misses",
    "answers_late",
    "cuts_off",
    "forgets_ready",
    "misdials",
    "holds",
    "blind_transfers",
    "transfers",
    "conferences",
    "breaks",
];

/// How often the agent makes a mistake that takes no time.
pub(crate) fn often(fields: &mut Fields<'_, '_>, key: &str) -> Chance {
    let value = fields.value(key);
    value.and_then(|value| chance(value, key, fields.mistakes())).unwrap_or_default()
}

/// A mistake, how often it happens, and after how long.
pub(crate) fn lapse(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Lapse> {
    let value = fields.value(key)?;
    let mut fields =
        Fields::new(key, value.span(), value, &["chance", "after"], fields.mistakes())?;
    let chance = needed_chance(&mut fields);
    let after = needed(&mut fields, "after");
    Some(Lapse { chance: chance?, after: after? })
}

/// Calls put on hold.
pub(crate) fn holds(fields: &mut Fields<'_, '_>) -> Option<Hold> {
    let value = fields.value("holds")?;
    let keys = ["chance", "after", "lasts"];
    let mut fields = Fields::new("`holds`", value.span(), value, &keys, fields.mistakes())?;
    let chance = needed_chance(&mut fields);
    let [after, lasts] = ["after", "lasts"].map(|key| needed(&mut fields, key));
    Some(Hold { chance: chance?, after: after?, lasts: lasts? })
}

/// Calls with which the agent turns to somebody else, and the numbers that are called.
pub(crate) fn consults(fields: &mut Fields<'_, '_>) -> (Vec<Consult>, Vec<Text>) {
    let (mut consults, mut numbers) = (Vec::new(), Vec::new());
    for key in ["blind_transfers", "transfers", "conferences"] {
        let Some(value) = fields.value(key) else { continue };
        let (keys, what): (&[_], _) = match key {
            "blind_transfers" => (&["chance", "after", "to"], "`blind_transfers`"),
            "transfers" => (&["chance", "after", "to", "speaks"], "`transfers`"),
            _ => (&["chance", "after", "to", "speaks"], "`conferences`"),
        };
        let entry = Fields::new(what, value.span(), value, keys, fields.mistakes());
        let Some(mut entry) = entry else { continue };
        let chance = needed_chance(&mut entry);
        let after = needed(&mut entry, "after");
        let to = entry.numbers("to");
        if to.is_empty() {
            let (at, message) = (entry.at(), format!("{what} needs `to`"));
            entry.mistakes().note_with_help(at, message, "add to = [\"8200\"], the numbers called");
        }
        let purpose = match key {
            "blind_transfers" => Some(Purpose::BlindTransfer),
            "transfers" => needed(&mut entry, "speaks").map(|speaks| Purpose::Transfer { speaks }),
            _ => needed(&mut entry, "speaks").map(|speaks| Purpose::Conference { speaks }),
        };
        numbers.extend(to.iter().cloned());
        if let (Some(chance), Some(after), Some(purpose), false) =
            (chance, after, purpose, to.is_empty())
        {
            let to = to.into_iter().map(|number| number.text).collect();
            consults.push(Consult { chance, after, to, purpose });
        }
    }
    (consults, numbers)
}

/// When the agent is away.
pub(crate) fn breaks(fields: &mut Fields<'_, '_>) -> Option<Break> {
    let value = fields.value("breaks")?;
    let keys = ["every", "lasts", "reason"];
    let mut fields = Fields::new("`breaks`", value.span(), value, &keys, fields.mistakes())?;
    let [every, lasts] = ["every", "lasts"].map(|key| needed(&mut fields, key));
    let reason = fields.text("reason").map_or_else(|| "break".to_owned(), |reason| reason.text);
    Some(Break { every: every?, lasts: lasts?, reason })
}

fn needed(fields: &mut Fields<'_, '_>, key: &str) -> Option<Distribution> {
    if fields.value(key).is_none() {
        let (at, message) = (fields.at(), format!("`{key}` is missing"));
        fields.mistakes().note_with_help(at, message, LAWS);
    }
    distribution(fields, key)
}

fn needed_chance(fields: &mut Fields<'_, '_>) -> Option<Chance> {
    match fields.value("chance") {
        Some(value) => chance(value, "chance", fields.mistakes()),
        None => {
            let at = fields.at();
            let help = "add chance = 0.1, a number from 0 to 1";
            fields.mistakes().note_with_help(at, "`chance` is missing", help);
            None
        }
    }
}

fn chance<'t>(value: &'t Value<'t>, key: &str, mistakes: &mut Mistakes) -> Option<Chance> {
    let chance = number(value).filter(|chance| *chance <= 1.0);
    if chance.is_none() {
        mistakes.note(value.span(), format!("`{key}` is a number from 0 to 1"));
    }
    chance.map(Chance)
}
