//! The lines before the first step: title, world, tags, personalities, lenses; each at most once, in any order.

use crate::{
    cursor::Cursor,
    diagnostic::{Diagnostic, Mistakes},
    keyword::Keyword,
    lexer::is_name_char,
    source::{Span, Spanned},
    step::{Lens, Scenario, Step},
    suggest,
};

/// The heads that stand in the file.
#[derive(Debug, Default)]
pub(super) struct Heads {
    scenario: Scenario,
    /// Which heads were given, and where.
    given: Vec<Spanned<Keyword>>,
}

impl Heads {
    /// Reads one head; `first_step` is where the story has already begun.
    pub(super) fn line(
        &mut self,
        head: Spanned<Keyword>,
        first_step: Option<Span>,
        cursor: &mut Cursor<'_, '_>,
    ) {
        let word = head.value.form().word;
        let earlier = self.given.iter().find(|given| given.value == head.value);
        if let Some(earlier) = earlier {
            let message = format!("`{word}` is given twice");
            let mistake = Diagnostic::new(message, head.span, "given again");
            cursor.mistake(mistake.with_context(earlier.span, "first given here"));
            return cursor.lose();
        }
        if let Some(first_step) = first_step {
            let message = format!("`{word}` stands behind the first step");
            let mistake = Diagnostic::new(message, head.span, "too late");
            let mistake = mistake.with_context(first_step, "the story begins here");
            cursor.mistake(mistake.with_help(format!("put `{word}` before the first step")));
        }
        self.given.push(head.clone());
        match head.value {
            Keyword::Scenario => self.scenario.title = title(cursor).unwrap_or_default(),
            Keyword::World => {
                self.scenario.world = world(cursor).unwrap_or_default();
            }
            Keyword::Tags => self.scenario.tags = names("tag", cursor),
            Keyword::Under => self.scenario.under = names("personality", cursor),
            Keyword::Golden => self.scenario.golden = golden(cursor),
            Keyword::Wait
            | Keyword::Quiet
            | Keyword::Together
            | Keyword::AnyOrder
            | Keyword::Never
            | Keyword::Repeat
            | Keyword::End => {}
        }
    }

    /// The last head, behind which the steps belong; none when there is no head.
    pub(super) fn end(&self) -> Option<Span> {
        self.given.iter().map(|head| head.span).max()
    }

    /// The scenario with its steps; tells which mandatory heads are missing.
    pub(super) fn into_scenario(
        self,
        steps: Vec<Spanned<Step>>,
        mistakes: &mut Mistakes,
    ) -> Scenario {
        let first = steps.first().map_or_else(Span::default, |step| step.span);
        for mandatory in [Keyword::Scenario, Keyword::World] {
            if self.given.iter().all(|given| given.value != mandatory) {
                let form = mandatory.form();
                let message = format!("the line `{}` is missing", form.shape);
                let mistake = Diagnostic::new(message, first, "the story begins here without it");
                mistakes.push(mistake.with_help(format!("`{}`: {}", form.word, form.help)));
            }
        }
        let mut golden = self.scenario.golden;
        if golden.is_empty() {
            golden.push(Lens::Ptc);
        }
        Scenario { steps, golden, ..self.scenario }
    }
}

fn title(cursor: &mut Cursor<'_, '_>) -> Option<Spanned<String>> {
    let place = cursor.here();
    let Some(title) = cursor.text() else {
        cursor.missing("a title in quotes", Some("write `scenario \"what happens\"`"));
        return None;
    };
    if title.value.trim().is_empty() {
        let mistake = Diagnostic::new("the title is empty", place, "no title");
        cursor.mistake(mistake.with_help("say in one sentence what happens"));
    }
    Some(title)
}

fn world(cursor: &mut Cursor<'_, '_>) -> Option<Spanned<String>> {
    let world = cursor.word("the name of a world")?;
    refuse_odd_name("world", &world, cursor);
    Some(world)
}

/// Plain names, each once.
fn names(what: &str, cursor: &mut Cursor<'_, '_>) -> Vec<Spanned<String>> {
    let mut names: Vec<Spanned<String>> = Vec::new();
    while let Some(name) = cursor.operand() {
        refuse_odd_name(what, &name, cursor);
        match names.iter().find(|earlier| earlier.value == name.value) {
            Some(earlier) => cursor.mistake(given_twice(what, &name, earlier.span)),
            None => names.push(name),
        }
    }
    names
}

fn golden(cursor: &mut Cursor<'_, '_>) -> Vec<Lens> {
    let mut lenses: Vec<(Lens, Span)> = Vec::new();
    while let Some(word) = cursor.operand() {
        let Some(lens) = Lens::find(&word.value) else {
            let message = format!("unknown lens `{}`", word.value);
            let mut mistake = Diagnostic::new(message, word.span, "no such lens");
            mistake.help = suggest::help(&word.value, &Lens::ALL.map(Lens::word), "the lenses are");
            cursor.mistake(mistake);
            continue;
        };
        match lenses.iter().find(|(earlier, _)| *earlier == lens) {
            Some((_, earlier)) => cursor.mistake(given_twice("lens", &word, *earlier)),
            None => lenses.push((lens, word.span)),
        }
    }
    lenses.into_iter().map(|(lens, _)| lens).collect()
}

fn given_twice(what: &str, word: &Spanned<String>, earlier: Span) -> Diagnostic {
    let message = format!("the {what} `{}` is given twice", word.value);
    Diagnostic::new(message, word.span, "given again").with_context(earlier, "first given here")
}

/// Names of worlds are names of files, and tags stand on command lines: both keep to plain characters.
fn refuse_odd_name(what: &str, name: &Spanned<String>, cursor: &mut Cursor<'_, '_>) {
    if !name.value.chars().all(is_name_char) {
        let message = format!("`{}` cannot be the name of a {what}", name.value);
        let mistake = Diagnostic::new(message, name.span, "not a plain name");
        cursor.mistake(mistake.with_help("letters, digits, `_` and `-` make a name"));
    }
}
