//! The control interface over HTTP: who may call, and the way to the site and back.

mod live;
mod respond;
#[cfg(test)]
mod tests;

use std::{convert::Infallible, net::SocketAddr, sync::Arc};

use anyhow::{Context as _, bail};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use subtle::ConstantTimeEq as _;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, mpsc},
};
use tracing::{debug, warn};

use crate::{limits, site::Input};

/// Where the interface listens, and who may use it.
#[derive(Debug)]
pub(crate) struct Control {
    listener: TcpListener,
    pub(crate) address: SocketAddr,
    token: Option<String>,
}

impl Control {
    /// Takes the address. One that others can reach needs a token.
    ///
    /// # Errors
    /// The address is taken, or lacks a token that it needs.
    pub(crate) async fn bind(address: SocketAddr, token: Option<String>) -> anyhow::Result<Self> {
        if token.is_none() && !address.ip().is_loopback() {
            bail!(
                "the control interface at {address} could be used by anybody who reaches it: \
                 listen on a loopback address, or name a file with a token, --control-token FILE"
            );
        }
        if token.as_ref().is_some_and(|token| token.len() < TOKEN_BYTES) {
            bail!("a token has at least {TOKEN_BYTES} characters");
        }
        let listener = TcpListener::bind(address)
            .await
            .with_context(|| format!("cannot listen on {address} for the control interface"))?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address, token })
    }

    /// Serves until the site is gone. Connections beyond the limit wait.
    pub(crate) async fn serve(self, inputs: mpsc::Sender<Input>) {
        let room = Arc::new(Semaphore::new(limits::CONTROL_CONNECTIONS));
        let desk = Arc::new(Desk { address: self.address, token: self.token, inputs });
        loop {
            let Ok(place) = Arc::clone(&room).acquire_owned().await else { return };
            match self.listener.accept().await {
                Ok((stream, _)) => {
                    let desk = Arc::clone(&desk);
                    tokio::spawn(async move {
                        converse(stream, desk).await;
                        drop(place);
                    });
                }
                Err(error) => {
                    warn!(%error, "the control interface cannot accept a connection");
                    tokio::time::sleep(limits::ACCEPT_PAUSE).await;
                }
            }
        }
    }
}

/// What every connection needs.
#[derive(Debug)]
pub(crate) struct Desk {
    address: SocketAddr,
    token: Option<String>,
    pub(crate) inputs: mpsc::Sender<Input>,
}

impl Desk {
    /// Whether a token opens the interface; without one of its own, everybody may come.
    pub(crate) fn admits(&self, token: Option<&str>) -> bool {
        match (&self.token, token) {
            (None, _) => true,
            (Some(own), Some(theirs)) => bool::from(own.as_bytes().ct_eq(theirs.as_bytes())),
            (Some(_), None) => false,
        }
    }

    /// Whether a `Host` means this interface. A name that was made to point here is none: a page in
    /// somebody's browser could use it.
    pub(crate) fn is_host(&self, host: &str) -> bool {
        if self.token.is_some() {
            return true;
        }
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => (name, port),
            Some(_) | None => (host, "80"),
        };
        let ip = self.address.ip().to_string();
        let names = ["localhost", "127.0.0.1", "[::1]"];
        let known = names.contains(&name) || name == ip || name == format!("[{ip}]");
        known && port.parse() == Ok(self.address.port())
    }
}

async fn converse(stream: TcpStream, desk: Arc<Desk>) {
    let service = service_fn(|request: Request<Incoming>| {
        let desk = Arc::clone(&desk);
        async move { Ok::<_, Infallible>(respond::answer(request, &desk).await) }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(limits::HEAD_LIMIT)
        .max_buf_size(limits::HEAD_BYTES);
    let served = http.serve_connection(TokioIo::new(stream), service).with_upgrades().await;
    if let Err(error) = served {
        debug!(%error, "a connection of the control interface ended");
    }
}

/// The least length of a token.
const TOKEN_BYTES: usize = 16;
