//! The process in which an adapter that is a shared library runs (`implementation = "lib:PATH"`).
//!
//! To the gateway it is a child process like any other adapter, and speaks `foreign_wire`; to the
//! library it is the host of `gateway/adapters/pts_adapter.h`. It translates between the two, and
//! what goes wrong in the library ends this process, not the gateway. Here alone is unsafe code.

mod abi;
mod command;
mod event;
mod library;
mod limits;
mod sink;

use std::{
    io::{self, Read as _},
    path::Path,
};

use foreign_wire::{Decoder, FromAdapter, FromGateway, Hello, Malformed, PROTOCOL};
use gateway_core::middleware::{Command, Denial, DenialReason, Event};
use thiserror::Error;

use crate::{library::Library, sink::Sink};

/// Serves the gateway at the standard input and output with the library, until the input ends.
///
/// A library that cannot be used is refused in a message to the gateway.
///
/// # Errors
/// The gateway cannot be understood, or the system refuses.
pub fn run(library: &Path) -> Result<(), Failure> {
    let sink: &'static Sink = Box::leak(Box::new(Sink::take_stdout()?));
    let mut gateway = Gateway::default();
    let hello = match gateway.next()? {
        None => return Ok(()),
        Some(FromGateway::Hello(hello)) => hello,
        Some(FromGateway::Command(_) | FromGateway::Ping) => return Err(Failure::NoHello),
    };
    let started = speaks(&hello).and_then(|()| Library::start(library, sink, &hello.settings));
    let library = match started {
        Ok(library) => library,
        Err(reason) => {
            sink.refuse(reason)?;
            return Ok(());
        }
    };
    sink.greet(library.greeting())?;
    while let Some(message) = gateway.next()? {
        match message {
            FromGateway::Hello(_) => return Err(Failure::NoHello),
            FromGateway::Ping => sink.send(&FromAdapter::Pong)?,
            FromGateway::Command(command) => match command::hand_over(&command) {
                Ok(handed) => library.command(&handed),
                Err(error) => sink.send(&FromAdapter::Event(denied(&command, &error)))?,
            },
        }
    }
    library.stop();
    Ok(())
}

/// Why the process ends before the gateway wants it to.
#[derive(Debug, Error)]
pub enum Failure {
    #[error("the gateway is to say hello, once, before anything else")]
    NoHello,
    #[error("the gateway cannot be understood: {0}")]
    Malformed(#[from] Malformed),
    #[error("the link to the gateway: {0}")]
    Link(#[from] io::Error),
}

/// The gateway at the standard input.
#[derive(Default)]
struct Gateway {
    decoder: Decoder,
}

impl Gateway {
    /// The next message; none when the input has ended.
    fn next(&mut self) -> Result<Option<FromGateway<Command>>, Failure> {
        let mut bytes = [0; limits::READ_CHUNK];
        loop {
            if let Some(message) = self.decoder.next()? {
                return Ok(Some(message));
            }
            match io::stdin().lock().read(&mut bytes)? {
                0 => return Ok(None),
                count => self.decoder.feed(bytes.get(..count).unwrap_or_default()),
            }
        }
    }
}

fn speaks(hello: &Hello) -> Result<(), String> {
    let said = hello.protocol;
    (said == PROTOCOL)
        .then_some(())
        .ok_or_else(|| format!("the host of libraries speaks protocol {PROTOCOL}, not {said}"))
}

fn denied(command: &Command, error: &command::Unfit) -> Event {
    let denial = Denial { reason: DenialReason::Refused, code: None, text: error.to_string() };
    Event::Denied { command: command.id, denial }
}
