//! The accept loop: as many connections as allowed, each a task, and a graceful end.

use std::{io, net::IpAddr, pin::pin, sync::Arc};

use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, sleep, timeout, timeout_at},
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

/// Serves until `shutdown`, then drains: for at most 2 s clients can still fetch the events that they do
/// not know of, newcomers and new requests are told to come again, and whoever watches is told as well;
/// then nothing is accepted any more, and open connections may finish. All of it takes at most 8 s.
///
/// A connection is taken only when there is room for it, so that the rest wait in the kernel's
/// backlog; when the system itself refuses (no file descriptor left), the loop pauses and goes on.
pub async fn serve(listener: TcpListener, service: Service, shutdown: CancellationToken) {
    let max_connections = service.security.settings().config.max_connections;
    let room = Arc::new(Semaphore::new(max_connections));
    let abort = CancellationToken::new();
    let connections = TaskTracker::new();
    let Service { inputs, security, metrics } = service;
    let closing = CancellationToken::new();
    let drained = inputs.drained();
    let face = Arc::new(Face {
        inputs,
        security,
        metrics,
        shutdown: shutdown.clone(),
        closing: closing.clone(),
        abort: abort.clone(),
        tasks: connections.clone(),
    });
    let mut flushed = pin!(async {
        shutdown.cancelled().await;
        let begun = Instant::now();
        let _late = timeout(limits::FLUSH, drained).await;
        begun
    });
    let drain_began = loop {
        let accepted = tokio::select! {
            biased;
            began = &mut flushed => break began,
            accepted = accept(&listener, &room) => accepted,
        };
        match accepted {
            Ok((stream, source, place)) => {
                connections.spawn(converse(stream, (source, place), Arc::clone(&face)));
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "no connection can be accepted");
                tokio::select! {
                    began = &mut flushed => break began,
                    () = sleep(limits::ACCEPT_PAUSE) => {}
                }
            }
        }
    };
    drop(listener);
    closing.cancel();
    drop(face);
    connections.close();
    if timeout_at(drain_began + limits::DRAIN, connections.wait()).await.is_err() {
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
