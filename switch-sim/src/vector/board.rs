//! The ports of announcements: how many calls hear a recording at once, and who waits for that.
//!
//! A call that finds all ports of a board taken waits in the board's queue, hearing what it has heard; one
//! that finds the queue full tries again every five seconds. A recording that lets callers barge in
//! plays to any number of them, from wherever it is.

use std::{collections::VecDeque, time::Duration};

use crate::{
    id::CallId,
    switch::{Switch, Timer},
    vector::{
        feedback::Feedback,
        log::VectorEvent,
        run::{Flow, Phase},
    },
};

/// Ports that play announcements (Avaya: announcement board, or the device of an analog one).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    /// The name, e.g. `main`.
    pub name: String,
    /// How many calls hear its announcements at once.
    pub ports: usize,
    /// How many calls wait for a port.
    pub queue: usize,
}

/// How an announcement gets to callers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// From its beginning, to any number of them.
    #[default]
    Unlimited,
    /// From its beginning, over a port of the board at this place.
    Board(usize),
    /// To all at once, from wherever it is; with nobody there, from its beginning.
    BargeIn,
}

/// How a call stands with the announcement that its vector wants it to hear.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Listens {
    /// It wants none, or hears one that needs no port.
    #[default]
    Freely,
    /// It hears one over a port of this board.
    At(usize),
    /// It waits for a port of the board to hear the announcement at `place`.
    Waits { board: usize, place: usize },
    /// It tries again when its time comes.
    Retries { place: usize },
}

/// A board, or a recording that lets callers barge in, at work.
#[derive(Debug, Default)]
pub(crate) struct Playing {
    /// How many of the ports are taken.
    taken: usize,
    waiting: VecDeque<CallId>,
}

impl Switch {
    /// Waits in a phase until an announcement has been played to the call.
    pub(super) fn play(&mut self, call: CallId, place: usize, phase: Phase) -> Flow {
        self.park(call, phase);
        self.connect_announcement(call, place);
        Flow::Suspended
    }

    /// The time of a vector's phase is over, or of the wait for a port.
    pub(crate) fn expire_vector_timer(&mut self, call: CallId) {
        let Some(run) = self.run_mut(call) else { return };
        match run.listens {
            Listens::Retries { place } => {
                run.timer = None;
                self.connect_announcement(call, place);
            }
            Listens::Freely | Listens::At(_) | Listens::Waits { .. } => self.continue_vector(call),
        }
    }

    /// Gives back the port of a call that hears no announcement any more; whoever waits has it next.
    pub(crate) fn leave_port(&mut self, call: CallId) {
        let Some(run) = self.run_mut(call) else { return };
        let listens = std::mem::take(&mut run.listens);
        self.free_port(call, listens);
    }

    /// As [`Self::leave_port`], for a call that has left its vector.
    pub(crate) fn free_port(&mut self, call: CallId, listens: Listens) {
        match listens {
            Listens::Freely | Listens::Retries { .. } => {}
            Listens::Waits { board, .. } => {
                if let Some(playing) = self.vectors.boards.get_mut(board) {
                    playing.waiting.retain(|waiting| *waiting != call);
                }
            }
            Listens::At(board) => {
                let Some(playing) = self.vectors.boards.get_mut(board) else { return };
                playing.taken -= 1;
                if let Some(next) = playing.waiting.pop_front()
                    && let Some(run) = self.run_mut(next)
                    && let Listens::Waits { place, .. } = run.listens
                {
                    self.connect_announcement(next, place);
                }
            }
        }
    }

    /// A call that waits for a port has become part of another one.
    pub(crate) fn hand_over_port(&mut self, from: CallId, to: CallId) {
        let waiting = self.vectors.boards.iter_mut().flat_map(|playing| &mut playing.waiting);
        waiting.filter(|call| **call == from).for_each(|call| *call = to);
    }

    fn connect_announcement(&mut self, call: CallId, place: usize) {
        let Some(announcement) = self.vectors.site.announcements.get(place) else { return };
        let length = announcement.length.unwrap_or_default();
        match announcement.source {
            Source::Unlimited => self.start_playing(call, place, length, Listens::Freely),
            Source::BargeIn => {
                let now = self.now;
                let ends = self.vectors.barged.entry(place).or_insert(now);
                if *ends <= now {
                    *ends = now + length;
                }
                let left = *ends - now;
                self.start_playing(call, place, left, Listens::Freely);
            }
            Source::Board(board) => {
                let Some(Board { ports, queue, .. }) = self.vectors.site.boards.get(board) else {
                    return;
                };
                let (ports, queue) = (*ports, *queue);
                let Some(playing) = self.vectors.boards.get_mut(board) else { return };
                if playing.taken < ports {
                    playing.taken += 1;
                    self.start_playing(call, place, length, Listens::At(board));
                } else if playing.waiting.len() < queue {
                    playing.waiting.push_back(call);
                    self.set_listens(call, Listens::Waits { board, place });
                } else {
                    self.note(call, VectorEvent::RetryingAnnouncement);
                    self.time_phase(call, RETRY);
                    self.set_listens(call, Listens::Retries { place });
                }
            }
        }
    }

    fn start_playing(&mut self, call: CallId, place: usize, span: Duration, listens: Listens) {
        self.return_answer(call);
        self.let_hear(call, Feedback::Announcement(place));
        self.time_phase(call, span);
        self.set_listens(call, listens);
    }

    fn time_phase(&mut self, call: CallId, span: Duration) {
        let timer = self.agenda.schedule(self.now + span, Timer::Vector { call });
        match self.run_mut(call) {
            Some(run) => run.timer = Some(timer),
            None => drop(self.agenda.cancel(timer)),
        }
    }

    fn set_listens(&mut self, call: CallId, listens: Listens) {
        if let Some(run) = self.run_mut(call) {
            run.listens = listens;
        }
    }
}

/// When a call tries again for which the queue of a board has no room.
const RETRY: Duration = Duration::from_secs(5);
