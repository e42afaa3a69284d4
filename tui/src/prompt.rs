//! The line at the bottom in which a command or a filter is typed.

use crate::{app::App, app::Pane, command, text_line::TextLine};

/// A line that is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    pub kind: PromptKind,
    pub line: TextLine,
    /// What the last word could be, and which of these stands there.
    completion: Option<(Vec<String>, usize)>,
}

/// What is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromptKind {
    /// `:` a command, or a line of the scenario language.
    Command,
    /// `/` what a pane shows only.
    Filter(Pane),
}

impl Prompt {
    /// A line with some text.
    pub fn new(kind: PromptKind, text: &str) -> Self {
        Self { kind, line: TextLine::new(text), completion: None }
    }

    /// The line was edited: completion begins anew.
    pub fn forget_completion(&mut self) {
        self.completion = None;
    }

    /// Completes the last word, or changes it to the next (or previous) thing it could be.
    pub fn complete(&mut self, app: &App, forward: bool) {
        let text = self.line.text().to_owned();
        let start = text.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let (before, word) = text.split_at(start);
        let (choices, place) = match self.completion.take() {
            Some((choices, place)) => {
                let count = choices.len().max(1);
                let step = if forward { 1 } else { count - 1 };
                let place = (place + step) % count;
                (choices, place)
            }
            None => (choices(app, before, word), 0),
        };
        if let Some(choice) = choices.get(place) {
            self.line = TextLine::new(format!("{before}{choice}"));
            self.completion = Some((choices, place));
        }
    }

    /// What the last word could be, for the line below.
    pub fn hints(&self, app: &App) -> Vec<String> {
        let text = self.line.text();
        let start = text.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let (before, word) = text.split_at(start);
        match &self.completion {
            Some((choices, _)) => choices.clone(),
            None => choices(app, before, word),
        }
    }
}

/// Everything that begins with the word and can stand behind what is before it.
fn choices(app: &App, before: &str, word: &str) -> Vec<String> {
    let words: Vec<&str> = before.split_whitespace().collect();
    let all: Vec<String> = match words.as_slice() {
        [] => first_words(app),
        [_, ">"] => app.scene.requests(),
        [what, "!"] => {
            let faults = app.scene.words().faults.iter().filter(|(broken, _)| broken == what);
            faults.flat_map(|(_, words)| words).map(|word| word.name.clone()).collect()
        }
        [who]
            if breaks(app).any(|what| what == *who)
                || !command::names().any(|name| name == *who) =>
        {
            [">", "!", "?"].map(str::to_owned).to_vec()
        }
        [_, ">", ..] => {
            let calls = app.scene.call_ids().into_iter().map(|call| app.scene.key_of(call));
            let keys = ["to=", "ani=", "trunk=", "data.", "reason=", "ready", "notready"];
            calls.chain(keys.map(str::to_owned)).collect()
        }
        _ => Vec::new(),
    };
    let mut fits: Vec<String> = all
        .into_iter()
        .filter(|choice| choice.to_lowercase().starts_with(&word.to_lowercase()))
        .collect();
    fits.sort();
    fits.dedup();
    fits
}

fn first_words(app: &App) -> Vec<String> {
    let world = app.scene.world();
    let people = world.people.iter().flat_map(|p| [p.name.clone(), format!("{}.phone", p.name)]);
    let outside = world.outside.iter().map(|outsider| outsider.name.clone());
    let commands = command::names().map(str::to_owned);
    let broken = breaks(app).map(str::to_owned);
    commands.chain(people).chain(outside).chain(broken).chain(["wait".to_owned()]).collect()
}

/// What can break.
fn breaks(app: &App) -> impl Iterator<Item = &str> {
    app.scene.words().faults.iter().map(|(what, _)| what.as_str())
}
