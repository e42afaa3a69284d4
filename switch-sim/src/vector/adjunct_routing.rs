//! `adjunct routing`: an application behind the CTI link would say where the call goes.

use nom::{Parser as _, combinator::opt};

use crate::{
    id::CallId,
    switch::Switch,
    vector::{
        Command,
        grammar::{Parsed, keyword, number},
        log::VectorEvent,
        reference::Names,
        run::Flow,
    },
};

/// `adjunct routing link 1`: sends a route request and goes on at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdjunctRouting {
    /// The CTI link.
    pub link: u32,
}

pub(super) fn read<'t>(_: &Names, text: &'t str) -> Parsed<'t, Command> {
    let (text, ()) = keyword("routing")(text)?;
    let (text, _) = opt(keyword("link")).parse(text)?;
    let (rest, link) = number(1..=99_999)(text)?;
    Ok((rest, Command::AdjunctRouting(AdjunctRouting { link })))
}

impl AdjunctRouting {
    /// Asks for a route. Without a link the step is skipped, and with it the waits and
    /// announcements that stand behind it to give the application time.
    pub(super) fn run(&self, switch: &mut Switch, call: CallId) -> Flow {
        switch.discard_dial_ahead(call);
        match switch.request_route(call, self.link) {
            Ok(()) => Flow::Next,
            Err(event) => {
                switch.note(call, event);
                if switch.vectors.site.release.facts().skips_waits_without_adjunct {
                    switch.skip_waits(call)
                } else {
                    Flow::Next
                }
            }
        }
    }
}

impl Switch {
    /// Sends a route request over a CTI link. No link takes route requests yet: whoever adds one
    /// decides here, and comes back by `Flow` when a destination is selected.
    fn request_route(&mut self, _: CallId, _: u32) -> Result<(), VectorEvent> {
        Err(VectorEvent::LinkDown)
    }

    /// Goes to the first step behind this one that neither waits nor plays.
    fn skip_waits(&mut self, call: CallId) -> Flow {
        let Some(run) = self.vectoring(call).and_then(|vectoring| vectoring.run.as_ref()) else {
            return Flow::Next;
        };
        let Some(vector) = self.vectors.vector(run.vector) else { return Flow::Next };
        let mut next = run.step.saturating_add(1);
        while let Some((step, command)) = vector.program.at_or_after(next) {
            if !matches!(command, Command::WaitTime(_) | Command::Announcement(_)) {
                return Flow::Goto(step);
            }
            next = step.saturating_add(1);
        }
        Flow::Goto(next)
    }
}
