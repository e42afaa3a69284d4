//! Blocks within blocks, kept on a stack of their own so that no depth of text is a depth of calls.

use std::time::Duration;

use crate::{
    cursor::Cursor,
    diagnostic::{Diagnostic, Mistakes},
    keyword::Keyword,
    limits,
    source::{Span, Spanned},
    step::Step,
};

/// What opened a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    Together,
    AnyOrder,
    Never(Duration),
    Repeat { count: u32, every: Option<Duration> },
}

impl Opening {
    /// Reads what stands behind `never`.
    pub(super) fn never(cursor: &mut Cursor<'_, '_>) -> Self {
        if cursor.follows("for").is_none() {
            cursor.missing("`for TIME`", Some("say how long they may not come: `never for 5s`"));
            return Self::Never(Duration::ZERO);
        }
        Self::Never(cursor.duration().unwrap_or_default())
    }

    /// Reads what stands behind `repeat`.
    pub(super) fn repeat(cursor: &mut Cursor<'_, '_>) -> Self {
        let count = cursor.word("a count").map_or(1, |word| count(&word, cursor));
        let every = cursor.follows("every").and_then(|_| cursor.duration());
        Self::Repeat { count, every }
    }

    fn keyword(self) -> Keyword {
        match self {
            Self::Together => Keyword::Together,
            Self::AnyOrder => Keyword::AnyOrder,
            Self::Never(_) => Keyword::Never,
            Self::Repeat { .. } => Keyword::Repeat,
        }
    }

    fn into_step(self, steps: Vec<Spanned<Step>>) -> Step {
        match self {
            Self::Together => Step::Together(steps),
            Self::AnyOrder => Step::AnyOrder(steps),
            Self::Never(within) => Step::Never { within, events: steps },
            Self::Repeat { count, every } => Step::Repeat { count, every, steps },
        }
    }

    /// What the block may hold, as a sentence; none when `step` may stand in it.
    fn refuses(self, step: &Step) -> Option<&'static str> {
        let is_event = matches!(step, Step::Event(_));
        match self {
            Self::Together if !matches!(step, Step::Request(_) | Step::Fault(_)) => {
                Some("no time passes in `together`: it holds only requests (`>`) and faults (`!`)")
            }
            Self::AnyOrder if !is_event => Some("`any-order` holds only events (`<`)"),
            Self::Never(_) if !is_event => Some("`never` holds only events (`<`)"),
            Self::Together | Self::AnyOrder | Self::Never(_) | Self::Repeat { .. } => None,
        }
    }
}

/// The steps so far, with the blocks that are still open.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    steps: Vec<Spanned<Step>>,
    open: Vec<OpenBlock>,
    /// How many blocks are open beyond the bound; their lines are dropped.
    too_deep: usize,
    count: usize,
    first: Option<Span>,
}

impl Blocks {
    /// Where the first step stands.
    pub(super) fn first(&self) -> Option<Span> {
        self.first
    }

    /// Whether a line was meant as a step.
    pub(super) fn has_any(&self) -> bool {
        self.count > 0
    }

    /// Whether the file holds more steps than the bound.
    pub(super) fn is_full(&self) -> bool {
        self.count > limits::STEPS
    }

    /// Adds a step to the innermost block.
    pub(super) fn push(&mut self, step: Spanned<Step>, mistakes: &mut Mistakes) {
        if self.too_deep > 0 || !self.counts(step.span, mistakes) {
            return;
        }
        if let Some(block) = self.open.last() {
            block.refuse_stranger(&step, mistakes);
        }
        self.place(step);
    }

    /// A line that was meant as a step and could not be read: its block is not empty for that.
    pub(super) fn lost_step(&mut self) {
        self.count += 1;
        if let Some(block) = self.open.last_mut() {
            block.has_lost_step = true;
        }
    }

    /// Opens a block.
    pub(super) fn open(&mut self, opening: Spanned<Opening>, mistakes: &mut Mistakes) {
        if self.open.len() >= limits::NESTING {
            if self.too_deep == 0 {
                let message = format!("blocks stand more than {} deep", limits::NESTING);
                mistakes.push(Diagnostic::new(message, opening.span, "one block too deep"));
            }
            self.too_deep += 1;
            return;
        }
        if !self.counts(opening.span, mistakes) {
            return;
        }
        let block = OpenBlock { opening, steps: Vec::new(), has_lost_step: false };
        if let Some(outer) = self.open.last() {
            let step = block.opening.value.into_step(Vec::new());
            outer.refuse_stranger(&Spanned::new(step, block.opening.span), mistakes);
        }
        self.open.push(block);
    }

