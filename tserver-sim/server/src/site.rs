//! Switch and T-Server in one task: inputs in the order in which they come, time in between.

use std::{io::Write as _, path::Path, sync::Arc, time::Duration};

use serde::Serialize;
use serde_json::Value;
use switch_sim::{switch::Switch, world::World};
use tokio::sync::{broadcast, mpsc, oneshot};
use tracing::{info, trace};
use tserver_sim_control::{Operation, Problem, TimeAct, view};
use tserver_sim_core::{Config, Host, LinkId, fault::FaultInjector};

use crate::{
    client::Line, clock::Clock, console::Command, desk, outlet::Outlet, server_log::ServerLog,
    trace_book::TraceBook,
};

/// Everything that can happen to the site.
#[derive(Debug)]
pub(crate) enum Input {
    Opened {
        host: Host,
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
    /// Something that is to be read or done; the answer goes to whoever sent it.
    Control {
        operation: Operation,
        answer: oneshot::Sender<Result<Value, Problem>>,
    },
    /// Somebody wants to be told what happens.
    Subscribe {
        answer: oneshot::Sender<broadcast::Receiver<Arc<str>>>,
    },
    /// A line of the console, or why it is none.
    Console(Result<Command, String>),
}

/// The switch, the T-Server and its clients.
pub(crate) struct Site {
    switch: Switch,
    tserver: FaultInjector,
    clock: Clock,
    outlet: Outlet,
    log: ServerLog,
    trace: Option<TraceBook>,
    world: view::WorldFile,
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
        let config =
            Config { server: server.clone(), epoch_ms, keep_alive, ..Config::of_site(world)? };
        let tserver = FaultInjector::new(config, world.tserver.standby, world.seed, &switch);
        let (outlet, log) = (Outlet::default(), ServerLog::default());
        Ok(Self {
            switch,
            tserver,
            clock,
            outlet,
            log,
            trace: None,
            world: view::WorldFile::default(),
            epoch_ms,
            server,
        })
    }

    /// Keeps what happens from here on for the control interface, and has this world file to show.
    pub(crate) fn keep_trace(&mut self, world: view::WorldFile) {
        (self.trace, self.world) = (Some(TraceBook::new()), world);
    }

    /// Writes the T-Server's log from here on, to a file, or for the control interface as well.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(crate) fn keep_log(&mut self, file: Option<&Path>) -> anyhow::Result<()> {
        let keep = self.trace.is_some();
        self.log = ServerLog::begin(self.epoch_ms, &self.server, file, keep)?;
        Ok(())
    }

    /// Serves until Ctrl-C or `quit`.
    pub(crate) async fn run(mut self, mut inputs: mpsc::Receiver<Input>) -> anyhow::Result<()> {
        let stop = tokio::signal::ctrl_c();
        tokio::pin!(stop);
        loop {
            let deadline =
                self.switch.next_deadline().into_iter().chain(self.tserver.poll_timeout());
            let sleep = deadline.min().and_then(|at| self.clock.instant(at));
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
        self.tserver.handle_timeout(&mut self.switch, now);
        while let Some((target, name)) = self.tserver.poll_ended() {
            info!(%target, fault = name, "a fault ends");
        }
    }

    /// False when the site is to stop.
    fn take(&mut self, input: Input) -> anyhow::Result<bool> {
        match input {
            Input::Opened { host, link, line, address } => {
                if self.tserver.handle_opened(host, link) {
                    let now = self.switch.now();
                    self.log.opened(now, link, &address);
                    self.trace.iter_mut().for_each(|trace| trace.opened(now, link));
                    self.outlet.add(link, line);
                } else {
                    line.cut();
                }
            }
            Input::Bytes { link, bytes } => {
                trace!(link = link.0, bytes = bytes.len(), "received");
                let now = self.switch.now();
                self.log.received(now, link, &bytes);
                self.trace.iter_mut().for_each(|trace| trace.received(now, link, &bytes));
                self.tserver.handle_bytes(&mut self.switch, link, &bytes);
            }
            Input::Closed { link } => {
                self.note_closed(link);
                self.outlet.remove(link);
                self.tserver.handle_closed(link);
            }
            Input::Control { operation, answer } => {
                let outcome = self.carry_out(operation);
                // Whoever asked may have gone.
                let _gone = answer.send(outcome);
            }
            Input::Subscribe { answer } => {
                if let Some(trace) = &self.trace {
                    let _gone = answer.send(trace.subscribe());
                }
            }
            Input::Console(Ok(Command::Quit)) => return Ok(false),
            Input::Console(Ok(command)) => {
                let outcome = desk::carry_out(&mut self.switch, &mut self.tserver, &command);
                self.pump();
                let reply = outcome.unwrap_or_else(|letter| format!("error: {letter}"));
                writeln!(std::io::stdout(), "{reply}")?;
            }
            Input::Console(Err(letter)) => writeln!(std::io::stdout(), "error: {letter}")?,
        }
        Ok(true)
    }

    /// What a client of the control interface wants.
    fn carry_out(&mut self, operation: Operation) -> Result<Value, Problem> {
        match operation {
            Operation::Look(wanted) => {
                tserver_sim_control::look(&self.switch, &self.tserver, &wanted)
            }
            Operation::Act(act) => {
                let done = tserver_sim_control::act(&mut self.switch, &mut self.tserver, &act);
                self.pump();
                json(&done?)
            }
            Operation::Time(act) => {
                match act {
                    TimeAct::Pause {} => self.clock.pause(),
                    TimeAct::Run { speed } => self.clock.run(speed.unwrap_or(1.0)),
                    TimeAct::Step { ms } => self.clock.step(Duration::from_millis(ms)),
                }
                self.tserver.set_pace(self.clock.now(), self.clock.speed());
                self.pass_time();
                json(&self.time())
            }
            Operation::Clock => json(&self.time()),
            Operation::World => json(&self.world),
            Operation::Log { after, limit } => json(&self.log.after(after, limit)),
            Operation::Trace { after, limit } => {
                let trace = self.trace.as_ref();
                json(&trace.map(|trace| trace.after(after, limit)).unwrap_or_default())
            }
            // Neither needs the site.
            Operation::Subscribe | Operation::Describe => Ok(Value::Null),
        }
    }

    fn time(&self) -> view::Time {
        let (paused, speed) = (self.clock.is_paused(), self.clock.speed());
        view::Time { now_ms: self.switch.now().0, paused, speed }
    }

    fn note_closed(&mut self, link: LinkId) {
        let now = self.switch.now();
        self.log.closed(now, link);
        self.trace.iter_mut().for_each(|trace| trace.closed(now, link));
    }

    fn pump(&mut self) {
        while let Some(event) = self.switch.poll_event() {
            trace!(?event, "switch");
            self.trace.iter_mut().for_each(|trace| trace.reported(&self.switch, &event));
            self.tserver.handle_switch_event(&self.switch, &event);
        }
        while let Some(output) = self.tserver.poll_output() {
            let now = self.switch.now();
            self.log.sent(now, &output);
            self.trace.iter_mut().for_each(|trace| trace.sent(now, &output));
            if let Some(slow) = self.outlet.carry_out(output) {
                self.note_closed(slow);
                self.tserver.handle_closed(slow);
            }
        }
        self.log.write();
    }
}

fn json(value: &impl Serialize) -> Result<Value, Problem> {
    serde_json::to_value(value).map_err(|error| Problem::new(500, "Failed", error.to_string()))
}
