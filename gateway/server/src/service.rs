//! The running service: threads, ports, signals, and the tasks between them.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
};

use gateway_http::{Metrics, Security, Service, Unsafe, channel, serve};
use gateway_journal::Unusable;
use thiserror::Error;
use tokio::{
    net::TcpListener,
    runtime::{Builder, Runtime},
    signal::unix::{SignalKind, signal},
    sync::watch,
};
use tokio_util::sync::CancellationToken;

use crate::{
    config::{Config, Environment},
    event_loop::{EventLoop, Inlets},
    figures::Figures,
    logging::{self, NoLog},
    outbox::Outbox,
    reload::{Live, Reload, Reloader},
};

/// Why the service does not run.
#[derive(Debug, Error)]
pub(crate) enum CannotRun {
    #[error(
        "this gateway is switched off: its configuration says installed = false; say true to \
         start it"
    )]
    NotInstalled,
    #[error(transparent)]
    NoLog(#[from] NoLog),
    #[error("cannot listen on {address} ({key}): {cause}; free the port or choose another")]
    CannotListen { key: &'static str, address: SocketAddr, cause: io::Error },
    #[error(transparent)]
    Unsafe(#[from] Unsafe),
    #[error(transparent)]
    NoJournal(#[from] Unusable),
    #[error("the adapter {0}")]
    NoAdapter(String),
    #[error("the system refuses threads, signals or random numbers: {0}")]
    System(#[from] io::Error),
}

impl CannotRun {
    /// The exit code that tells scripts which it was.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::NotInstalled
            | Self::NoLog(_)
            | Self::Unsafe(_)
            | Self::NoJournal(_)
            | Self::NoAdapter(_) => 2,
            Self::CannotListen { .. } => 3,
            Self::System(_) => 1,
        }
    }
}

/// Runs the gateway until a signal ends it.
pub(crate) fn run(config: Config, origin: (PathBuf, Environment)) -> Result<(), CannotRun> {
    if !config.installed {
        return Err(CannotRun::NotInstalled);
    }
    let (incoming_threads, outgoing_thread) = (config.incoming_threads, config.outgoing_thread);
    let incoming = if incoming_threads == 1 && !outgoing_thread {
        Builder::new_current_thread().enable_all().build()?
    } else {
        let mut threads = Builder::new_multi_thread();
        threads.worker_threads(incoming_threads).thread_name("incoming").enable_all().build()?
    };
    let event_loop = incoming.block_on(start(config, origin))?;
    if outgoing_thread {
        Builder::new_current_thread().enable_all().build()?.block_on(event_loop.run());
    } else {
        run_on(&incoming, event_loop);
    }
    Ok(())
}

fn run_on(runtime: &Runtime, event_loop: EventLoop) {
    let owner = runtime.spawn(event_loop.run());
    if let Err(error) = runtime.block_on(owner) {
        tracing::error!(%error, "the event loop failed");
    }
}

/// Takes the ports, starts whatever serves them, and leaves the event loop to be run.
async fn start(config: Config, origin: (PathBuf, Environment)) -> Result<EventLoop, CannotRun> {
    let address = SocketAddr::new(config.listener_address, config.listener_port);
    let listener = bind("listener_port", address).await?;
    let notify = match config.notify_port {
        Some(port) => {
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
            Some(bind("notify_listener_port", address).await?)
        }
        None => None,
    };
    let log_level = logging::start(&config)?;
    let security = Arc::new(Security::open(&config.http)?);
    warn_if_open(&config);
    let target = (config.implementation.target)(&config);
    target.examine(&config).await.map_err(CannotRun::NoAdapter)?;
    let shutdown = CancellationToken::new();
    let (inputs, inbox) = channel(config.queue, config.http.max_connections);
    let metrics = Arc::new(Metrics::new());
    let figures = Figures::registered(&metrics);
    let way_out = Outbox::open(&config)?;
    let (reconfigure, settings) = watch::channel(config.gateway.clone());
    let inlets = Inlets { inbox, settings };
    let event_loop = EventLoop::new(config.clone(), inlets, shutdown.clone(), figures, way_out)
        .map_err(io::Error::other)?;
    // Whoever sees it listen may stop it or have it reload at once.
    let (end, hang_up) = (end_on_signal(shutdown.clone())?, signal(SignalKind::hangup())?);
    announce(listener.local_addr()?, config.http.tls.is_some());
    if let Some(notify) = &notify {
        tracing::info!(address = %notify.local_addr()?, "reloads for whoever connects");
    }
    tokio::spawn(end);
    let reloads = Reload::none_yet();
    metrics.register("reloads", "Times the configuration was read again", reloads.clone());
    let live = Live { log_level, security: Arc::clone(&security), gateway: reconfigure, reloads };
    let reloader = Reloader::new(origin, config, live);
    tokio::spawn(reloader.run(hang_up, notify));
    let service = Service { inputs, security, metrics };
    tokio::spawn(serve(listener, service, shutdown));
    Ok(event_loop)
}

async fn bind(key: &'static str, address: SocketAddr) -> Result<TcpListener, CannotRun> {
    let listener = TcpListener::bind(address).await;
    listener.map_err(|cause| CannotRun::CannotListen { key, address, cause })
}

/// Says in the log that nobody is asked who he is.
fn warn_if_open(config: &Config) {
    if config.http.auth.is_open() {
        tracing::warn!("nobody is asked who he is: there is no user file and no key for tokens");
    }
}

fn announce(address: SocketAddr, encrypted: bool) {
    let scheme = if encrypted { "https" } else { "http" };
    anstream::println!("listening on {scheme}://{address}");
    tracing::info!(%address, "listening");
}

fn end_on_signal(
    shutdown: CancellationToken,
) -> io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        shutdown.cancel();
    })
}
