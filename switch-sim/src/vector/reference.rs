//! What steps refer to: skills, recordings, vectors, VDNs, variables, numbers.

use std::collections::BTreeMap;

use nom::{Parser as _, branch::alt, combinator::opt};

use crate::{
    id::{DeviceId, Number, VectorId},
    queue::Priority,
    vector::grammar::{Fault, Parsed, choice, expected, keyword, number, refusal, refuse, word},
    world::{Serves, mistake::nearest},
};

/// The names that the steps of a world can use.
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub(crate) queues: Vec<QueueNames>,
    pub(crate) announcements: Vec<String>,
    pub(crate) vectors: Vec<VectorNames>,
    pub(crate) vdns: Vec<String>,
    pub(crate) tables: Vec<u32>,
    pub(crate) holidays: Vec<u32>,
    pub(crate) service_hours: Vec<u32>,
    /// Telephones by number; they are devices in the order of the file.
    pub(crate) extensions: BTreeMap<String, DeviceId>,
}

/// By what a step can name a queue.
#[derive(Debug)]
pub(crate) struct QueueNames {
    pub(crate) name: String,
    pub(crate) dn: String,
    pub(crate) skill: Option<u16>,
    pub(crate) serves: Serves,
}

/// By what a step can name a vector.
#[derive(Debug)]
pub(crate) struct VectorNames {
    pub(crate) name: String,
    pub(crate) number: Option<u32>,
}

/// A queue, as a step names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skill {
    /// The place of a queue in the world file.
    Queue(usize),
    /// The first, second or third skill of the active VDN, from 1.
    OfVdn(usize),
}

/// What plays an announcement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recording {
    /// Nothing is played.
    None,
    /// The place of an announcement in the world file.
    Place(usize),
    /// The announcement that a variable names.
    Variable(Variable),
}

/// A VDN, as a step names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VdnName {
    /// By its number.
    Number(String),
    /// The one that has the call.
    Latest,
    /// The one whose settings hold: the first, or the last that was allowed to override.
    Active,
}

/// A variable: `A` to `Z` and `AA` to `ZZ`, or `V1` to `V9` of the active VDN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Variable {
    /// One of the site's; the second letter may be blank.
    Letters(char, char),
    /// One of the VDN's.
    OfVdn(u8),
}

/// A text that a step uses or compares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// No digits at all.
    None,
    /// Digits as written, with the wildcards `+` and `?` where they are compared.
    Written(String),
    /// The collected digits.
    Digits,
    /// The caller's number.
    Ani,
    /// The kind of telephone that the caller's network tells.
    IiDigits,
    /// What a variable holds.
    Variable(Variable),
}

/// A number that a step compares with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// As written.
    Written(u32),
    /// What a variable holds.
    Variable(Variable),
}

