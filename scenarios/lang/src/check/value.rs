//! A value against the kind it must be of.

use super::{Checker, names::Meaning};
use crate::{
    cursor::not_a_duration,
    diagnostic::Diagnostic,
    duration,
    source::{Span, Spanned},
    suggest,
    vocabulary::Kind,
};

impl Checker<'_> {
    /// Tells when `value`, given for `what`, is not of its kind.
    pub(super) fn value(&mut self, what: &str, kind: &Kind, value: &Spanned<String>) {
        // Nothing behind the `=`: told where it was read.
        if value.span.is_empty() {
            return;
        }
        let vocabulary = self.vocabulary;
        match kind {
            Kind::Text => {}
            Kind::Number if is_number(&value.value) => {}
            Kind::Integer if value.value.parse::<u64>().is_ok() => {}
            Kind::Number => self.wrong(what, kind, value, "digits, `*`, `#`, and a leading `+`"),
            Kind::Integer => self.wrong(what, kind, value, "digits only"),
            Kind::Duration => {
                if let Err(error) = duration::read(&value.value) {
                    self.mistakes.push(not_a_duration(&value.value, value.span, error));
                }
            }
            Kind::Call => self.names.use_call(value, &mut self.mistakes),
            Kind::People => self.people(value),
            Kind::Trunk => self.one_of(&vocabulary.trunks, "trunk group", value),
            Kind::Queue => self.one_of(&vocabulary.queues, "queue", value),
            Kind::OneOf(words) if words.contains(&value.value) => {}
            Kind::OneOf(words) => {
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                let message = format!("`{}` is not a value of `{what}`", value.value);
                let mut mistake = Diagnostic::new(message, value.span, "not one of its words");
                mistake.help = suggest::help(&value.value, &words, "its words are");
                self.mistakes.push(mistake);
            }
        }
    }

    fn wrong(&mut self, what: &str, kind: &Kind, value: &Spanned<String>, label: &str) {
        let message = format!("`{}` is not {}", value.value, kind.describe());
        let mistake = Diagnostic::new(message, value.span, label);
        let help = format!("`{what}` takes {}", kind.describe());
        self.mistakes.push(mistake.with_help(help));
    }

    fn one_of(&mut self, known: &[String], what: &str, value: &Spanned<String>) {
        if known.contains(&value.value) {
            return;
        }
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let message = format!("unknown {what} `{}`", value.value);
        let mut mistake = Diagnostic::new(message, value.span, "not in this world");
        mistake.help = suggest::help(&value.value, &known, &format!("each {what} of this world"));
        self.mistakes.push(mistake);
    }

    fn people(&mut self, value: &Spanned<String>) {
        let agents = self.vocabulary.agents.iter().chain(&self.vocabulary.outsiders);
        let people: Vec<&str> = agents.map(String::as_str).collect();
        let names = value.value.split(',').filter(|_| !value.value.is_empty());
        let mut start = value.span.start;
        let is_bare = value.span.end - value.span.start == value.value.len();
        for name in names {
            let span = if is_bare { Span::new(start, start + name.len()) } else { value.span };
            start += name.len() + 1;
            let known =
                matches!(self.names.meaning(name), Some(Meaning::Agent | Meaning::Outsider));
            if !known {
                let message = format!("unknown party `{name}`");
                let mut mistake = Diagnostic::new(message, span, "not in this world");
                mistake.help = suggest::help(name, &people, "the people of this world are");
                self.mistakes.push(mistake);
            }
        }
    }
}

/// Whether a phone can dial `text`: digits, `*` and `#`, with a leading `+`.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '*' || c == '#')
}
