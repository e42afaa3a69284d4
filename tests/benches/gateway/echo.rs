//! A bare hyper: it reads a request and answers 200 bytes, at once or when everybody is woken.

use std::{convert::Infallible, io::Write as _};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::{Request, Response, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpListener, sync::watch};

/// The path whose answers wait.
pub(crate) const PARK: &str = "/park";
/// The path that wakes them.
pub(crate) const WAKE: &str = "/wake";

/// Serves until the process is ended.
pub(crate) async fn run() -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    writeln!(std::io::stdout(), "listening on {}", listener.local_addr()?)?;
    let (wake, woken) = watch::channel(0_u64);
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let (wake, woken) = (wake.clone(), woken.clone());
        let service = service_fn(move |request| answer(request, wake.clone(), woken.clone()));
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

async fn answer(
    request: Request<Incoming>,
    wake: watch::Sender<u64>,
    mut woken: watch::Receiver<u64>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let parks = request.uri().path() == PARK;
    if request.uri().path() == WAKE {
        wake.send_modify(|times| *times += 1);
    }
    drop(request.into_body().collect().await);
    if parks {
        woken.mark_unchanged();
        drop(woken.changed().await);
    }
    Ok(Response::new(Full::new(Bytes::from_static(&[b'x'; 200]))))
}
