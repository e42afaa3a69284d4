//! One connection: the TLS handshake, then HTTP/1.1 or HTTP/2 as the two sides agreed.

use std::{convert::Infallible, net::IpAddr, sync::Arc, time::Duration};

use futures_util::FutureExt as _;
use hyper::{
    Request,
    body::Incoming,
    server::conn::{http1, http2},
    service::service_fn,
};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    sync::{OwnedSemaphorePermit, watch},
    time::timeout,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use crate::{
    catch::answer_or_500,
    limits,
    route::Face,
    security::Peer,
    socket::{Phase, Socket},
    tls::{Certificates, H2, name_in},
};

/// Serves one connection until either side ends it.
pub(crate) async fn converse(
    stream: TcpStream,
    (source, place): (IpAddr, OwnedSemaphorePermit),
    face: Arc<Face>,
) {
    let place = (place, face.metrics.connection());
    let phase = Phase::default();
    let config = &face.security.settings().config;
    let (header_timeout, socket_timeout) = (config.header_timeout, config.socket_timeout);
    let socket = Socket::new(stream, phase.clone(), header_timeout, socket_timeout);
    let Some(certificates) = face.security.certificates() else {
        let peer = Peer { source, certificate: None, _place: place };
        return http1(socket, phase, peer, face).await;
    };
    // What only some connections need is not part of each connection's task.
    let handshake = Box::pin(shake_hands(socket, &phase, certificates, header_timeout));
    let Some(Some(tls)) = face.abort.run_until_cancelled(handshake).await else { return };
    let (_, session) = tls.get_ref();
    let certificate = session.peer_certificates().and_then(|chain| chain.first());
    let peer = Peer { source, certificate: certificate.and_then(name_in), _place: place };
    if session.alpn_protocol() == Some(H2) {
        Box::pin(http2(tls, phase, peer, face)).await;
    } else {
        Box::pin(http1(tls, phase, peer, face)).await;
    }
}

/// The TLS handshake, which may take as long as a head.
async fn shake_hands(
    socket: Socket,
    phase: &Phase,
    certificates: &Certificates,
    limit: Duration,
) -> Option<TlsStream<Socket>> {
    let _not_a_head = phase.handling();
    let acceptor = TlsAcceptor::from(certificates.current());
    match timeout(limit, acceptor.accept(socket)).await {
        Ok(Ok(tls)) => Some(tls),
        Ok(Err(error)) => {
            tracing::debug!(%error, "no TLS");
            None
        }
        Err(_elapsed) => {
            tracing::debug!("the TLS handshake took too long");
            None
        }
    }
}

async fn http1<S>(stream: S, phase: Phase, peer: Peer, face: Arc<Face>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(face.security.settings().config.socket_timeout)
        .max_header_size(limits::MAX_HEAD)
        .max_buf_size(limits::MAX_BUFFER);
    let peer = Arc::new(peer);
    let service = service_fn(|request: Request<Incoming>| {
        answer_or_500(face.answer(request, &peer, &phase)).map(Ok::<_, Infallible>)
    });
    let connection = http.serve_connection(TokioIo::new(stream), service).with_upgrades();
    let mut connection = std::pin::pin!(connection);
    tokio::select! {
        biased;
        ended = connection.as_mut() => return log_end(ended),
        () = face.closing.cancelled() => connection.as_mut().graceful_shutdown(),
    }
    if let Some(ended) = face.abort.run_until_cancelled(connection).await {
        log_end(ended);
    }
}

async fn http2(stream: TlsStream<Socket>, phase: Phase, peer: Peer, face: Arc<Face>) {
    // Frames come between requests, too: what bounds silence here is `idle`.
    phase.stop_watching();
    let patience = face.security.settings().config.socket_timeout;
    let mut http = http2::Builder::new(TokioExecutor::new());
    http.timer(TokioTimer::new())
        .max_concurrent_streams(limits::MAX_STREAMS)
        .max_pending_accept_reset_streams(limits::MAX_RESETS)
        .max_local_error_reset_streams(limits::MAX_RESETS)
        .max_header_list_size(limits::MAX_HEADER_LIST)
        .max_send_buf_size(limits::MAX_BUFFER)
        .keep_alive_interval(patience)
        .keep_alive_timeout(patience);
    let (busy, watched) = watch::channel(0);
    let (busy, peer) = (Arc::new(busy), Arc::new(peer));
    let service = service_fn(|request: Request<Incoming>| {
        let (face, phase, peer) = (Arc::clone(&face), phase.clone(), Arc::clone(&peer));
        let request_under_way = UnderWay::new(&busy);
        async move {
            let _request_under_way = request_under_way;
            Ok::<_, Infallible>(answer_or_500(face.answer(request, &peer, &phase)).await)
        }
    });
    let mut connection = std::pin::pin!(http.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        ended = connection.as_mut() => return log_end(ended),
        () = idle(watched, patience) => {
            connection.as_mut().graceful_shutdown();
            // A peer that does not see its way out is left.
            return drop(timeout(limits::GOAWAY, connection).await);
        }
        () = face.closing.cancelled() => connection.as_mut().graceful_shutdown(),
    }
    if let Some(ended) = face.abort.run_until_cancelled(connection).await {
        log_end(ended);
    }
}

/// Ends when no request has been under way for so long.
async fn idle(mut under_way: watch::Receiver<usize>, patience: Duration) {
    while under_way.wait_for(|count| *count == 0).await.is_ok() {
        match timeout(patience, under_way.changed()).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) | Err(_) => return,
        }
    }
}

/// A request that is counted until it is dropped.
struct UnderWay(Arc<watch::Sender<usize>>);

impl UnderWay {
    fn new(count: &Arc<watch::Sender<usize>>) -> Self {
        count.send_modify(|count| *count += 1);
        Self(Arc::clone(count))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

fn log_end(ended: hyper::Result<()>) {
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended badly");
    }
}
