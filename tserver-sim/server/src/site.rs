//! Switch and T-Server in one task: inputs in the order in which they come, time in between.

use std::{io::Write as _, path::Path, time::Duration};

use switch_sim::{switch::Switch, world::World};
use tokio::sync::{mpsc, oneshot};
use tracing::{info, trace};
use tserver_sim_core::{Config, LinkId, TServerSim};

use crate::{
    client::Line, clock::Clock, console::Command, desk, log_file::LogFile, outlet::Outlet,
};

/// Everything that can happen to the site.
#[derive(Debug)]
pub(crate) enum Input {
    Opened {
        link: LinkId,
        line: Line,
        /// Where the client is.
        address: String,
    },
    Bytes {
        link: LinkId,
        bytes: Vec<u8>,
    },
    Closed {
        link: LinkId,
    },
    /// A line of the console, or why it is none.
    Console(Result<Command, String>),
    /// An act that nobody typed; its answer goes to whoever sent it.
    Quiet {
        command: Command,
        answer: oneshot::Sender<Result<String, String>>,
    },
}

/// The switch, the T-Server and its clients.
pub(crate) struct Site {
    switch: Switch,
    tserver: TServerSim,
    clock: Clock,
    outlet: Outlet,
    log: LogFile,
    /// What the clock began with, in Unix milliseconds, and the name of the server.
    epoch_ms: u64,
    server: String,
}

impl Site {
    /// A site whose time starts at this moment.
    ///
    /// # Errors
    /// The world is not consistent.
    pub(crate) fn new(world: &World, server: String, keep_alive: Duration) -> anyhow::Result<Self> {
        let switch = Switch::new(world)?;
        let (clock, epoch_ms) = Clock::start();
        let config = Config { server: server.clone(), epoch_ms, keep_alive, ..Config::default() };
        let tserver = TServerSim::new(config, &switch);
        let (outlet, log) = (Outlet::default(), LogFile::default());
        Ok(Self { switch, tserver, clock, outlet, log, epoch_ms, server })
    }

    /// Writes the T-Server's log to a file from here on.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(crate) fn keep_log(&mut self, path: &Path) -> anyhow::Result<()> {
        self.log = LogFile::create(path, self.epoch_ms, &self.server)?;
        Ok(())
    }

    /// Serves until Ctrl-C or `quit`.
    pub(crate) async fn run(mut self, mut inputs: mpsc::Receiver<Input>) -> anyhow::Result<()> {
        let stop = tokio::signal::ctrl_c();
        tokio::pin!(stop);
        loop {
            let deadline =
                self.switch.next_deadline().into_iter().chain(self.tserver.poll_timeout());
            let sleep = deadline.min().map(|at| self.clock.instant(at));
            let due = async {
                match sleep {
                    Some(at) => tokio::time::sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            // 1. stop, 2. what is due, 3. what comes.
            let input = tokio::select! {
                biased;
                stopped = &mut stop => {
                    info!("stopping");
                    return Ok(stopped?);
                }
                () = due => None,
                input = inputs.recv() => input,
            };
            self.pass_time();
            if let Some(input) = input
                && !self.take(input)?
            {
                return Ok(());
            }
            self.pump();
        }
    }

    fn pass_time(&mut self) {
        let now = self.clock.now();
        self.switch.advance(now);
        self.pump();
        self.tserver.handle_timeout(now);
    }

    /// False when the site is to stop.
    fn take(&mut self, input: Input) -> anyhow::Result<bool> {
        match input {
            Input::Opened { link, line, address } => {
                self.log.opened(self.switch.now(), link, &address);
                self.outlet.add(link, line);
                self.tserver.handle_opened(link);
            }
            Input::Bytes { link, bytes } => {
                trace!(link = link.0, bytes = bytes.len(), "received");
                self.log.received(self.switch.now(), link, &bytes);
                self.tserver.handle_bytes(&mut self.switch, link, &bytes);
            }
            Input::Closed { link } => {
                self.log.closed(self.switch.now(), link);
                self.outlet.remove(link);
                self.tserver.handle_closed(link);
            }
            Input::Quiet { command, answer } => {
                let outcome = desk::act(&mut self.switch, &mut self.tserver, &command);
                // Whoever asked may have gone.
                let _gone = answer.send(outcome);
            }
            Input::Console(Ok(Command::Quit)) => return Ok(false),
            Input::Console(Ok(command)) => {
                let outcome = desk::act(&mut self.switch, &mut self.tserver, &command);
                self.pump();
                let reply = outcome.unwrap_or_else(|letter| format!("error: {letter}"));
                writeln!(std::io::stdout(), "{reply}")?;
            }
            Input::Console(Err(letter)) => writeln!(std::io::stdout(), "error: {letter}")?,
        }
        Ok(true)
    }

    fn pump(&mut self) {
        while let Some(event) = self.switch.poll_event() {
            trace!(?event, "switch");
            self.tserver.handle_switch_event(&event);
        }
        while let Some(output) = self.tserver.poll_output() {
            self.log.sent(self.switch.now(), &output);
            if let Some(slow) = self.outlet.carry_out(output) {
                self.log.closed(self.switch.now(), slow);
                self.tserver.handle_closed(slow);
            }
        }
        self.log.write();
    }
}
