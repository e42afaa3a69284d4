//! The links to middleware: which adapters there are, and the connection that any of them drives.

use std::{
    collections::VecDeque,
    fmt,
    future::{pending, poll_fn},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    pin::{Pin, pin},
    task::{Context, Poll, ready},
    time::Duration,
};

use gateway_core::{
    middleware::{Adapter, LinkChange, Peer},
    time::Timestamp,
};
use gateway_foreign::Foreign;
use gateway_tserver::{TServer, TServerConfig};
use tokio::{
    io::{AsyncRead as _, AsyncWrite as _, ReadBuf},
    net::TcpStream,
    time::{sleep, timeout},
};

use crate::{
    child::{Child, Program},
    config::{Config, ForeignLink},
    limits,
};

/// A row of the registry of adapters.
#[derive(Debug)]
pub(crate) struct Implementation {
    /// What `implementation` says in the configuration.
    /// A name that ends in a colon is followed by a path.
    pub(crate) name: &'static str,
    /// The section of the configuration that is for it alone.
    pub(crate) section: &'static str,
    /// The adapter; the number is the seed of its jitter.
    pub(crate) adapter: fn(&Config, Timestamp, u64) -> Box<dyn Adapter + Send>,
    pub(crate) target: fn(&Config) -> Target,
}

/// The adapters that are built in, and the way to others.
pub(crate) static IMPLEMENTATIONS: &[&Implementation] = &[&TSERVER, &PROGRAM, &LIBRARY];

/// Genesys T-Server over T-Link.
pub(crate) static TSERVER: Implementation = Implementation {
    name: "builtin:tserver",
    section: "genesys.ctiserver",
    adapter: |config, now, seed| {
        let link = &config.tserver;
        // A late answer is told as long as the gateway waits for one.
        let forget_after = config.gateway.resp_timeout + config.gateway.linger;
        let backup = link.backup.is_some();
        let config = TServerConfig { backup, seed, forget_after, ..link.adapter.clone() };
        Box::new(TServer::new(config, now))
    },
    target: |config| {
        Target::Servers(Servers {
            primary: Address { host: config.tserver.host.clone(), port: config.tserver.port },
            backup: config.tserver.backup.clone(),
            connect_timeout: config.tserver.connect_timeout,
        })
    },
};

/// A program of the site's.
static PROGRAM: Implementation = Implementation {
    name: "exec:",
    section: "adapter",
    adapter: |config, now, _| Box::new(Foreign::new(config.foreign.adapter.clone(), now)),
    target: |config| {
        let ForeignLink { path, arguments, memory, .. } = config.foreign.clone();
        let mut name = path.display().to_string();
        for argument in &arguments {
            name.push(' ');
            name.push_str(argument);
        }
        Target::Program(Program { name, path, arguments, memory })
    },
};

/// A shared library of the site's, in a process of its own.
pub(crate) static LIBRARY: Implementation = Implementation {
    name: "lib:",
    section: "adapter",
    adapter: PROGRAM.adapter,
    target: |config| {
        let ForeignLink { path: library, memory, .. } = config.foreign.clone();
        let library = library.display().to_string();
        let arguments = vec!["adapter-host".to_owned(), library.clone()];
        Target::Program(Program { name: library, path: PathBuf::from(OWN), arguments, memory })
    },
};

/// This program, also when its file has been replaced since it was started.
const OWN: &str = "/proc/self/exe";

impl Implementation {
    /// The row that a text in the configuration stands for, and the path in it.
    pub(crate) fn read(text: &str) -> Option<(&'static Self, Option<&Path>)> {
        IMPLEMENTATIONS.iter().find_map(|row| {
            if row.name.ends_with(':') {
                let path = text.strip_prefix(row.name).filter(|path| !path.is_empty())?;
                return Some((*row, Some(Path::new(path))));
            }
            (text == row.name).then_some((*row, None))
        })
    }

    /// Whether a section of the configuration is for another implementation.
    pub(crate) fn leaves_out(&self, section: &str) -> bool {
        section != self.section && IMPLEMENTATIONS.iter().any(|row| row.section == section)
    }
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Servers(Servers),
    Program(Program),
}

