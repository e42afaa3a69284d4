//! A face on a free port, a raw client, and the owner's end in the hands of the test.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use gateway_core::reply::{Answer, Reply};
use gateway_http::{Arrival, HttpConfig, Inbox, Metrics, Security, Service, channel, serve};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
    time::timeout,
};
use tokio_util::sync::CancellationToken;

/// A face that serves.
pub(crate) struct Rig {
    pub(crate) address: SocketAddr,
    pub(crate) inbox: Inbox,
    pub(crate) shutdown: CancellationToken,
    pub(crate) served: JoinHandle<()>,
    pub(crate) security: Arc<Security>,
}

impl Rig {
    /// Serves with this configuration and a queue of `queue` requests.
    pub(crate) async fn with_queue(config: HttpConfig, queue: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (inputs, inbox) = channel(queue, config.max_connections);
        let shutdown = CancellationToken::new();
        let security = Arc::new(Security::open(&config).unwrap());
        let service =
            Service { inputs, security: Arc::clone(&security), metrics: Arc::new(Metrics::new()) };
        let served = tokio::spawn(serve(listener, service, shutdown.clone()));
        Self { address, inbox, shutdown, served, security }
    }

    /// Serves with this configuration.
    pub(crate) async fn new(config: HttpConfig) -> Self {
        Self::with_queue(config, 16).await
    }

    /// The next request that reaches the owner.
    pub(crate) async fn arrival(&mut self) -> Arrival {
        within(self.inbox.arrivals.recv()).await.unwrap()
    }

    /// Answers the next request with "done".
    pub(crate) async fn answer_one(&mut self) {
        let arrival = self.arrival().await;
        arrival.answer.send(done(arrival.envelope.reference.as_deref())).unwrap();
    }
}

/// A client that writes what it likes.
pub(crate) struct Client<S = TcpStream>(pub(crate) S);

impl Client {
    pub(crate) async fn connect(rig: &Rig) -> Self {
        Self(TcpStream::connect(rig.address).await.unwrap())
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Client<S> {
    pub(crate) async fn send(&mut self, bytes: &str) {
        self.0.write_all(bytes.as_bytes()).await.unwrap();
    }

    /// The next response, head and body; what stands after its end stays unread.
    pub(crate) async fn response(&mut self) -> String {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            match within(self.0.read_u8()).await {
                Ok(byte) => head.push(char::from(byte)),
                Err(_end) => return head,
            }
        }
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
        within(self.0.read_exact(&mut body)).await.unwrap();
        head + &String::from_utf8(body).unwrap()
    }

    /// Everything until the server closes.
    pub(crate) async fn until_closed(&mut self) -> String {
        let mut text = Vec::new();
        // A reset ends the connection as well as an orderly close.
        let _end = within(self.0.read_to_end(&mut text)).await;
        String::from_utf8(text).unwrap()
    }
}

/// A POST of a document.
pub(crate) fn post(document: &str) -> String {
    post_with("Content-Type: application/xml\r\n", document)
}

/// A POST of a document with these headers beside Host and Content-Length.
pub(crate) fn post_with(headers: &str, document: &str) -> String {
    let length = document.len();
    format!("POST /pts HTTP/1.1\r\nHost: gw\r\n{headers}Content-Length: {length}\r\n\r\n{document}")
}

/// The reply "done" to a request with this `ref`.
pub(crate) fn done(reference: Option<&str>) -> Reply {
    Reply { request: "HOLDCALL", reference: reference.map(Into::into), answer: Answer::Done }
}

/// Waits, but not for ever.
pub(crate) async fn within<T>(future: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(20), future).await.expect("it takes too long")
}

/// A request that waits long.
pub(crate) const POLL: &str =
    r#"<GETEVENTS session="0123456789abcdef0123456789abcdef" after="0" wait="25"/>"#;
/// A request with a `ref`.
pub(crate) const HOLD: &str =
    r#"<HOLDCALL session="0123456789abcdef0123456789abcdef" ref="7" call="0000000000000001"/>"#;
