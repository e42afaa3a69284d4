//! The links to middleware: which adapters there are, and the TCP connection that any of them drives.

use std::{
    collections::VecDeque,
    fmt,
    future::pending,
    io::{self, ErrorKind},
    pin::Pin,
    time::Duration,
};

use gateway_core::{
    middleware::{Adapter, LinkChange},
    time::Timestamp,
};
use gateway_tserver::TServer;
use tokio::{
    io::Interest,
    net::TcpStream,
    time::{error::Elapsed, sleep, timeout},
};

use crate::{config::Config, limits};

/// A row of the registry of adapters.
#[derive(Debug)]
pub(crate) struct Implementation {
    /// What `implementation` says in the configuration.
    pub(crate) name: &'static str,
    pub(crate) adapter: fn(&Config, Timestamp) -> Box<dyn Adapter + Send>,
    pub(crate) peer: fn(&Config) -> Peer,
}

/// The adapters that are built in.
pub(crate) static IMPLEMENTATIONS: &[&Implementation] = &[&TSERVER];

/// Genesys T-Server over T-Link.
pub(crate) static TSERVER: Implementation = Implementation {
    name: "builtin:tserver",
    adapter: |config, now| Box::new(TServer::new(config.tserver.adapter.clone(), now)),
    peer: |config| Peer {
        host: config.tserver.host.clone(),
        port: config.tserver.port,
        connect_timeout: config.tserver.connect_timeout,
    },
};

/// Where the middleware is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Peer {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) connect_timeout: Duration,
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

/// The TCP connection of an adapter: opens, transmits and closes when the adapter says so, and
/// tells what happened on it.
pub(crate) struct TcpLink {
    peer: Peer,
    state: State,
    /// How long the next attempt to open waits.
    pause: Duration,
    received: Box<[u8; limits::READ_CHUNK]>,
}

enum State {
    Closed,
    Opening(Pin<Box<dyn Future<Output = Opened> + Send>>),
    Open {
        stream: TcpStream,
        unsent: VecDeque<u8>,
    },
    /// Lost, and the adapter does not know yet.
    Lost,
}

type Opened = Result<io::Result<TcpStream>, Elapsed>;

impl TcpLink {
    /// A link that is closed.
    pub(crate) fn new(peer: Peer) -> Self {
        let received = Box::new([0; limits::READ_CHUNK]);
        Self { peer, state: State::Closed, pause: Duration::ZERO, received }
    }

    /// Closes the connection after a failure of ours; the next attempt to open waits a little.
    pub(crate) fn rest(&mut self) {
        self.state = State::Closed;
        self.pause = limits::REST;
    }

    /// Begins to connect; `next` tells how it went.
    pub(crate) fn open(&mut self) {
        let Peer { host, port, connect_timeout } = self.peer.clone();
        let pause = std::mem::take(&mut self.pause);
        self.state = State::Opening(Box::pin(async move {
            sleep(pause).await;
            timeout(connect_timeout, TcpStream::connect((host.as_str(), port))).await
        }));
    }

    /// Sends bytes, now or when the peer takes them; on a link that is not open they are lost.
    pub(crate) fn transmit(&mut self, bytes: &[u8]) {
        let State::Open { stream, unsent } = &mut self.state else { return };
        // What is sent may hold a password, so only its length is shown.
        tracing::trace!(peer = %self.peer, sent = bytes.len());
        let taken = match stream.try_write(if unsent.is_empty() { bytes } else { &[] }) {
            Ok(taken) => taken,
            Err(error) if error.kind() == ErrorKind::WouldBlock => 0,
            Err(error) => return self.lose(&error),
        };
        unsent.extend(bytes.iter().skip(taken));
        if unsent.len() > limits::MAX_UNSENT {
            self.lose(&io::Error::other("the middleware does not read"));
        }
    }

    /// Closes the connection.
    pub(crate) fn close(&mut self) {
        self.state = State::Closed;
    }

    /// Waits for the next thing to happen on the connection; may be dropped at any time.
    pub(crate) async fn next(&mut self) -> LinkChange<'_> {
        loop {
            match &mut self.state {
                State::Closed => pending().await,
                State::Lost => {
                    self.state = State::Closed;
                    return LinkChange::Closed;
                }
                State::Opening(opening) => {
                    let opened = opening.await;
                    if self.opened(opened) {
                        return LinkChange::Opened;
                    }
                }
                State::Open { stream, unsent } => {
                    match converse(stream, unsent, self.received.as_mut()).await {
                        Ok(0) => {}
                        Ok(count) => {
                            let bytes = self.received.get(..count).unwrap_or_default();
                            tracing::trace!(peer = %self.peer, received = %bytes.escape_ascii());
                            return LinkChange::Received(bytes);
                        }
                        Err(error) => self.lose(&error),
                    }
                }
            }
        }
    }

    fn opened(&mut self, opened: Opened) -> bool {
        let stream = match opened {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => {
                self.lose(&error);
                return false;
            }
            Err(_elapsed) => {
                self.lose(&ErrorKind::TimedOut.into());
                return false;
            }
        };
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "no TCP_NODELAY on the link");
        }
        tracing::info!(peer = %self.peer, "link connected");
        self.state = State::Open { stream, unsent: VecDeque::new() };
        true
    }

    fn lose(&mut self, error: &io::Error) {
        tracing::info!(peer = %self.peer, %error, "link lost or not reached");
        self.state = State::Lost;
    }
}

