//! Single lines of the scenario language, read against the words of one world.

use scenario_lang::{Diagnostic, Vocabulary, step::Step};
use switch_sim::world::World;

use crate::vocabulary::vocabulary;

/// Reads lines that are acts in one world.
#[derive(Clone, Debug)]
pub struct Reader {
    vocabulary: Vocabulary,
    /// How a call begins in this world; none: nobody can call.
    begins: Option<String>,
}

impl Reader {
    /// A reader for a world.
    pub fn new(world: &World) -> Self {
        let outside = world.outside.first().map(|outsider| format!("{} > DIAL 1", outsider.name));
        let inside = world.people.first().map(|person| format!("{} > MAKECALL 1", person.name));
        Self { vocabulary: vocabulary(world), begins: outside.or(inside) }
    }

    /// A line as a step; its words are checked against the world and the names of the calls that
    /// are up.
    ///
    /// # Errors
    /// What is wrong with the line, and what was perhaps meant.
    pub fn read(&self, line: &str, calls: &[&str]) -> Result<Step, String> {
        // Most lines name one call; what other calls there are matters only for what was meant.
        let words: Vec<&str> = line.split_whitespace().collect();
        let named: Vec<&str> = calls.iter().copied().filter(|name| words.contains(name)).collect();
        self.read_among(line, &named).or_else(|_| self.read_among(line, calls))
    }

    /// The words that lines in this world may use.
    pub fn words(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The names of everything that a desktop, a telephone or somebody outside can do.
    pub fn requests(&self) -> impl Iterator<Item = &str> {
        let desktop = self.vocabulary.requests.iter().map(|word| word.name.as_str());
        desktop.chain(self.by_hand())
    }

    /// The names of everything that a telephone or somebody outside can do.
    pub fn by_hand(&self) -> impl Iterator<Item = &str> {
        let words = self.vocabulary.phone.iter().chain(&self.vocabulary.outside);
        words.map(|word| word.name.as_str())
    }

    /// Whether a call begins by this request.
    pub(super) fn begins_call(&self, request: &str) -> bool {
        let words = &self.vocabulary;
        let by_hand = words.phone.iter().chain(&words.outside).chain(&words.dialer);
        let mut all = words.requests.iter().chain(by_hand);
        all.any(|word| word.name == request && word.begins_call)
    }

    fn read_among(&self, line: &str, calls: &[&str]) -> Result<Step, String> {
        let prelude = self.prelude(calls);
        let text = format!("{prelude}{line}\n");
        let (mut scenario, mut mistakes) = scenario_lang::parse(&text);
        if mistakes.is_empty() {
            mistakes = scenario_lang::check(&scenario, &self.vocabulary);
        }
        if let Some(first) = mistakes.iter().find(|mistake| mistake.span.start >= prelude.len()) {
            return Err(words(first));
        }
        let step = scenario.steps.pop().filter(|step| step.span.start >= prelude.len());
        Ok(step.ok_or("the line is empty")?.value)
    }

    /// A story in which calls that are up have their names.
    fn prelude(&self, calls: &[&str]) -> String {
        let head = String::from("scenario \"by hand\"\nworld here\n");
        let Some(begins) = &self.begins else { return head };
        head + &calls.iter().map(|name| format!("{begins} as {name}\n")).collect::<String>()
    }
}

/// A mistake in one line.
fn words(mistake: &Diagnostic) -> String {
    match &mistake.help {
        Some(help) => format!("{}; {help}", mistake.message),
        None => mistake.message.clone(),
    }
}