    /// Closes the innermost block.
    pub(super) fn end(&mut self, span: Span, mistakes: &mut Mistakes) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some(block) = self.open.pop() else {
            let mistake = Diagnostic::new("`end` closes nothing", span, "no block is open here");
            mistakes.push(
                mistake.with_help("`together`, `any-order`, `never` and `repeat` open a block"),
            );
            return;
        };
        self.close(block, span, mistakes);
    }

    /// All steps; tells which blocks were never closed, and whether the whole is too long to be played.
    pub(super) fn finish(&mut self, mistakes: &mut Mistakes) -> Vec<Spanned<Step>> {
        while let Some(block) = self.open.pop() {
            let keyword = block.opening.value.keyword().form().word;
            if !self.is_full() {
                let message = format!("`{keyword}` is never closed");
                let mistake = Diagnostic::new(message, block.opening.span, "opens here");
                mistakes.push(mistake.with_help("close the block with a line `end`"));
            }
            let end = block.steps.last().map_or(block.opening.span, |step| step.span);
            let step = block.opening.value.into_step(block.steps);
            self.place(Spanned::new(step, block.opening.span.to(end)));
        }
        let played = played(&self.steps);
        if played > limits::PLAYED_STEPS {
            let message = format!("the scenario plays {played} steps");
            let span = self.first.unwrap_or_default();
            let label = format!("more than {}", limits::PLAYED_STEPS);
            let mistake = Diagnostic::new(message, span, label);
            mistakes.push(mistake.with_help("let `repeat` count less far"));
        }
        std::mem::take(&mut self.steps)
    }

    fn close(&mut self, block: OpenBlock, end: Span, mistakes: &mut Mistakes) {
        if block.steps.is_empty() && !block.has_lost_step {
            let keyword = block.opening.value.keyword().form().word;
            let message = format!("`{keyword}` holds no line");
            mistakes.push(Diagnostic::new(message, block.opening.span, "an empty block"));
        }
        let step = block.opening.value.into_step(block.steps);
        self.place(Spanned::new(step, block.opening.span.to(end)));
    }

    fn place(&mut self, step: Spanned<Step>) {
        match self.open.last_mut() {
            Some(block) => block.steps.push(step),
            None => self.steps.push(step),
        }
    }

    /// Counts one more step; false when it is beyond the bound.
    fn counts(&mut self, span: Span, mistakes: &mut Mistakes) -> bool {
        self.count += 1;
        self.first.get_or_insert(span);
        if self.count == limits::STEPS + 1 {
            let message = format!("the scenario has more than {} steps", limits::STEPS);
            let mistake = Diagnostic::new(message, span, "one step too many");
            mistakes.push(mistake.with_help("tell a shorter story, or let `repeat` tell it"));
        }
        self.count <= limits::STEPS
    }
}

/// A block whose `end` has not come.
#[derive(Debug)]
struct OpenBlock {
    opening: Spanned<Opening>,
    steps: Vec<Spanned<Step>>,
    has_lost_step: bool,
}

impl OpenBlock {
    /// Tells of a step that may not stand in this block.
    fn refuse_stranger(&self, step: &Spanned<Step>, mistakes: &mut Mistakes) {
        if let Some(rule) = self.opening.value.refuses(&step.value) {
            let keyword = self.opening.value.keyword().form().word;
            let message = format!("this line may not stand in `{keyword}`");
            let mistake = Diagnostic::new(message, step.span, "not in this block");
            let mistake = mistake.with_context(self.opening.span, "the block opens here");
            mistakes.push(mistake.with_help(rule));
        }
        if let (Opening::Never(_), Step::Event(event)) = (self.opening.value, &step.value)
            && event.within.is_some()
        {
            let message = "an event in `never` has no `within` of its own";
            let mistake = Diagnostic::new(message, step.span, "`never for` sets the time");
            mistakes.push(mistake.with_context(self.opening.span, "the block opens here"));
        }
    }
}

fn count(word: &Spanned<String>, cursor: &mut Cursor<'_, '_>) -> u32 {
    let count = word.value.parse().ok().filter(|count| (1..=limits::REPEAT).contains(count));
    count.unwrap_or_else(|| {
        let message = format!("`{}` is not a count", word.value);
        let help = format!("a count is a whole number from 1 to {}", limits::REPEAT);
        cursor.mistake(Diagnostic::new(message, word.span, "not a count").with_help(help));
        1
    })
}

/// How many steps are played once every `repeat` is unrolled.
fn played(steps: &[Spanned<Step>]) -> u64 {
    let of_step = |step: &Spanned<Step>| {
        let inner = played(step.value.inner());
        match &step.value {
            Step::Repeat { count, .. } => inner.saturating_mul(u64::from(*count)),
            Step::Request(_)
            | Step::Event(_)
            | Step::Check(_)
            | Step::Fault(_)
            | Step::Wait(_)
            | Step::Quiet(_)
            | Step::Together(_)
            | Step::AnyOrder(_)
            | Step::Never { .. } => inner.max(1),
        }
    };
    steps.iter().map(of_step).fold(0, u64::saturating_add)
}
