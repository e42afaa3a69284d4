//! A scenario that is played step by step.

use std::path::PathBuf;

use scenario_lang::{LineIndex, Spanned, step::Step};
use scenarios::{play::Failure, record::Recorder, suite::Story};

/// A scenario, and how far it has been played.
#[derive(Debug)]
pub struct Script {
    pub path: PathBuf,
    pub title: String,
    pub lines: Vec<String>,
    /// The steps and the line on which each begins, from 1.
    steps: Vec<(usize, Spanned<Step>)>,
    /// How many of them have been played.
    pub played: usize,
    /// The step that failed, and why.
    pub failure: Option<(usize, String)>,
}

impl Script {
    /// A scenario of which nothing has been played.
    pub fn new(story: &Story) -> Self {
        let index = LineIndex::new(&story.text);
        let steps = story.scenario.steps.iter();
        Self {
            path: story.path.clone(),
            title: story.scenario.title.value.clone(),
            lines: story.text.lines().map(str::to_owned).collect(),
            steps: steps.map(|step| (index.line_of(step.span), step.clone())).collect(),
            played: 0,
            failure: None,
        }
    }

    /// The line of the step that comes next; none when every step was played.
    pub fn next_line(&self) -> Option<usize> {
        self.steps.get(self.played).map(|(line, _)| *line)
    }

    /// Whether nothing is left to play.
    pub fn is_over(&self) -> bool {
        self.failure.is_some() || self.played >= self.steps.len()
    }

    /// How many steps there are.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether there is nothing to play.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Plays the next step; the line on which it stands, and why it failed.
    pub fn play_step(&mut self, recorder: &mut Recorder) -> Option<(usize, Option<String>)> {
        if self.failure.is_some() {
            return None;
        }
        let (line, step) = self.steps.get(self.played)?;
        let failed = recorder.play(step).err().map(|failure| explain(recorder, &failure));
        let line = *line;
        match &failed {
            Some(reason) => self.failure = Some((line, reason.clone())),
            None => self.played += 1,
        }
        Some((line, failed))
    }
}

fn explain(recorder: &Recorder, failure: &Failure) -> String {
    let nearest = failure.nearest.iter().flat_map(|nearest| &nearest.differences);
    let differences: Vec<String> = nearest.map(|difference| recorder.named(difference)).collect();
    let message = recorder.named(&failure.message);
    if differences.is_empty() { message } else { format!("{message}: {}", differences.join("; ")) }
}
