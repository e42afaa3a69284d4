//! `announcement`: a recording is played from its beginning to its end.

use crate::{
    id::CallId,
    switch::Switch,
    vector::{
        Command,
        grammar::Parsed,
        log::VectorEvent,
        reference::{Names, Recording},
        run::{Flow, Phase},
    },
};

/// `announcement 3001`: fails when nothing was recorded. An agent who becomes available
/// interrupts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// What is played.
    pub recording: Recording,
}

pub(super) fn read<'t>(names: &Names, text: &'t str) -> Parsed<'t, Command> {
    let (rest, recording) = names.recording(text)?;
    Ok((rest, Command::Announcement(Announcement { recording })))
}

impl Announcement {
    /// Plays.
    pub(super) fn run(&self, switch: &mut Switch, call: CallId) -> Flow {
        if self.recording == Recording::None {
            return Flow::Next;
        }
        let Some(place) = switch.recording(call, self.recording) else {
            switch.note(call, VectorEvent::NoAnnouncement);
            return Flow::Next;
        };
        switch.play(call, place, Phase::Announcing)
    }
}

impl Switch {
    /// The place of a recording; none when there is nothing to play.
    pub(crate) fn recording(&self, call: CallId, recording: Recording) -> Option<usize> {
        let known = &self.vectors.site.announcements;
        let place = match recording {
            Recording::None => return None,
            Recording::Place(place) => place,
            Recording::Variable(variable) => {
                let name = self.variable(call, variable)?;
                known.iter().position(|announcement| announcement.name == name)?
            }
        };
        known.get(place)?.length.map(|_| place)
    }
}
