//! `messaging`: the caller leaves a message for somebody with a messaging system.

use nom::{Parser as _, branch::alt};

use crate::{
    event::Report,
    id::{CallId, DeviceId},
    queue::Priority,
    statistics::vdn::Leaving,
    switch::Switch,
    vector::{
        Command,
        grammar::{Parsed, expected, keyword, word},
        log::VectorEvent,
        reference::{Names, Skill, Variable, VdnName, variable},
        run::Flow,
    },
    world::Serves,
};

/// `messaging skill 5 for extension active`: gives the call to a queue whose agents are the ports of
/// a messaging system, and leaves the vector. The system is told whose mailbox it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Messaging {
    /// The ports.
    pub skill: Skill,
    /// Whose mailbox.
    pub mailbox: Mailbox,
}

/// Whose mailbox a message is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mailbox {
    /// Nobody's: the system asks.
    None,
    /// That of an extension.
    Extension(String),
    /// That of the active or the latest VDN.
    Vdn(VdnName),
    /// That of the extension that a variable holds.
    Variable(Variable),
}

pub(super) fn read<'t>(names: &Names, text: &'t str) -> Parsed<'t, Command> {
    let (text, skill) = names.skill(text)?;
    let (text, ()) = keyword("for")(text)?;
    let (text, ()) = keyword("extension")(text)?;
    let (rest, mailbox) = alt((
        keyword("none").map(|()| Mailbox::None),
        keyword("active").map(|()| Mailbox::Vdn(VdnName::Active)),
        keyword("latest").map(|()| Mailbox::Vdn(VdnName::Latest)),
        variable.map(Mailbox::Variable),
        extension,
    ))
    .parse(text)?;
    Ok((rest, Command::Messaging(Messaging { skill, mailbox })))
}

fn extension(text: &str) -> Parsed<'_, Mailbox> {
    match word(text) {
        Ok((rest, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => {
            Ok((rest, Mailbox::Extension(number.to_owned())))
        }
        Ok(_) | Err(_) => expected(text, "an extension"),
    }
}

impl Messaging {
    /// Gives the call to the messaging system; a system that cannot take it is a failure, and the
    /// next step follows.
    pub(super) fn run(&self, switch: &mut Switch, call: CallId) -> Flow {
        match switch.open_mailbox(call, self) {
            Ok((queue, mailbox)) => {
                switch.leave_message(call, queue, mailbox);
                Flow::Ended
            }
            Err(event) => {
                switch.note(call, event);
                Flow::Next
            }
        }
    }
}

impl Switch {
    /// The ports that take the call, and whose mailbox it is for.
    fn open_mailbox(
        &self,
        call: CallId,
        step: &Messaging,
    ) -> Result<(DeviceId, String), VectorEvent> {
        let device = self.skill_device(call, step.skill).ok_or(VectorEvent::NotMessaging)?;
        let queue = self.queue(device).ok_or(VectorEvent::NotMessaging)?;
        if queue.serves != Serves::Messages {
            return Err(VectorEvent::NotMessaging);
        }
        if queue.logged_on() == 0 {
            return Err(VectorEvent::MessagingDown);
        }
        let there = self.calls.get(call).is_some_and(|call| call.party(device).is_some());
        if queue.is_full() || there {
            return Err(VectorEvent::QueueFull);
        }
        let mailbox = match &step.mailbox {
            Mailbox::None => String::new(),
            Mailbox::Extension(number) => {
                // A mailbox belongs to a telephone or to a number of the site.
                let known = self.device_by_number(number).is_some() || self.is_vdn(number);
                known.then(|| number.clone()).ok_or(VectorEvent::MessagingFailed)?
            }
            Mailbox::Vdn(name) => {
                let vdn = self.vdn_of(call, name).and_then(|vdn| self.vectors.vdn(vdn));
                vdn.ok_or(VectorEvent::MessagingFailed)?.number.clone()
            }
            Mailbox::Variable(variable) => {
                self.variable(call, *variable).ok_or(VectorEvent::MessagingFailed)?
            }
        };
        Ok((device, mailbox))
    }

    fn leave_message(&mut self, call: CallId, queue: DeviceId, mailbox: String) {
        self.take_best(call);
        self.discard_dial_ahead(call);
        self.leave_vdn(call, Leaving::Routed);
        self.leave_vector(call);
        self.leave_vector_queues(call, Some(queue));
        if !mailbox.is_empty() {
            self.report(Report::DigitsPassed { call, device: queue, digits: mailbox });
        }
        self.enqueue(call, queue, Priority::Medium);
    }

    fn is_vdn(&self, number: &str) -> bool {
        self.vectors.vdn_numbered(number).is_some()
    }
}
