//! `<`: who is told, and whether there is such an event.

use super::{
    Checker,
    names::Meaning,
    word::{Role, find_word},
};
use crate::{diagnostic::Diagnostic, step::Event, suggest};

impl Checker<'_> {
    /// Checks one event.
    pub(super) fn event(&mut self, event: &Event) {
        if !self.is_told_events(event) {
            return;
        }
        let vocabulary = self.vocabulary;
        let name = event.name.value.as_str();
        if let Some(word) = find_word(&vocabulary.events, name) {
            self.operands(word, Role::Looked, &event.name, event.operand.as_slice());
            self.keys(word, Role::Looked, &event.name, &event.pairs);
            return;
        }
        let who = &event.who.value.name;
        let help = if find_word(&vocabulary.requests, name).is_some() {
            Some(format!("`{name}` is a request: `{who} > {name}`"))
        } else {
            let names: Vec<&str> =
                vocabulary.events.iter().map(|word| word.name.as_str()).collect();
            suggest::help(name, &names, "a desktop is told")
        };
        let message = format!("unknown event `{name}`");
        let mut mistake = Diagnostic::new(message, event.name.span, "no desktop is told this");
        mistake.help = help;
        self.mistakes.push(mistake);
    }

    /// Whether a desktop watches; tells when nobody does.
    fn is_told_events(&mut self, event: &Event) -> bool {
        let who = &event.who;
        let name = who.value.name.as_str();
        let Some(meaning) = self.names.meaning(name) else {
            self.names.unknown_party(who, &mut self.mistakes);
            return false;
        };
        let (message, label, help) = match (meaning, who.value.at_phone) {
            (Meaning::Agent, false) => return true,
            (Meaning::Agent, true) => (
                format!("the phone of `{name}` is told no events"),
                "a phone",
                format!("watch the desktop: `{name} < {}`", event.name.value),
            ),
            (Meaning::Outsider, _) => (
                format!("`{name}` is told no events"),
                "somebody outside",
                "ask of the call instead: `c1 ? gone`".to_owned(),
            ),
            (Meaning::Queue | Meaning::Point | Meaning::Target | Meaning::Call, _) => (
                format!("`{name}` is told no events"),
                meaning.describe(),
                "people with a desktop are told events".to_owned(),
            ),
        };
        self.mistakes.push(Diagnostic::new(message, who.span, label).with_help(help));
        false
    }
}