impl Names {
    /// A skill: its name, telephone number or skill number; `skill` or `split` may stand before.
    pub(crate) fn skill<'t>(&self, text: &'t str) -> Parsed<'t, Skill> {
        // G3: a call has a main split and two backup splits.
        let (text, _) = opt((opt(choice(&SPLIT_PLACES)), choice(&SKILL_WORDS))).parse(text)?;
        if let Ok(found) = choice(&VDN_SKILLS)(text) {
            return Ok(found);
        }
        let Ok((rest, name)) = word(text) else { return expected(text, "a skill") };
        let skill: Option<u16> = name.parse().ok();
        let names = |queue: &QueueNames| {
            queue.name == name || queue.dn == name || (skill.is_some() && queue.skill == skill)
        };
        match self.queues.iter().position(names) {
            Some(place) => Ok((rest, Skill::Queue(place))),
            None => {
                let known = self.queues.iter().map(|queue| queue.name.as_str());
                let help = did_you_mean(name, known, || match skill {
                    Some(skill) => format!("give one of the [queues] the key skill = {skill}"),
                    None => "write the name, number or skill of one of the [queues]".to_owned(),
                });
                refuse(text, format!("unknown skill `{name}`"), help)
            }
        }
    }

    /// The queue of the attendants.
    pub(crate) fn attendants<'t>(&self, text: &'t str) -> Result<Skill, nom::Err<Fault<'t>>> {
        let place = self.queues.iter().position(|queue| queue.serves == Serves::Attendants);
        place.map(Skill::Queue).ok_or_else(|| {
            let message = "this site has no attendants".to_owned();
            let help = "give one of the [queues] the key attendants = true".to_owned();
            refusal(text, message, help)
        })
    }

    /// A telephone of the site, by its number.
    pub(crate) fn extension<'t>(&self, text: &'t str) -> Parsed<'t, DeviceId> {
        let Ok((rest, number)) = word(text) else { return expected(text, "an extension") };
        match self.extensions.get(number) {
            Some(&device) => Ok((rest, device)),
            None => {
                let known = self.extensions.keys().map(String::as_str);
                let help = did_you_mean(number, known, || "add it to [people]".to_owned());
                refuse(text, format!("unknown extension `{number}`"), help)
            }
        }
    }

    /// A recording, `none`, or a variable that names one.
    pub(crate) fn recording<'t>(&self, text: &'t str) -> Parsed<'t, Recording> {
        let Ok((rest, name)) = word(text) else { return expected(text, "an announcement") };
        if name.eq_ignore_ascii_case("none") {
            return Ok((rest, Recording::None));
        }
        if let Some(place) = self.announcements.iter().position(|known| known == name) {
            return Ok((rest, Recording::Place(place)));
        }
        if let Ok((rest, variable)) = variable(text) {
            return Ok((rest, Recording::Variable(variable)));
        }
        let known = self.announcements.iter().map(String::as_str);
        let add = format!("add \"{name}\" = \"6s\" to [announcements]");
        // Numbers look alike.
        let help = match nearest(name, known) {
            Some(near) if name.bytes().all(|byte| byte.is_ascii_digit()) => {
                format!("{add}, or write `{near}`")
            }
            Some(near) => format!("did you mean `{near}`?"),
            None => add,
        };
        refuse(text, format!("unknown announcement `{name}`"), help)
    }

    /// An audio source: an announcement or a variable that names one.
    pub(crate) fn source<'t>(&self, text: &'t str) -> Option<(&'t str, Recording)> {
        let (_, name) = word(text).ok()?;
        let known = self.announcements.iter().any(|known| known == name);
        let is_source = known || variable(text).is_ok();
        self.recording(text).ok().filter(|_| is_source)
    }

    /// A vector, by its name in the world file or the number in its heading.
    pub(crate) fn vector<'t>(&self, text: &'t str) -> Parsed<'t, VectorId> {
        let Ok((rest, name)) = word(text) else { return expected(text, "a vector") };
        let number = name.parse().ok();
        let names = |vector: &VectorNames| {
            vector.name == name || (number.is_some() && vector.number == number)
        };
        match (0..).map(VectorId).zip(&self.vectors).find(|(_, vector)| names(vector)) {
            Some((id, _)) => Ok((rest, id)),
            None => {
                let known = self.vectors.iter().map(|vector| vector.name.as_str());
                let help = did_you_mean(name, known, || "add it to [vectors]".to_owned());
                refuse(text, format!("unknown vector `{name}`"), help)
            }
        }
    }

    /// A VDN: `latest`, `active`, or its number.
    pub(crate) fn vdn<'t>(&self, text: &'t str) -> Parsed<'t, VdnName> {
        if let Ok((rest, latest)) = choice(&VDN_WORDS)(text) {
            return Ok((rest, if latest { VdnName::Latest } else { VdnName::Active }));
        }
        let Ok((rest, name)) = word(text) else { return expected(text, "a VDN") };
        if self.vdns.iter().any(|known| known == name) {
            return Ok((rest, VdnName::Number(name.to_owned())));
        }
        let known = self.vdns.iter().map(String::as_str).chain(["latest", "active"]);
        let help = did_you_mean(name, known, || {
            format!("let the number lead to a vector: \"{name}\" = {{ vector = \"…\" }}")
        });
        refuse(text, format!("unknown VDN `{name}`"), help)
    }

    /// A table of digits, by its number.
    pub(crate) fn table<'t>(&self, text: &'t str) -> Parsed<'t, u32> {
        let (rest, table) = number(1..=999)(text)?;
        if self.tables.contains(&table) {
            return Ok((rest, table));
        }
        let help = format!("add {table} = [\"0171+\", \"800\"] to [digit_tables]");
        refuse(text, format!("there is no table {table}"), help)
    }
}

