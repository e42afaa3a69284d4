//! The section `[outside]`.

use crate::world::{
    Outsider, WhenCalled,
    calling::when_called,
    reader::{Fields, Text, Value, one_of},
    sections::Reading,
};

impl Reading<'_> {
    /// Reads somebody outside.
    pub(super) fn outsider<'t>(&mut self, name: &Text, value: &'t Value<'t>) {
        let keys = ["number", "presentation", "when_called"];
        let what = "somebody outside";
        let fields = Fields::new(what, name.at.clone(), value, &keys, self.mistakes);
        let Some(mut fields) = fields else { return };
        let number = fields.number("number");
        let behaviour = fields.value("when_called");
        if let Some(behaviour) = behaviour
            && fields.value("number").is_none()
        {
            let message = format!("`{}` cannot be called without a number", name.text);
            let help = "add number = \"…\", or leave `when_called` out";
            fields.mistakes().note_with_help(behaviour.span(), message, help);
        }
        let restricts = one_of(&mut fields, "presentation", PRESENTATIONS).unwrap_or(false);
        let when_called = behaviour.and_then(|value| when_called(value, self.mistakes));
        self.people.take(name, format!("`{}` outside", name.text), self.mistakes);
        if let Some(number) = &number {
            let owner = format!("`{}` outside", name.text);
            self.outside_numbers.take(number, owner, self.mistakes);
        }
        self.world.outside.push(Outsider {
            name: name.text.clone(),
            number: number.map(|number| number.text),
            restricts_number: restricts,
            when_called: when_called.unwrap_or(WhenCalled::Rings),
        });
    }
}

/// Somebody outside without a number.
pub(super) fn silent(name: &str) -> Outsider {
    Outsider {
        name: name.to_owned(),
        number: None,
        restricts_number: false,
        when_called: WhenCalled::Rings,
    }
}

/// Whether a caller restricts the number (Q.931 presentation indicator).
const PRESENTATIONS: &[(&str, bool)] = &[("allowed", false), ("restricted", true)];
