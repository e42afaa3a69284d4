//! One client's connection: bytes in, bytes out, both bounded.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::{
        mpsc::{self, error::TrySendError},
        oneshot,
    },
    time::timeout,
};
use tracing::{debug, info};
use tserver_sim_core::LinkId;

use crate::{limits, site::Input};

/// The site's end of a client's connection. Dropping it closes the connection when everything is
/// written; `cut` closes it at once.
#[derive(Debug)]
pub(crate) struct Line {
    outgoing: mpsc::Sender<Vec<u8>>,
    /// Bytes that wait; the writer takes off what it has written.
    queued: Arc<AtomicUsize>,
    cut: oneshot::Sender<()>,
}

impl Line {
    /// Queues bytes for the client; false when too many wait there already. A client that has
    /// gone takes everything: the site will hear of it.
    pub(crate) fn send(&self, bytes: Vec<u8>) -> bool {
        let before = self.queued.fetch_add(bytes.len(), Ordering::Relaxed);
        if before + bytes.len() > limits::QUEUED_BYTES {
            return false;
        }
        !matches!(self.outgoing.try_send(bytes), Err(TrySendError::Full(_)))
    }

    /// Closes the connection without writing what is queued.
    pub(crate) fn cut(self) {
        // The client's task may have ended by itself.
        let _gone = self.cut.send(());
    }
}

/// The connection's ends of its line.
#[derive(Debug)]
pub(crate) struct Ends {
    outgoing: mpsc::Receiver<Vec<u8>>,
    queued: Arc<AtomicUsize>,
    cut: oneshot::Receiver<()>,
}

/// A line and its other ends.
pub(crate) fn line() -> (Line, Ends) {
    let (outgoing, to_write) = mpsc::channel(limits::QUEUED_MESSAGES);
    let (cut, cutting) = oneshot::channel();
    let queued = Arc::new(AtomicUsize::new(0));
    let ends = Ends { outgoing: to_write, queued: Arc::clone(&queued), cut: cutting };
    (Line { outgoing, queued, cut }, ends)
}

/// Carries bytes both ways until either side is through.
pub(crate) async fn serve(
    link: LinkId,
    stream: TcpStream,
    ends: Ends,
    inputs: mpsc::Sender<Input>,
) {
    let peer = stream.peer_addr().map_or_else(|_| "?".to_owned(), |peer| peer.to_string());
    info!(link = link.0, peer, "client connected");
    if let Err(error) = stream.set_nodelay(true) {
        debug!(link = link.0, %error, "small messages may wait");
    }
    let Ends { mut outgoing, queued, cut } = ends;
    let (mut reader, mut writer) = stream.into_split();
    let read = async {
        let mut buffer = vec![0; limits::READ_BYTES];
        while let Ok(count @ 1..) = reader.read(&mut buffer).await {
            let bytes = buffer.get(..count).unwrap_or_default().to_vec();
            if inputs.send(Input::Bytes { link, bytes }).await.is_err() {
                return;
            }
        }
    };
    let write = async {
        while let Some(bytes) = outgoing.recv().await {
            let written = timeout(limits::WRITE_LIMIT, writer.write_all(&bytes)).await;
            if !matches!(written, Ok(Ok(()))) {
                return;
            }
            queued.fetch_sub(bytes.len(), Ordering::Relaxed);
        }
    };
    let cut = async {
        if cut.await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = read => {}
        () = write => {}
        () = cut => {}
    }
    info!(link = link.0, "client disconnected");
    // Nobody listens any more when the site has ended.
    let _ended = inputs.send(Input::Closed { link }).await;
}
