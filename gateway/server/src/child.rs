//! A child process as the peer of a link: its standard input and output are one socket.

use std::{
    fmt, io,
    os::fd::OwnedFd,
    path::PathBuf,
    process::{ExitStatus, Stdio},
    time::Duration,
};

use foreign_wire::{Decoder, FromAdapter, FromGateway, Greeting, PROTOCOL, encode};
use gateway_core::middleware::{Command as Order, Event};
use gateway_foreign::{ForeignConfig, hello};
use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process_group, prlimit};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _},
    net::UnixStream,
    process::{self, Command},
    time::{Instant, timeout},
};

use crate::limits;

/// A program that is an adapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Program {
    /// What people know it by.
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    pub(crate) arguments: Vec<String>,
    /// The bytes of memory it may map.
    pub(crate) memory: u64,
}

/// A program that runs. It ends with this value, and so does what it has started itself.
#[derive(Debug)]
pub(crate) struct Child {
    pub(crate) socket: UnixStream,
    process: process::Child,
    group: Option<Pid>,
}

impl Program {
    /// Starts it.
    pub(crate) fn start(&self) -> io::Result<Child> {
        let (ours, theirs) = std::os::unix::net::UnixStream::pair()?;
        ours.set_nonblocking(true)?;
        let mut command = Command::new(&self.path);
        command
            .args(&self.arguments)
            .stdin(OwnedFd::from(theirs.try_clone()?))
            .stdout(OwnedFd::from(theirs))
            .stderr(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true);
        let mut process = command.spawn()?;
        let group = process.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        let limit = Rlimit { current: Some(self.memory), maximum: Some(self.memory) };
        prlimit(group, Resource::As, limit)?;
        if let Some(said) = process.stderr.take() {
            tokio::spawn(log(self.to_string(), said));
        }
        Ok(Child { socket: UnixStream::from_std(ours)?, process, group })
    }

    /// Starts it, shakes hands and ends it: what it says of itself, or why it cannot be used.
    pub(crate) async fn examine(&self, config: &ForeignConfig) -> Result<String, String> {
        let mut child =
            self.start().map_err(|error| format!("{self} cannot be started: {error}"))?;
        match timeout(limits::GREETING, greet(&mut child, config)).await {
            Ok(greeting) => greeting.map_err(|wrong| format!("{self} {wrong}")),
            Err(_elapsed) => Err(format!("{self} did not say hello within {:?}", limits::GREETING)),
        }
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        if let Some(group) = self.group
            && let Err(error) = kill_process_group(group, Signal::KILL)
        {
            tracing::debug!(%error, "the adapter's processes were gone");
        }
    }
}

impl Child {
    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.process.try_wait().ok().flatten()
    }
}

async fn greet(child: &mut Child, config: &ForeignConfig) -> Result<String, String> {
    let died = |error: io::Error| format!("ended before it said hello: {error}");
    let hello: FromGateway<Order> = FromGateway::Hello(hello(config));
    let hello = encode(&hello).map_err(|error| error.to_string())?;
    // What does not read may have said why.
    if let Err(error) = child.socket.write_all(&hello).await {
        tracing::debug!(%error, "the adapter does not read");
    }
    let (mut decoder, mut bytes) = (Decoder::default(), [0; 1024]);
    loop {
        let count = match child.socket.read(&mut bytes).await {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            other => other,
        };
        decoder.feed(bytes.get(..count.map_err(died)?).unwrap_or_default());
        let said = decoder.next::<FromAdapter<Event>>();
        match said.map_err(|error| format!("sent nonsense: {error}"))? {
            None => {}
            Some(FromAdapter::Hello(Greeting { protocol: PROTOCOL, name, version })) => {
                return Ok(format!("{name} {version}"));
            }
            Some(FromAdapter::Hello(Greeting { protocol, name, .. })) => {
                return Err(format!(
                    "(`{name}`) speaks protocol {protocol}, the gateway {PROTOCOL}; it needs \
                     another version"
                ));
            }
            Some(FromAdapter::Refused { reason }) => return Err(format!("refused: {reason}")),
            Some(FromAdapter::Event(_) | FromAdapter::Pong) => {
                return Err("said something else before hello".to_owned());
            }
        }
    }
}

/// Writes what the program says on its standard error to the log, up to so much a second.
async fn log(program: String, mut said: impl AsyncRead + Unpin) {
    let (mut bytes, mut begun, mut logged) = ([0; limits::CHILD_LOG_CHUNK], Instant::now(), 0);
    while let Ok(count @ 1..) = said.read(&mut bytes).await {
        if begun.elapsed() >= Duration::from_secs(1) {
            (begun, logged) = (Instant::now(), 0);
        }
        logged += count;
        if logged <= limits::CHILD_LOG_RATE {
            let text = String::from_utf8_lossy(bytes.get(..count).unwrap_or_default());
            for line in text.lines().filter(|line| !line.is_empty()) {
                tracing::info!(adapter = program, line);
            }
        }
    }
}
