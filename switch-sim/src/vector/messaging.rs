//! `messaging`: the caller would leave a message.

use nom::{Parser as _, combinator::opt};

use crate::{
    id::CallId,
    switch::Switch,
    vector::{
        Command,
        grammar::{Parsed, choice, keyword, word},
        log::VectorEvent,
        reference::Names,
        run::Flow,
    },
};

/// `messaging skill 5 for extension active`: this switch has no messaging system, so the step
/// fails as it does for a queue that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Messaging;

pub(super) fn read<'t>(_: &Names, text: &'t str) -> Parsed<'t, Command> {
    let (text, _) = opt(choice(&SKILLS)).parse(text)?;
    let (text, _) = word(text)?;
    let (text, ()) = keyword("for")(text)?;
    let (text, ()) = keyword("extension")(text)?;
    let (rest, _) = word(text)?;
    Ok((rest, Command::Messaging(Messaging)))
}

impl Messaging {
    /// Fails; the next step follows.
    pub(super) fn run(&self, switch: &mut Switch, call: CallId) -> Flow {
        switch.note(call, VectorEvent::NotMessaging);
        Flow::Next
    }
}

const SKILLS: [(&str, ()); 2] = [("skill", ()), ("split", ())];
