//! Which names there are: people, queues, what can break, and the calls named so far.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diagnostic::{Diagnostic, Mistakes},
    keyword,
    lexer::is_name_char,
    source::{Span, Spanned},
    step::{Step, Who},
    suggest,
    vocabulary::Vocabulary,
};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Agent,
    Outsider,
    Queue,
    Point,
    Target,
    Call,
}

impl Meaning {
    /// The meaning in a few words.
    pub(super) fn describe(self) -> &'static str {
        match self {
            Self::Agent => "a person",
            Self::Outsider => "somebody outside",
            Self::Queue => "a queue",
            Self::Point => "a routing point",
            Self::Target => "a thing that can break",
            Self::Call => "a call",
        }
    }
}

/// The names of the world, and of the calls as the story goes on.
pub(super) struct Names<'v> {
    vocabulary: &'v Vocabulary,
    calls: BTreeMap<String, Span>,
    /// The calls that begin at this instant, inside `together`: known once it has ended.
    at_this_instant: Option<Vec<Spanned<String>>>,
    /// Every call that the file names, wherever it begins.
    all_calls: BTreeMap<String, Span>,
    /// Unknown names already told, of which no nearer name is known: told once.
    told: BTreeSet<String>,
}

impl<'v> Names<'v> {
    /// The names of the world, before the first of `steps`.
    pub(super) fn new(vocabulary: &'v Vocabulary, steps: &[Spanned<Step>]) -> Self {
        let mut all_calls = BTreeMap::new();
        collect_calls(steps, &mut all_calls);
        let (calls, told) = (BTreeMap::new(), BTreeSet::new());
        Self { vocabulary, calls, at_this_instant: None, all_calls, told }
    }

    /// What `name` stands for, if anything.
    pub(super) fn meaning(&self, name: &str) -> Option<Meaning> {
        let has = |names: &[String]| names.iter().any(|known| known == name);
        if has(&self.vocabulary.agents) {
            Some(Meaning::Agent)
        } else if has(&self.vocabulary.outsiders) {
            Some(Meaning::Outsider)
        } else if has(&self.vocabulary.queues) {
            Some(Meaning::Queue)
        } else if has(&self.vocabulary.points) {
            Some(Meaning::Point)
        } else if self.vocabulary.faults.iter().any(|(target, _)| target == name) {
            Some(Meaning::Target)
        } else if self.calls.contains_key(name) {
            Some(Meaning::Call)
        } else {
            None
        }
    }

    /// From here on all lines happen at one instant.
    pub(super) fn begin_instant(&mut self) {
        self.at_this_instant.get_or_insert_default();
    }

    /// The instant has passed: the calls that began in it are known.
    pub(super) fn end_instant(&mut self) {
        for call in self.at_this_instant.take().unwrap_or_default() {
            self.calls.entry(call.value).or_insert(call.span);
        }
    }

    /// A call begins and is named.
    pub(super) fn name_call(&mut self, name: &Spanned<String>, mistakes: &mut Mistakes) {
        let word = name.value.as_str();
        let begun = self.at_this_instant.iter().flatten().find(|call| call.value == word);
        let earlier = self.calls.get(word).copied().or_else(|| begun.map(|call| call.span));
        if let Some(earlier) = earlier {
            let message = format!("the name `{word}` is given twice");
            let mistake = Diagnostic::new(message, name.span, "given again");
            let mistake = mistake.with_context(earlier, "first given here");
            mistakes.push(mistake.with_help("each call of a story has a name of its own"));
            return;
        }
        if let Some(meaning) = self.meaning(word) {
            let message = format!("`{word}` cannot name a call");
            let label = format!("the name of {}", meaning.describe());
            mistakes.push(Diagnostic::new(message, name.span, label));
            return;
        }
        let is_plain = word.starts_with(char::is_alphabetic) && word.chars().all(is_name_char);
        if keyword::is_reserved(word) || !is_plain {
            let label = if is_plain { "a word of the language" } else { "not a plain name" };
            let mistake = Diagnostic::new(format!("`{word}` cannot name a call"), name.span, label);
            mistakes.push(mistake.with_help("a letter, then letters, digits, `_` and `-`: `c1`"));
        }
        match &mut self.at_this_instant {
            Some(calls) => calls.push(name.clone()),
            None => {
                self.calls.insert(word.to_owned(), name.span);
            }
        }
    }

