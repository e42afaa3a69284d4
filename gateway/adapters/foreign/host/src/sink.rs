//! The way to the gateway, for every thread of the library.

use std::{
    fmt,
    fs::File,
    io::{self, Write as _},
    mem,
    os::fd::AsFd as _,
    process,
    sync::{Mutex, MutexGuard, PoisonError},
};

use foreign_wire::{FromAdapter, Greeting, encode};
use gateway_core::middleware::Event;
use rustix::stdio::dup2_stdout;

use crate::limits;

/// The standard output as it was when the process began.
pub(crate) struct Sink(Mutex<State>);

struct State {
    output: File,
    /// What was told before the greeting; none: it has been sent.
    early: Option<Vec<u8>>,
}

impl Sink {
    /// Takes the standard output away; what the library prints there goes to the standard error,
    /// which is the gateway's log, instead of between the messages.
    pub(crate) fn take_stdout() -> io::Result<Self> {
        let output = io::stdout().as_fd().try_clone_to_owned()?.into();
        dup2_stdout(io::stderr().as_fd())?;
        Ok(Self(Mutex::new(State { output, early: Some(Vec::new()) })))
    }

    /// Says that the library cannot be used, in the place of a greeting.
    pub(crate) fn refuse(&self, reason: String) -> io::Result<()> {
        let refused = frame(&FromAdapter::Refused { reason });
        self.state().output.write_all(&refused)
    }

    /// Sends the greeting, and what was told before it.
    pub(crate) fn greet(&self, greeting: Greeting) -> io::Result<()> {
        let mut state = self.state();
        let mut bytes = frame(&FromAdapter::Hello(greeting));
        bytes.extend(mem::take(&mut state.early).unwrap_or_default());
        state.output.write_all(&bytes)
    }

    /// Sends a message, or keeps it until the greeting is sent.
    pub(crate) fn send(&self, message: &FromAdapter<Event>) -> io::Result<()> {
        let bytes = frame(message);
        let mut state = self.state();
        let State { output, early } = &mut *state;
        let Some(early) = early else { return output.write_all(&bytes) };
        if early.len() + bytes.len() > limits::EARLY_BYTES {
            give_up("more is told before the library has started than is kept");
        }
        early.extend(bytes);
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // What is written under the lock is whole messages, whatever became of a thread.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends the process: the library has broken the rules of the header.
pub(crate) fn give_up(why: impl fmt::Display) -> ! {
    // Whether it can be logged or not, the process ends.
    let _logged = writeln!(io::stderr(), "the library broke the rules of its header: {why}");
    process::exit(1)
}

fn frame(message: &FromAdapter<Event>) -> Vec<u8> {
    encode(message).unwrap_or_else(|error| give_up(error))
}