/// Waits until the connection takes or brings bytes, and moves them: the count of those that came
/// (0: only sent).
async fn converse(
    stream: &TcpStream,
    unsent: &mut VecDeque<u8>,
    received: &mut [u8],
) -> io::Result<usize> {
    let interest = if unsent.is_empty() {
        Interest::READABLE
    } else {
        Interest::READABLE | Interest::WRITABLE
    };
    let ready = stream.ready(interest).await?;
    if ready.is_writable() && !unsent.is_empty() {
        match stream.try_write(unsent.as_slices().0) {
            Ok(taken) => drop(unsent.drain(..taken)),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    if !ready.is_readable() {
        return Ok(0);
    }
    match stream.try_read(received) {
        Ok(0) => Err(ErrorKind::UnexpectedEof.into()),
        Ok(count) => Ok(count),
        Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(0),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpListener,
    };

    use super::*;

    #[tokio::test]
    async fn a_link_opens_carries_bytes_and_tells_of_its_end() {
        let (listener, mut link) = listener_and_link().await;
        link.open();
        assert_eq!(within(link.next()).await, LinkChange::Opened);
        let (mut peer, _) = listener.accept().await.unwrap();

        link.transmit(b"to the peer");
        let mut received = [0; 11];
        within(peer.read_exact(&mut received)).await.unwrap();
        assert_eq!(&received, b"to the peer");

        peer.write_all(b"from the peer").await.unwrap();
        assert_eq!(within(link.next()).await, LinkChange::Received(b"from the peer"));
        drop(peer);
        assert_eq!(within(link.next()).await, LinkChange::Closed);
    }

    /// Row 23: a peer that is not there is told as a close.
    #[tokio::test]
    async fn row_23_an_attempt_that_fails_is_told_as_a_close() {
        let (listener, mut link) = listener_and_link().await;
        drop(listener);
        link.open();
        assert_eq!(within(link.next()).await, LinkChange::Closed);
        link.open();
        assert_eq!(within(link.next()).await, LinkChange::Closed);
    }

    /// What a peer does not read waits, up to the limit, and comes whole and in order.
    #[tokio::test]
    async fn bytes_wait_for_a_slow_peer() {
        let (listener, mut link) = listener_and_link().await;
        link.open();
        assert_eq!(within(link.next()).await, LinkChange::Opened);
        let (mut peer, _) = listener.accept().await.unwrap();
        let sent: Vec<u8> = (0..=250).cycle().take(limits::MAX_UNSENT).collect();
        for piece in sent.chunks(50_000) {
            link.transmit(piece);
        }
        let mut received = vec![0; sent.len()];
        let all_read = async {
            peer.read_exact(&mut received).await.unwrap();
            peer.write_all(b"done").await.unwrap();
        };
        let (change, ()) = within(async { tokio::join!(link.next(), all_read) }).await;
        assert_eq!(change, LinkChange::Received(b"done"));
        assert!(received == sent, "the bytes came out of order");
    }

    /// A peer that never reads costs the link, not the memory.
    #[tokio::test]
    async fn a_peer_that_never_reads_is_given_up() {
        let (listener, mut link) = listener_and_link().await;
        link.open();
        assert_eq!(within(link.next()).await, LinkChange::Opened);
        let _peer = listener.accept().await.unwrap();
        let piece = vec![0; 1_000_000];
        // The kernel's buffers hold some megabytes too.
        for _ in 0..64 {
            link.transmit(&piece);
        }
        assert_eq!(within(link.next()).await, LinkChange::Closed);
    }

    async fn listener_and_link() -> (TcpListener, TcpLink) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let connect_timeout = Duration::from_secs(20);
        let link = TcpLink::new(Peer { host: "127.0.0.1".to_owned(), port, connect_timeout });
        (listener, link)
    }

    async fn within<T>(future: impl Future<Output = T>) -> T {
        timeout(Duration::from_secs(20), future).await.expect("it takes too long")
    }
}
