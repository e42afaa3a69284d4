//! Reloading the configuration: on SIGHUP, and for whoever connects to `notify_listener_port`.

use std::{fmt::Write as _, path::PathBuf, sync::Arc};

use gateway_core::config::GatewayConfig;
use gateway_http::Security;
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family},
};
use tokio::{
    io::AsyncWriteExt as _,
    net::{TcpListener, TcpStream},
    signal::unix::Signal,
    sync::watch,
    time::{sleep, timeout},
};

use crate::{
    config::{self, Config, Environment},
    limits,
    logging::LogLevel,
};

/// What reloads the configuration of a running gateway.
pub(crate) struct Reloader {
    path: PathBuf,
    /// What overrides the file.
    environment: Environment,
    /// What is in effect.
    running: Config,
    live: Live,
}

/// What takes parts of a configuration up while it runs.
pub(crate) struct Live {
    pub(crate) log_level: LogLevel,
    pub(crate) security: Arc<Security>,
    pub(crate) gateway: watch::Sender<GatewayConfig>,
    pub(crate) reloads: Family<Reload, Counter>,
}

/// What came of a reload, for the metrics.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct Reload {
    /// `done`; `refused`: the file has mistakes, and nothing has changed.
    outcome: &'static str,
}

impl Reload {
    const DONE: Self = Self { outcome: "done" };
    const REFUSED: Self = Self { outcome: "refused" };

    /// Both at nought, so that the first refusal is a rise.
    pub(crate) fn none_yet() -> Family<Self, Counter> {
        let reloads = Family::default();
        for outcome in [Self::DONE, Self::REFUSED] {
            drop(reloads.get_or_create(&outcome));
        }
        reloads
    }
}

impl Reloader {
    /// A reloader of the file that `running` was read from.
    pub(crate) fn new(
        (path, environment): (PathBuf, Environment),
        running: Config,
        live: Live,
    ) -> Self {
        Self { path, environment, running, live }
    }

    /// Reloads whenever it is told to, for ever.
    pub(crate) async fn run(mut self, mut hang_up: Signal, notify: Option<TcpListener>) {
        loop {
            let caller = tokio::select! {
                Some(()) = hang_up.recv() => None,
                caller = called(notify.as_ref()) => Some(caller),
            };
            let report = self.reload();
            if let Some(mut caller) = caller {
                let told = timeout(limits::NOTIFY_PATIENCE, async {
                    caller.write_all(report.as_bytes()).await?;
                    caller.shutdown().await
                });
                if !matches!(told.await, Ok(Ok(()))) {
                    tracing::debug!("whoever caused the reload did not read what came of it");
                }
            }
        }
    }

    /// Reads the file again: what came of it, a line for each key that differs. The files that it
    /// names (certificates, users, keys) are looked at, too.
    fn reload(&mut self) -> String {
        self.live.security.refresh();
        let count = |outcome| self.live.reloads.get_or_create(outcome).inc();
        match config::load(&self.path, &self.environment) {
            Ok(read) => {
                count(&Reload::DONE);
                self.take_up(&read)
            }
            Err(error) => {
                count(&Reload::REFUSED);
                let mistake = error.summary();
                tracing::warn!(mistake, "the configuration stays as it was");
                format!("{error}\nthe configuration stays as it was\n")
            }
        }
    }

    fn take_up(&mut self, read: &Config) -> String {
        let mut report = String::new();
        for key in self.running.differences(read) {
            let (from, to) = (key.shown(&self.running), key.shown(read));
            let effect = if key.is_live() { "in effect" } else { "needs a restart" };
            let path = key.path();
            tracing::info!(key = path, from, to, effect, "configuration changed");
            // Writing to a text does not fail.
            let _infallible = writeln!(report, "{path}: {from} -> {to}, {effect}");
        }
        if report.is_empty() {
            tracing::info!("configuration read again, nothing has changed");
            report.push_str("nothing has changed\n");
        }
        self.running = self.running.taken_up(read);
        let Live { log_level, security, gateway, .. } = &self.live;
        log_level.set(self.running.log_level);
        security.reconfigure(&self.running.http);
        gateway.send_replace(self.running.gateway.clone());
        report
    }
}

/// Waits for somebody to connect; for ever, if there is no such port.
async fn called(notify: Option<&TcpListener>) -> TcpStream {
    let Some(listener) = notify else { return std::future::pending().await };
    loop {
        match listener.accept().await {
            Ok((caller, _)) => return caller,
            Err(error) => {
                tracing::warn!(%error, "notify_listener_port takes no connection");
                sleep(limits::NOTIFY_PAUSE).await;
            }
        }
    }
}