    /// Tells when `name` is not a call that has begun.
    pub(super) fn use_call(&mut self, name: &Spanned<String>, mistakes: &mut Mistakes) {
        match self.meaning(&name.value) {
            Some(Meaning::Call) => {}
            Some(meaning) => {
                let message = format!("`{}` is not a call", name.value);
                let mistake = Diagnostic::new(message, name.span, meaning.describe());
                mistakes.push(mistake.with_help(self.calls_so_far()));
            }
            None => self.unknown_call(name, mistakes),
        }
    }

    /// Tells that `what`, of which something is asked, is unknown.
    pub(super) fn unknown_subject(&mut self, what: &Spanned<String>, mistakes: &mut Mistakes) {
        let agents = self.vocabulary.agents.iter().chain(&self.vocabulary.queues);
        let mut known: Vec<&str> = agents.map(String::as_str).collect();
        known.extend(self.calls.keys().map(String::as_str));
        if let Some(near) = suggest::nearest(&what.value, &known) {
            let help = format!("did you mean `{near}`?");
            mistakes.push(unknown_subject(what).with_help(help));
        } else if self.all_calls.contains_key(&what.value) {
            self.unknown_call(what, mistakes);
        } else if self.told.insert(what.value.clone()) {
            mistakes.push(unknown_subject(what).with_help(self.calls_so_far()));
        }
    }

    /// Tells that `who` is unknown.
    pub(super) fn unknown_party(&mut self, who: &Spanned<Who>, mistakes: &mut Mistakes) {
        let word = who.value.to_string();
        if self.told.contains(&word) {
            return;
        }
        let phones: Vec<String> =
            self.vocabulary.agents.iter().map(|agent| format!("{agent}.phone")).collect();
        let people = self.vocabulary.agents.iter().chain(&self.vocabulary.outsiders);
        let mut known: Vec<&str> = people.map(String::as_str).collect();
        let help = if word.contains('.') {
            known = phones.iter().map(String::as_str).collect();
            suggest::help(&word, &known, "the phones are")
        } else {
            suggest::help(&word, &known, "the people of this world are")
        };
        if suggest::nearest(&word, &known).is_none() {
            self.told.insert(word.clone());
        }
        let message = format!("unknown party `{word}`");
        let mut mistake = Diagnostic::new(message, who.span, "not in this world");
        mistake.help = help;
        mistakes.push(mistake);
    }

    fn unknown_call(&mut self, name: &Spanned<String>, mistakes: &mut Mistakes) {
        let word = name.value.as_str();
        if self.told.contains(word) {
            return;
        }
        let at_once = self.at_this_instant.iter().flatten().find(|call| call.value == word);
        let known: Vec<&str> = self.calls.keys().map(String::as_str).collect();
        let mistake = if let Some(call) = at_once {
            let message = format!("`{word}` begins at the same instant");
            let help = "the lines of `together` have no order: use the call behind its `end`";
            let mistake = Diagnostic::new(message, name.span, "has not begun");
            mistake.with_context(call.span, "begins here").with_help(help)
        } else if let Some(begins) = self.all_calls.get(word) {
            let message = format!("`{word}` is used before it begins");
            let mistake = Diagnostic::new(message, name.span, "has not begun");
            mistake.with_context(*begins, "begins here")
        } else if let Some(near) = suggest::nearest(word, &known) {
            let mistake =
                Diagnostic::new(format!("unknown call `{word}`"), name.span, "no such call");
            mistakes.push(mistake.with_help(format!("did you mean `{near}`?")));
            return;
        } else {
            let message = format!("unknown call `{word}`");
            Diagnostic::new(message, name.span, "no such call").with_help(self.calls_so_far())
        };
        self.told.insert(word.to_owned());
        mistakes.push(mistake);
    }

    fn calls_so_far(&self) -> String {
        if self.calls.is_empty() {
            return "no call has been named: `as NAME` behind a request names the call it begins"
                .to_owned();
        }
        let names: Vec<&str> = self.calls.keys().map(String::as_str).collect();
        format!("the calls so far are: {}", suggest::list(&names))
    }
}

fn unknown_subject(what: &Spanned<String>) -> Diagnostic {
    let message = format!("unknown name `{}`", what.value);
    Diagnostic::new(message, what.span, "not a call, a person or a queue")
}

fn collect_calls(steps: &[Spanned<Step>], calls: &mut BTreeMap<String, Span>) {
    for step in steps {
        if let Step::Request(request) = &step.value
            && let Some(name) = &request.names
        {
            calls.entry(name.value.clone()).or_insert(name.span);
        }
        collect_calls(step.value.inner(), calls);
    }
}
