//! `?`: of what something is asked, and what can be asked of it.

use super::{Checker, names::Meaning, word::find_word};
use crate::{
    diagnostic::Diagnostic,
    source::Spanned,
    step::{Check, Pair},
    suggest,
    vocabulary::Word,
};

impl Checker<'_> {
    /// Checks one check.
    pub(super) fn subject(&mut self, check: &Check) {
        let what = &check.what;
        let vocabulary = self.vocabulary;
        let words = match self.names.meaning(&what.value) {
            Some(Meaning::Call) => &vocabulary.call_checks,
            Some(Meaning::Agent) => &vocabulary.agent_checks,
            Some(Meaning::Queue) => &vocabulary.queue_checks,
            Some(meaning @ (Meaning::Outsider | Meaning::Point | Meaning::Target)) => {
                let message = format!("nothing can be asked of `{}`", what.value);
                let mistake = Diagnostic::new(message, what.span, meaning.describe());
                let help = "ask of a named call, a person with a desktop, or a queue";
                self.mistakes.push(mistake.with_help(help));
                return;
            }
            None => return self.unknown_subject(what),
        };
        let asked = Asked { words, of: &what.value };
        for word in &check.words {
            self.bare_word(&asked, word);
        }
        for pair in &check.pairs {
            self.asked_pair(&asked, pair);
        }
        let keys = check.pairs.iter().map(|pair| &pair.key);
        self.repeated(check.words.iter().chain(keys));
    }

    fn unknown_subject(&mut self, what: &Spanned<String>) {
        let agent = what.value.strip_suffix(".phone");
        if let Some(agent) = agent.filter(|agent| self.names.meaning(agent).is_some()) {
            let message = format!("nothing can be asked of the phone of `{agent}`");
            let mistake = Diagnostic::new(message, what.span, "a phone");
            self.mistakes.push(mistake.with_help(format!("ask of the person: `{agent} ? …`")));
        } else {
            self.names.unknown_subject(what, &mut self.mistakes);
        }
    }

    fn bare_word(&mut self, asked: &Asked<'_>, word: &Spanned<String>) {
        let Some(known) = find_word(asked.words, &word.value) else {
            return self.unknown_check(asked, word);
        };
        if let Some(value) = known.value_key().filter(|value| value.required) {
            let message = format!("`{}` needs a value", word.value);
            let help = format!("write `{}=` and {}", word.value, value.kind.describe());
            let mistake = Diagnostic::new(message, word.span, "no value");
            self.mistakes.push(mistake.with_help(help));
        }
    }

    fn asked_pair(&mut self, asked: &Asked<'_>, pair: &Pair) {
        let Some(known) = find_word(asked.words, &pair.key.value) else {
            return self.unknown_check(asked, &pair.key);
        };
        match known.value_key() {
            Some(value) => self.value(&pair.key.value, &value.kind, &pair.value),
            None => {
                let message = format!("`{}` takes no value", pair.key.value);
                let mistake = Diagnostic::new(message, pair.value.span, "one word too many");
                self.mistakes.push(mistake.with_help(format!("write `{}` alone", pair.key.value)));
            }
        }
    }

    fn unknown_check(&mut self, asked: &Asked<'_>, word: &Spanned<String>) {
        // A key that can be none is told where it was read.
        if word.value.is_empty() {
            return;
        }
        let names: Vec<&str> = asked.words.iter().map(|word| word.name.as_str()).collect();
        let message = format!("`{}` cannot be asked of `{}`", word.value, asked.of);
        let mut mistake = Diagnostic::new(message, word.span, "no such question");
        mistake.help = suggest::help(&word.value, &names, "it can be asked");
        self.mistakes.push(mistake);
    }
}

/// What can be asked, and of what.
struct Asked<'v> {
    words: &'v [Word],
    of: &'v str,
}