/// `pri m`, `priority m`.
pub(crate) fn priority(text: &str) -> Parsed<'_, Priority> {
    let (text, ()) = alt((keyword("pri"), keyword("priority"))).parse(text)?;
    choice(&PRIORITIES)(text)
}

/// A variable.
pub(crate) fn variable(text: &str) -> Parsed<'_, Variable> {
    let Ok((rest, name)) = word(text) else { return expected(text, "a variable") };
    match variable_named(name) {
        Some(found) => Ok((rest, found)),
        None => expected(text, "a variable (A to ZZ, V1 to V9)"),
    }
}

/// The variable of this name.
pub(crate) fn variable_named(name: &str) -> Option<Variable> {
    let mut letters = name.chars();
    match (letters.next(), letters.next(), letters.next()) {
        (Some('V'), Some(digit @ '1'..='9'), None) => {
            digit.to_digit(10).and_then(|digit| u8::try_from(digit).ok()).map(Variable::OfVdn)
        }
        (Some(one @ 'A'..='Z'), None, _) => Some(Variable::Letters(one, ' ')),
        (Some(one @ 'A'..='Z'), Some(two @ 'A'..='Z'), None) => Some(Variable::Letters(one, two)),
        _ => None,
    }
}

/// A number to compare with, or the variable that has it.
pub(crate) fn amount(text: &str) -> Parsed<'_, Amount> {
    alt((number(0..=99_999).map(Amount::Written), variable.map(Amount::Variable))).parse(text)
}

/// Digits as written, `none`, or a variable.
pub(crate) fn term(text: &str) -> Parsed<'_, Term> {
    if let Ok((rest, variable)) = variable(text) {
        return Ok((rest, Term::Variable(variable)));
    }
    match word(text) {
        Ok((rest, found)) if found.eq_ignore_ascii_case("none") => Ok((rest, Term::None)),
        Ok((rest, found)) if is_digits(found) => Ok((rest, Term::Written(found.to_owned()))),
        Ok(_) | Err(_) => expected(text, "digits, `none` or a variable"),
    }
}

/// A number to dial, or the variable that has it.
pub(crate) fn dialled(text: &str) -> Parsed<'_, Term> {
    if let Ok((rest, variable)) = variable(text) {
        return Ok((rest, Term::Variable(variable)));
    }
    match word(text) {
        Ok((rest, found)) if Number::new(found).is_ok() => {
            Ok((rest, Term::Written(found.to_owned())))
        }
        Ok(_) | Err(_) => expected(text, "a number to dial or a variable"),
    }
}

fn is_digits(text: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit() || matches!(c, '*' | '#' | '+' | '?');
    text.len() <= Number::MAX_LEN && text.chars().all(digit)
}

fn did_you_mean<'a>(
    name: &str,
    known: impl Iterator<Item = &'a str>,
    otherwise: impl FnOnce() -> String,
) -> String {
    nearest(name, known).map_or_else(otherwise, |near| format!("did you mean `{near}`?"))
}

const SPLIT_PLACES: [(&str, ()); 2] = [("main", ()), ("backup", ())];

const SKILL_WORDS: [(&str, ()); 3] = [("skill", ()), ("split", ()), ("hunt-group", ())];

const VDN_SKILLS: [(&str, Skill); 3] =
    [("1st", Skill::OfVdn(1)), ("2nd", Skill::OfVdn(2)), ("3rd", Skill::OfVdn(3))];

/// The words for a VDN, and whether each means the latest.
const VDN_WORDS: [(&str, bool); 2] = [("latest", true), ("active", false)];

const PRIORITIES: [(&str, Priority); 8] = [
    ("l", Priority::Low),
    ("m", Priority::Medium),
    ("h", Priority::High),
    ("t", Priority::Top),
    ("low", Priority::Low),
    ("medium", Priority::Medium),
    ("high", Priority::High),
    ("top", Priority::Top),
];
