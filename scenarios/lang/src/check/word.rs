//! The bare word and the keys behind a name, against what the vocabulary says of that name.

use std::collections::BTreeMap;

use super::Checker;
use crate::{
    diagnostic::Diagnostic,
    lexer::is_key,
    source::{Span, Spanned},
    step::Pair,
    suggest,
    vocabulary::{Kind, Operand, Word, stands_for},
};

/// What a line does with its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It makes it happen, and must give all that is required.
    Asked,
    /// It looks for it, and names what it looks at.
    Looked,
}

/// The word that `written` is.
pub(super) fn find_word<'v>(words: &'v [Word], written: &str) -> Option<&'v Word> {
    words.iter().find(|word| stands_for(&word.name, written))
}

impl Checker<'_> {
    /// Checks the bare words behind `name`, of which there may be one.
    pub(super) fn operands(
        &mut self,
        word: &Word,
        role: Role,
        name: &Spanned<String>,
        operands: &[Spanned<String>],
    ) {
        let Some((operand, more)) = operands.split_first() else {
            if role == Role::Asked {
                self.missing_operand(word, name);
            }
            return;
        };
        let surplus = match word.operand {
            Operand::None => Some(operand),
            Operand::Call | Operand::OptionalCall | Operand::Number | Operand::Word => more.first(),
        };
        match word.operand {
            Operand::None => {}
            Operand::Call | Operand::OptionalCall => {
                self.names.use_call(operand, &mut self.mistakes);
            }
            Operand::Number => self.value(&name.value, &Kind::Number, operand),
            Operand::Word => {
                if let Some(key) = word.operand_key() {
                    self.value(&name.value, &key.kind, operand);
                }
            }
        }
        if let Some(surplus) = surplus {
            let takes =
                if word.operand == Operand::None { "no bare word" } else { "one bare word" };
            let message = format!("`{}` takes {takes}", name.value);
            let mut mistake = Diagnostic::new(message, surplus.span, "one word too many");
            mistake.help = keys_help(word);
            self.mistakes.push(mistake);
        }
    }

    /// Checks the pairs behind `name`.
    pub(super) fn keys(&mut self, word: &Word, role: Role, name: &Spanned<String>, pairs: &[Pair]) {
        for pair in pairs {
            match word.find_key(&pair.key.value) {
                Some(key) => self.value(&pair.key.value, &key.kind, &pair.value),
                None => self.unknown_key(word, name, &pair.key),
            }
        }
        self.repeated(pairs.iter().map(|pair| &pair.key));
        if role == Role::Looked {
            return;
        }
        let is_given = |known: &str| pairs.iter().any(|pair| stands_for(known, &pair.key.value));
        for key in word.line_keys().filter(|key| key.required && !is_given(&key.name)) {
            let near = pairs.iter().any(|pair| {
                word.find_key(&pair.key.value).is_none()
                    && suggest::nearest(&pair.key.value, &[&key.name]).is_some()
            });
            // A key misspelled is told as unknown; that it is missing as well would say the same twice.
            if !near {
                let message = format!("`{}` needs `{}`", name.value, key.name);
                let label = format!("`{}=…` is missing", key.name);
                let help = format!("write `{}=` and {}", key.name, key.kind.describe());
                self.mistakes.push(Diagnostic::new(message, name.span, label).with_help(help));
            }
        }
    }

    /// Tells of every key or word that stands twice.
    pub(super) fn repeated<'k>(&mut self, keys: impl Iterator<Item = &'k Spanned<String>>) {
        let mut first: BTreeMap<&str, Span> = BTreeMap::new();
        for key in keys {
            let earlier = *first.entry(&key.value).or_insert(key.span);
            if earlier != key.span {
                let message = format!("`{}` is given twice", key.value);
                let mistake = Diagnostic::new(message, key.span, "given again");
                self.mistakes.push(mistake.with_context(earlier, "first given here"));
            }
        }
    }

    fn missing_operand(&mut self, word: &Word, name: &Spanned<String>) {
        let missing = match word.operand {
            Operand::None | Operand::OptionalCall => return,
            Operand::Call => "a call".to_owned(),
            Operand::Number => "a number to dial".to_owned(),
            Operand::Word => match word.operand_key() {
                Some(key) if !key.required => return,
                Some(key) => key.kind.describe(),
                None => "a word".to_owned(),
            },
        };
        let message = format!("`{}` needs {missing}", name.value);
        let mistake = Diagnostic::new(message, name.span.after(), "missing behind the name");
        self.mistakes.push(mistake);
    }

    fn unknown_key(&mut self, word: &Word, name: &Spanned<String>, key: &Spanned<String>) {
        // Told where it was read.
        if !is_key(&key.value) {
            return;
        }
        let known: Vec<&str> = word.line_keys().map(|key| key.name.as_str()).collect();
        let message = format!("`{}` has no key `{}`", name.value, key.value);
        let mut mistake = Diagnostic::new(message, key.span, "no such key");
        mistake.help = suggest::help(&key.value, &known, "its keys are")
            .or_else(|| Some("it has no keys".to_owned()));
        self.mistakes.push(mistake);
    }
}

fn keys_help(word: &Word) -> Option<String> {
    let keys: Vec<&str> = word.line_keys().map(|key| key.name.as_str()).collect();
    (!keys.is_empty())
        .then(|| format!("what it takes is written as keys: {}", suggest::list(&keys)))
}
