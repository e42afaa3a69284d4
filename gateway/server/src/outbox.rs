//! What goes out, held back until what led to it is durable.
//!
//! With a journal, replies and bytes for the link wait for the commit of the records that their
//! input brought; the event loop does not: it takes the next input, and its records share the next
//! commit. Without one, or while it fails, everything goes out at once.

use std::{collections::VecDeque, future::pending};

use gateway_core::{
    gateway::Gateway,
    journal::{Kept, Record},
};
use gateway_journal::{Health, Journal, Opened, Progress, Unusable};
use tokio::{
    sync::watch,
    time::{Instant, sleep_until},
};

use crate::{config::Config, limits, machine::Effect};

/// The way out.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    journalled: Option<Journalled>,
}

/// A journal, and what waits for it.
#[derive(Debug)]
struct Journalled {
    journal: Journal,
    progress: watch::Receiver<Progress>,
    /// Each with the batch that it waits for.
    held: VecDeque<(u64, Effect)>,
    /// The newest batch.
    written: u64,
    durable: u64,
    /// When the oldest batch that is not durable was written, or the last progress came.
    waits_since: Instant,
    state: State,
}

/// What became of waiting for the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moved {
    /// It tells how it stands.
    Progress,
    /// Nothing, for longer than the telephones can wait.
    NotForLong,
}

/// Whether what goes out is held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Works,
    /// Too slow: nothing is recorded until it moves again.
    Stalled,
    /// It cannot be written.
    Fails,
}

impl Outbox {
    /// The outbox that the configuration wants, and what its journal has kept.
    pub(crate) fn open(config: &Config) -> Result<(Self, Kept), Unusable> {
        let Some(path) = &config.journal else { return Ok((Self::default(), Kept::default())) };
        let (sender, progress) = watch::channel(Progress::default());
        let tell = move |progress| drop(sender.send_replace(progress));
        let Opened { journal, kept, set_aside } = Journal::open(path, config.journal_limit, tell)?;
        if let Some(set_aside) = set_aside {
            tracing::error!(%set_aside, "no session goes on");
        }
        tracing::info!(journal = %path.display(), sessions = kept.sessions(), "journal opened");
        let journalled = Journalled {
            journal,
            progress,
            held: VecDeque::new(),
            written: 0,
            durable: 0,
            waits_since: Instant::now(),
            state: State::Works,
        };
        Ok((Self { journalled: Some(journalled) }, kept))
    }

    /// Hands the records of one input to the journal.
    pub(crate) fn keep(&mut self, gateway: &mut Gateway) {
        let Some(journalled) = &mut self.journalled else { return };
        let records: Vec<Record> = std::iter::from_fn(|| gateway.poll_record()).collect();
        if !records.is_empty() && !journalled.write(records) {
            tracing::error!("the journal is too slow; nothing is recorded until it moves again");
            journalled.suspend(gateway, State::Stalled);
        }
    }

    /// The effect, if it may go out at once; otherwise it is held.
    pub(crate) fn pass(&mut self, effect: Effect) -> Option<Effect> {
        let Some(journalled) = &mut self.journalled else { return Some(effect) };
        match effect {
            // What was meant for a connection does not go out on the next one.
            Effect::Open(_) | Effect::Close => {
                self.forget_transmissions();
                Some(effect)
            }
            Effect::Reply { .. } | Effect::Transmit(_) if journalled.is_waiting() => {
                journalled.held.push_back((journalled.written, effect));
                None
            }
            Effect::Reply { .. } | Effect::Transmit(_) => Some(effect),
        }
    }

    /// Drops the bytes for a connection that has ended.
    pub(crate) fn forget_transmissions(&mut self) {
        if let Some(journalled) = &mut self.journalled {
            journalled.held.retain(|(_, effect)| !matches!(effect, Effect::Transmit(_)));
        }
    }

    /// Waits until the journal has moved, or has not for too long; may be dropped at any time.
    pub(crate) async fn moved(&mut self) -> Moved {
        let Some(journalled) = &mut self.journalled else { return pending().await };
        let patience = journalled.waits_since + limits::JOURNAL_PATIENCE;
        let waits = journalled.durable < journalled.written && journalled.state == State::Works;
        tokio::select! {
            changed = journalled.progress.changed() => match changed {
                Ok(()) => Moved::Progress,
                Err(_ended) => pending().await,
            },
            () = sleep_until(patience), if waits => Moved::NotForLong,
        }
    }

    /// Takes note of how the journal stands.
    pub(crate) fn note(&mut self, gateway: &mut Gateway, moved: Moved) {
        let Some(journalled) = &mut self.journalled else { return };
        let Progress { durable, health } = journalled.progress.borrow_and_update().clone();
        match (health, moved) {
            (_, Moved::NotForLong) => {
                tracing::error!("the journal does not answer; nothing is recorded until it does");
                journalled.suspend(gateway, State::Stalled);
            }
            (Health::Works, Moved::Progress) => {
                journalled.durable = durable;
                journalled.waits_since = Instant::now();
                if journalled.state == State::Stalled {
                    self.begin_anew(gateway);
                }
            }
            (Health::Fails(cause), Moved::Progress) => {
                if journalled.state != State::Fails {
                    tracing::error!(
                        cause,
                        "the journal cannot be written; new sessions and calls are refused"
                    );
                }
                journalled.suspend(gateway, State::Fails);
            }
            (Health::Recovered, Moved::Progress) => self.begin_anew(gateway),
        }
    }

    /// The next effect that is due.
    pub(crate) fn poll(&mut self) -> Option<Effect> {
        let journalled = self.journalled.as_mut()?;
        let (batch, _) = journalled.held.front()?;
        let due = *batch <= journalled.durable || journalled.state != State::Works;
        if due { journalled.held.pop_front().map(|(_, effect)| effect) } else { None }
    }

    /// How many effects are held.
    pub(crate) fn held(&self) -> usize {
        self.journalled.as_ref().map_or(0, |journalled| journalled.held.len())
    }

    /// Whether a journal is wanted and nothing is recorded.
    pub(crate) fn is_failing(&self) -> bool {
        self.journalled.as_ref().is_some_and(|journalled| journalled.state != State::Works)
    }

    /// What the journal keeps after a failure of the gateway; whatever is held is lost.
    pub(crate) fn recover(&mut self) -> Kept {
        let Some(journalled) = &mut self.journalled else { return Kept::default() };
        journalled.held.clear();
        journalled.journal.read(limits::JOURNAL_PATIENCE).unwrap_or_default()
    }

    fn begin_anew(&mut self, gateway: &mut Gateway) {
        if let Some(journalled) = &mut self.journalled {
            tracing::info!("the journal works again");
            journalled.state = State::Works;
            journalled.waits_since = Instant::now();
            gateway.handle_journal(true);
            self.keep(gateway);
        }
    }
}

impl Journalled {
    /// Whether something that was written is not durable yet.
    fn is_waiting(&self) -> bool {
        self.state == State::Works && (self.durable < self.written || !self.held.is_empty())
    }

    fn write(&mut self, records: Vec<Record>) -> bool {
        let Some(number) = self.journal.write(records) else { return false };
        if self.durable == self.written {
            self.waits_since = Instant::now();
        }
        self.written = number;
        true
    }

    fn suspend(&mut self, gateway: &mut Gateway, state: State) {
        self.state = state;
        gateway.handle_journal(false);
    }
}