impl Target {
    /// Makes sure, as far as it goes without the middleware, that a link can be had: a program is
    /// started, asked who it is, and ended. Why it cannot, otherwise.
    pub(crate) async fn examine(&self, config: &Config) -> Result<(), String> {
        match self {
            Self::Servers(_) => Ok(()),
            Self::Program(program) => program.examine(&config.foreign.adapter).await.map(drop),
        }
    }

    /// What a link to one of its servers leads to; a program has no pair.
    fn peer(&self, peer: Peer) -> To {
        match self {
            Self::Servers(servers) => {
                To::Server(servers.address(peer).clone(), servers.connect_timeout)
            }
            Self::Program(program) => To::Program(program.clone()),
        }
    }
}

/// What one attempt to open a link leads to.
#[derive(Clone, Debug)]
enum To {
    /// A server, and how long the attempt may take.
    Server(Address, Duration),
    Program(Program),
}

impl fmt::Display for To {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server(address, _) => address.fmt(f),
            Self::Program(program) => program.fmt(f),
        }
    }
}

/// Where the middleware's servers are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Servers {
    pub(crate) primary: Address,
    pub(crate) backup: Option<Address>,
    pub(crate) connect_timeout: Duration,
}

impl Servers {
    /// Where a server of the pair is; without a backup there is one.
    pub(crate) fn address(&self, peer: Peer) -> &Address {
        match (peer, &self.backup) {
            (Peer::Backup, Some(backup)) => backup,
            (Peer::Primary, _) | (Peer::Backup, None) => &self.primary,
        }
    }
}

/// Where one server is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) host: String,
    pub(crate) port: u16,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

/// The connection of an adapter: opens, transmits and closes when the adapter says so, and
/// tells what happened on it.
pub(crate) struct Link {
    target: Target,
    /// What the connection is to.
    peer: To,
    state: State,
    /// How long the next attempt to open waits.
    pause: Duration,
    received: Box<[u8; limits::READ_CHUNK]>,
}

enum State {
    Closed,
    Opening(Pin<Box<dyn Future<Output = Opened> + Send>>),
    Open {
        stream: Stream,
        unsent: VecDeque<u8>,
    },
    /// Lost, and the adapter does not know yet.
    Lost,
}

/// What a link is made of.
enum Stream {
    Tcp(TcpStream),
    Child(Box<Child>),
}

type Opened = io::Result<Stream>;

impl Link {
    /// A link that is closed.
    pub(crate) fn new(target: Target) -> Self {
        let received = Box::new([0; limits::READ_CHUNK]);
        let peer = target.peer(Peer::Primary);
        Self { target, peer, state: State::Closed, pause: Duration::ZERO, received }
    }

    /// Closes the connection after a failure of ours; the next attempt to open waits a little.
    pub(crate) fn rest(&mut self) {
        self.state = State::Closed;
        self.pause = limits::REST;
    }

    /// Begins to connect to one of the servers; `next` tells how it went.
    pub(crate) fn open(&mut self, peer: Peer) {
        self.peer = self.target.peer(peer);
        let to = self.peer.clone();
        let pause = std::mem::take(&mut self.pause);
        self.state = State::Opening(Box::pin(async move {
            sleep(pause).await;
            match to {
                To::Server(address, limit) => connect(&address, limit).await.map(Stream::Tcp),
                To::Program(program) => program.start().map(|child| Stream::Child(Box::new(child))),
            }
        }));
    }

    /// Sends bytes with the next look at the link, together with what else is to be sent by then; on a link
    /// that is not open they are lost.
    pub(crate) fn transmit(&mut self, bytes: &[u8]) {
        let State::Open { unsent, .. } = &mut self.state else { return };
        // What is sent may hold a password, so only its length is shown.
        tracing::trace!(peer = %self.peer, sent = bytes.len());
        unsent.extend(bytes);
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
            Ok(stream) => stream,
            Err(error) => {
                self.lose(&error);
                return false;
            }
        };
        tracing::info!(peer = %self.peer, "link connected");
        self.state = State::Open { stream, unsent: VecDeque::new() };
        true
    }

    fn lose(&mut self, error: &io::Error) {
        if let State::Open { stream: Stream::Child(child), .. } = &mut self.state
            && let Some(status) = child.ended()
        {
            tracing::warn!(adapter = %self.peer, %status, "the adapter has ended");
        }
        tracing::info!(peer = %self.peer, %error, "link lost or not reached");
        self.state = State::Lost;
    }
}

