//! The accept loop: as many connections as allowed, each a task, and a graceful end.

use std::{io, net::IpAddr, sync::Arc};

use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    connection::converse, inputs::Inputs, limits, metrics::Metrics, route::Face, security::Security,
};

/// What connections are served with.
#[derive(Debug)]
pub struct Service {
    /// The way to the owner of the gateway.
    pub inputs: Inputs,
    pub security: Arc<Security>,
    pub metrics: Arc<Metrics>,
}

/// Serves until `shutdown`, then lets open connections finish for at most 8 s.
///
/// A connection is taken only when there is room for it, so that the rest wait in the kernel's
/// backlog; when the system itself refuses (no file descriptor left), the loop pauses and goes on.
pub async fn serve(listener: TcpListener, service: Service, shutdown: CancellationToken) {
    let max_connections = service.security.settings().config.max_connections;
    let room = Arc::new(Semaphore::new(max_connections));
    let abort = CancellationToken::new();
    let connections = TaskTracker::new();
    let Service { inputs, security, metrics } = service;
    let face = Arc::new(Face {
        inputs,
        security,
        metrics,
        shutdown: shutdown.clone(),
        abort: abort.clone(),
        tasks: connections.clone(),
    });
    loop {
        let accepted = tokio::select! {
            biased;
            () = shutdown.cancelled() => break,
            accepted = accept(&listener, &room) => accepted,
        };
        match accepted {
            Ok((stream, source, place)) => {
                let connection = converse(stream, (source, place), Arc::clone(&face));
                let abort = abort.clone();
                connections.spawn(async move { abort.run_until_cancelled(connection).await });
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "no connection can be accepted");
                tokio::select! {
                    () = shutdown.cancelled() => break,
                    () = sleep(limits::ACCEPT_PAUSE) => {}
                }
            }
        }
    }
    drop(listener);
    drop(face);
    connections.close();
    if timeout(limits::DRAIN, connections.wait()).await.is_err() {
        tracing::warn!(connections = connections.len(), "cut while draining");
        abort.cancel();
        connections.wait().await;
    }
}

async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> io::Result<(TcpStream, IpAddr, OwnedSemaphorePermit)> {
    let place = Arc::clone(room).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a newcomer has gone already");
    }
    Ok((stream, peer.ip().to_canonical(), place))
}

/// The newcomer itself failed; the next one may not.
fn is_of_one_connection(error: &io::Error) -> bool {
    let kinds = [
        io::ErrorKind::ConnectionAborted,
        io::ErrorKind::ConnectionReset,
        io::ErrorKind::ConnectionRefused,
        io::ErrorKind::NotConnected,
    ];
    kinds.contains(&error.kind())
}
