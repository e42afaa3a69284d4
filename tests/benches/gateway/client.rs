//! Clients: a connection each, requests one after the other.

use std::net::SocketAddr;

use anyhow::{Context as _, bail};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinSet,
};

/// A connection that is kept.
pub(crate) struct Client {
    stream: TcpStream,
    answer: Vec<u8>,
}

/// A client with a session, and the number of the last event that it knows.
pub(crate) struct Desktop {
    pub(crate) client: Client,
    dn: usize,
    pub(crate) session: String,
    pub(crate) last: u64,
}

impl Client {
    pub(crate) async fn connect(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, answer: Vec::new() })
    }

    /// Sends a request and reads the whole answer: its body.
    pub(crate) async fn post(&mut self, path: &str, document: &str) -> anyhow::Result<&str> {
        self.send(path, document).await?;
        self.receive().await
    }

    pub(crate) async fn send(&mut self, path: &str, document: &str) -> anyhow::Result<()> {
        let length = document.len();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/xml\r\n\
             Content-Length: {length}\r\n\r\n{document}"
        );
        Ok(self.stream.write_all(request.as_bytes()).await?)
    }

    pub(crate) async fn receive(&mut self) -> anyhow::Result<&str> {
        self.answer.clear();
        let body = loop {
            if let Some(body) = body(&self.answer)? {
                break body;
            }
            if self.stream.read_buf(&mut self.answer).await? == 0 {
                bail!("the server has closed a connection");
            }
        };
        Ok(std::str::from_utf8(self.answer.get(body..).unwrap_or_default())?)
    }
}

impl Desktop {
    /// Begins a session for a device, and logs its agent on.
    pub(crate) async fn log_on(address: SocketAddr, dn: usize) -> anyhow::Result<Self> {
        let mut client = Client::connect(address).await?;
        let open = format!("<CTICLIENTINITIALIZE><dn>{dn}</dn></CTICLIENTINITIALIZE>");
        let opened = client.post("/pts", &open).await?;
        let session = attribute(opened, "session");
        let session = session.with_context(|| format!("a session, not {opened}"))?.to_owned();
        let mut desktop = Self { client, dn, session, last: 0 };
        let log_on = format!(
            "<AGENTINITIALIZE session='{}'><agent>{dn}</agent></AGENTINITIALIZE>",
            desktop.session
        );
        desktop.client.post("/pts", &log_on).await?;
        desktop.poll(0).await?;
        desktop.take().await?;
        if desktop.last == 0 {
            bail!("the log-on of {dn} was not told");
        }
        Ok(desktop)
    }

    /// Asks for the events after the last; the answer may be long in coming.
    pub(crate) async fn poll(&mut self, wait: u32) -> anyhow::Result<()> {
        let Self { session, last, .. } = self;
        let poll = format!("<GETEVENTS session='{session}' after='{last}' wait='{wait}'/>");
        self.client.send("/pts", &poll).await
    }

    /// Reads the answer to a poll.
    pub(crate) async fn take(&mut self) -> anyhow::Result<()> {
        let told = self.client.receive().await?;
        let last = attribute(told, "last").with_context(|| format!("events, not {told}"))?;
        self.last = last.parse()?;
        Ok(())
    }
}

/// As many desktops, each on a connection of its own.
pub(crate) async fn desktops(address: SocketAddr, count: usize) -> anyhow::Result<Vec<Desktop>> {
    let mut all = Vec::with_capacity(count);
    for first in (0..count).step_by(AT_A_TIME) {
        let mut some = JoinSet::new();
        for number in first..(first + AT_A_TIME).min(count) {
            some.spawn(Desktop::log_on(address, FIRST_DN + number));
        }
        for desktop in some.join_all().await {
            all.push(desktop?);
        }
    }
    all.sort_by_key(|desktop: &Desktop| desktop.dn);
    Ok(all)
}

/// The value of the first attribute of this name.
fn attribute<'a>(document: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = document.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

/// Where the body of an answer begins, once all of it is there.
fn body(answer: &[u8]) -> anyhow::Result<Option<usize>> {
    let Some(head) = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n") else {
        return Ok(None);
    };
    let text = std::str::from_utf8(answer.get(..head).unwrap_or_default())?;
    if !text.starts_with("HTTP/1.1 200") {
        bail!("{text}");
    }
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>())
    });
    let begin = head + 4;
    let end = begin + length.context("a length")??;
    Ok((answer.len() >= end).then_some(begin))
}

/// The device of the first desktop; the others follow.
pub(crate) const FIRST_DN: usize = 100_000;
const AT_A_TIME: usize = 64;