async fn connect(Address { host, port }: &Address, limit: Duration) -> io::Result<TcpStream> {
    let stream = timeout(limit, TcpStream::connect((host.as_str(), *port))).await??;
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "no TCP_NODELAY on the link");
    }
    Ok(stream)
}

impl Stream {
    fn poll_read(&mut self, cx: &mut Context<'_>, room: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match self {
            Self::Tcp(stream) => pin!(stream).poll_read(cx, room),
            Self::Child(child) => pin!(&mut child.socket).poll_read(cx, room),
        }
    }

    fn poll_write(&mut self, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match self {
            Self::Tcp(stream) => pin!(stream).poll_write(cx, bytes),
            Self::Child(child) => pin!(&mut child.socket).poll_write(cx, bytes),
        }
    }
}

/// Sends what is to be sent, as far as the connection takes it, and waits until bytes come: their
/// count.
async fn converse(
    stream: &mut Stream,
    unsent: &mut VecDeque<u8>,
    received: &mut [u8],
) -> io::Result<usize> {
    poll_fn(|cx| {
        while !unsent.is_empty()
            && let Poll::Ready(taken) = stream.poll_write(cx, unsent.as_slices().0)
        {
            drop(unsent.drain(..taken?));
        }
        let mut room = ReadBuf::new(received);
        ready!(stream.poll_read(cx, &mut room))?;
        Poll::Ready(match room.filled().len() {
            0 => Err(ErrorKind::UnexpectedEof.into()),
            count => Ok(count),
        })
    })
    .await
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
        link.open(Peer::Primary);
        assert_eq!(within(link.next()).await, LinkChange::Opened);
        let (mut peer, _) = listener.accept().await.unwrap();

        link.transmit(b"to the peer");
        let mut received = [0; 11];
        let both_ways = async {
            peer.read_exact(&mut received).await.unwrap();
            peer.write_all(b"from the peer").await.unwrap();
        };
        let (change, ()) = within(async { tokio::join!(link.next(), both_ways) }).await;
        assert_eq!(change, LinkChange::Received(b"from the peer"));
        assert_eq!(&received, b"to the peer");

        drop(peer);
        assert_eq!(within(link.next()).await, LinkChange::Closed);
    }

    /// Row 23: a peer that is not there is told as a close.
    #[tokio::test]
    async fn row_23_an_attempt_that_fails_is_told_as_a_close() {
        let (listener, mut link) = listener_and_link().await;
        drop(listener);
        link.open(Peer::Primary);
        assert_eq!(within(link.next()).await, LinkChange::Closed);
        link.open(Peer::Primary);
        assert_eq!(within(link.next()).await, LinkChange::Closed);
    }

    /// What a peer does not read waits, up to the limit, and comes whole and in order.
    #[tokio::test]
    async fn bytes_wait_for_a_slow_peer() {
        let (listener, mut link) = listener_and_link().await;
        link.open(Peer::Primary);
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
        link.open(Peer::Primary);
        assert_eq!(within(link.next()).await, LinkChange::Opened);
        let _peer = listener.accept().await.unwrap();
        let piece = vec![0; 1_000_000];
        // The kernel's buffers hold some megabytes too.
        for _ in 0..64 {
            link.transmit(&piece);
        }
        assert_eq!(within(link.next()).await, LinkChange::Closed);
    }

    async fn listener_and_link() -> (TcpListener, Link) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let connect_timeout = Duration::from_secs(20);
        let primary = Address { host: "127.0.0.1".to_owned(), port };
        let servers = Servers { primary, backup: None, connect_timeout };
        let link = Link::new(Target::Servers(servers));
        (listener, link)
    }

    async fn within<T>(future: impl Future<Output = T>) -> T {
        timeout(Duration::from_secs(20), future).await.expect("it takes too long")
    }
}
