//! The accept loop: as many connections as allowed, each a task, and a graceful end.

use std::{convert::Infallible, io, sync::Arc};

use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    catch::answer_or_500,
    config::HttpConfig,
    inputs::Inputs,
    limits,
    route::Face,
    socket::{Phase, Socket},
};

/// Serves until `shutdown`, then lets open connections finish for at most 8 s.
///
/// A connection is taken only when there is room for it, so that the rest wait in the kernel's
/// backlog; when the system itself refuses (no file descriptor left), the loop pauses and goes on.
pub async fn serve(
    listener: TcpListener,
    inputs: Inputs,
    config: HttpConfig,
    shutdown: CancellationToken,
) {
    let room = Arc::new(Semaphore::new(config.max_connections));
    let abort = CancellationToken::new();
    let connections = TaskTracker::new();
    let face = Arc::new(Face { config, inputs, shutdown: shutdown.clone() });
    loop {
        let accepted = tokio::select! {
            biased;
            () = shutdown.cancelled() => break,
            accepted = accept(&listener, &room) => accepted,
        };
        match accepted {
            Ok((stream, place)) => {
                let connection = converse(stream, Arc::clone(&face));
                let abort = abort.clone();
                connections.spawn(async move {
                    abort.run_until_cancelled(connection).await;
                    drop(place);
                });
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
) -> io::Result<(TcpStream, OwnedSemaphorePermit)> {
    let place = Arc::clone(room).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, _peer) = listener.accept().await?;
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a newcomer has gone already");
    }
    Ok((stream, place))
}

/// One connection, request by request, until either side ends it.
async fn converse(stream: TcpStream, face: Arc<Face>) {
    let phase = Phase::default();
    let config = &face.config;
    let socket = Socket::new(stream, phase.clone(), config.header_timeout, config.socket_timeout);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(config.socket_timeout)
        .max_header_size(limits::MAX_HEAD)
        .max_buf_size(limits::MAX_BUFFER);
    let service = service_fn(|request| {
        let (face, phase) = (Arc::clone(&face), phase.clone());
        async move {
            let _handling = phase.handling();
            Ok::<_, Infallible>(answer_or_500(face.answer(request)).await)
        }
    });
    let mut connection = std::pin::pin!(http.serve_connection(TokioIo::new(socket), service));
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = face.shutdown.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended badly");
    }
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
