//! A client's connection that gives up on a peer that stalls.
//!
//! hyper bounds the silence between requests; what it does not bound is added here: a head that
//! drips in byte by byte, and an answer that nobody takes.

use std::{
    io,
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, Sleep, sleep, sleep_until},
};

/// A TCP stream with a deadline for each head and for each stalled write.
#[derive(Debug)]
pub(crate) struct Socket {
    stream: TcpStream,
    phase: Phase,
    header_timeout: Duration,
    write_timeout: Duration,
    head_deadline: Option<Instant>,
    head_timer: Option<Pin<Box<Sleep>>>,
    write_timer: Option<Pin<Box<Sleep>>>,
}

impl Socket {
    /// Wraps an accepted stream; `phase` is shared with whoever handles its requests.
    pub(crate) fn new(
        stream: TcpStream,
        phase: Phase,
        header_timeout: Duration,
        write_timeout: Duration,
    ) -> Self {
        Self {
            stream,
            phase,
            header_timeout,
            write_timeout,
            head_deadline: None,
            head_timer: None,
            write_timer: None,
        }
    }

    /// Some bytes came: between requests they begin a head.
    fn bytes_came(&mut self) {
        if self.phase.begin_head() {
            self.head_deadline = Some(Instant::now() + self.header_timeout);
        }
    }

    /// Nothing to read: an unfinished head may be out of time.
    fn poll_head_deadline(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if !self.phase.in_head() {
            self.head_timer = None;
            return Poll::Pending;
        }
        let Some(deadline) = self.head_deadline else { return Poll::Pending };
        let timer = self.head_timer.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        timer.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }

    /// Lets a stalled write fail once it has stalled too long.
    fn bounded<T>(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.write_timer = None;
            return written;
        }
        let timeout = self.write_timeout;
        let timer = self.write_timer.get_or_insert_with(|| Box::pin(sleep(timeout)));
        timer.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = buffer.filled().len();
        match pin!(&mut this.stream).poll_read(cx, buffer) {
            Poll::Ready(Ok(())) => {
                if buffer.filled().len() > before {
                    this.bytes_came();
                }
                Poll::Ready(Ok(()))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => this.poll_head_deadline(cx),
        }
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = pin!(&mut this.stream).poll_write(cx, bytes);
        this.bounded(cx, written)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = pin!(&mut this.stream).poll_write_vectored(cx, slices);
        this.bounded(cx, written)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        pin!(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        pin!(&mut self.get_mut().stream).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

/// What a connection is busy with, shared by its socket and its handler (one task, two owners).
#[derive(Clone, Debug, Default)]
pub(crate) struct Phase(Arc<AtomicU8>);

impl Phase {
    /// The head is complete and the request is being handled, until the guard is dropped.
    pub(crate) fn handling(&self) -> Handling<'_> {
        let watched = self.0.load(Ordering::Relaxed) != ELSEWHERE;
        if watched {
            self.0.store(HANDLING, Ordering::Relaxed);
        }
        Handling(self)
    }

    /// From here on no head is awaited: the connection speaks something else than HTTP/1.1.
    pub(crate) fn stop_watching(&self) {
        self.0.store(ELSEWHERE, Ordering::Relaxed);
    }

    fn begin_head(&self) -> bool {
        self.0.compare_exchange(IDLE, HEAD, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }

    fn in_head(&self) -> bool {
        self.0.load(Ordering::Relaxed) == HEAD
    }
}

/// A request that is being handled.
pub(crate) struct Handling<'a>(&'a Phase);

impl Drop for Handling<'_> {
    fn drop(&mut self) {
        let phase = &self.0.0;
        let _elsewhere =
            phase.compare_exchange(HANDLING, IDLE, Ordering::Relaxed, Ordering::Relaxed);
    }
}

const IDLE: u8 = 0;
const HEAD: u8 = 1;
const HANDLING: u8 = 2;
const ELSEWHERE: u8 = 3;
