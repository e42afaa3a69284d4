//! `disconnect`: the call is dropped, after an announcement if there is one.

use crate::{
    event::Cause,
    id::CallId,
    statistics::vdn::Leaving,
    switch::Switch,
    vector::{
        Command,
        grammar::{Parsed, keyword},
        reference::{Names, Recording},
        run::{Flow, Phase},
    },
};

/// `disconnect after announcement 3005`: always succeeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disconnect {
    /// What is played before.
    pub announcement: Recording,
}

pub(super) fn read<'t>(names: &Names, text: &'t str) -> Parsed<'t, Command> {
    let (text, ()) = keyword("after")(text)?;
    let (text, ()) = keyword("announcement")(text)?;
    let (rest, announcement) = names.recording(text)?;
    Ok((rest, Command::Disconnect(Disconnect { announcement })))
}

impl Disconnect {
    /// Plays, then drops the call. The caller's exchange learns that the call was answered; with nothing
    /// to play, only one that could not release it otherwise.
    pub(super) fn run(&self, switch: &mut Switch, call: CallId) -> Flow {
        switch.leave_vdn(call, Leaving::Disconnected);
        switch.leave_vector_queues(call, None);
        match switch.recording(call, self.announcement) {
            Some(place) => switch.play(call, place, Phase::Closing),
            None => {
                // K: a call that messages set up can be let go as it is.
                let caller = switch.calls.get(call).and_then(|call| call.parties.first());
                if caller.is_some_and(|party| switch.lacks_messages(party.device)) {
                    switch.return_answer(call);
                }
                switch.drop_from_vector(call, Cause::NormalClearing);
                Flow::Ended
            }
        }
    }
}
