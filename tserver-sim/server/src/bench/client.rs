//! A client of the bench: it registers, makes calls, answers what rings, and takes the time.

use std::{
    collections::{BTreeMap, VecDeque},
    net::SocketAddr,
    time::Duration,
};

use anyhow::{Context as _, bail};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::mpsc,
    time::{Instant, sleep_until},
};
use tserver_wire::{
    AttributeId as A, Decoder, DnRole, Message, MessageType as M, PROTOCOL_VERSION,
};

/// A connection to the T-Server.
pub(super) struct Client {
    stream: TcpStream,
    decoder: Decoder,
}

/// Who calls whom, and the client that has the caller's number.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub(super) client: usize,
    pub(super) from: String,
    pub(super) to: String,
}

/// A call to be made.
#[derive(Debug)]
pub(super) struct Start {
    pub(super) pair: Pair,
    pub(super) due: Instant,
}

/// Times, and what went wrong.
#[derive(Debug, Default)]
pub(super) struct Figures {
    times: Vec<Duration>,
    pub(super) refused: u64,
}

impl Figures {
    pub(super) fn add(&mut self, other: Self) {
        self.times.extend(other.times);
        self.refused += other.refused;
    }

    pub(super) fn done(&self) -> usize {
        self.times.len()
    }

    /// How many calls have come to an end, one way or the other.
    pub(super) fn ended(&self) -> u64 {
        self.refused + u64::try_from(self.times.len()).unwrap_or(u64::MAX)
    }

    /// Median, 99th percentile and longest.
    pub(super) fn times(&self) -> String {
        let mut times = self.times.clone();
        times.sort_unstable();
        let at = |part: usize| {
            let place = (times.len() * part / 100).min(times.len().saturating_sub(1));
            times.get(place).copied().unwrap_or_default()
        };
        let (median, high, longest) = (at(50), at(99), at(100));
        format!("median {median:.0?}, 99 % below {high:.0?}, longest {longest:.0?}")
    }
}

impl Client {
    /// Connects and greets.
    pub(super) async fn connect(address: SocketAddr, number: usize) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let mut client = Self { stream, decoder: Decoder::new() };
        let hello = Message::new(M::LINK_HELLO)
            .with(A::PROTOCOL_VERSION, PROTOCOL_VERSION)
            .with(A::APPLICATION_NAME, format!("bench_{number}"));
        client.send(&[hello]).await?;
        while client.next().await?.kind != M::EVENT_LINK_CONNECTED {}
        Ok(client)
    }

    /// Registers numbers and logs an agent on at each, all of it asked for at once.
    pub(super) async fn register(&mut self, dns: Vec<String>) -> anyhow::Result<()> {
        let about =
            |kind: M, dn: &str| Message::new(kind).with(A::THIS_DN, dn).with(A::REFERENCE_ID, 1);
        let requests = dns.iter().flat_map(|dn| {
            let login = about(M::REQUEST_AGENT_LOGIN, dn).with(A::AGENT_ID, dn.as_str());
            [about(M::REQUEST_REGISTER_ADDRESS, dn), login]
        });
        self.send(&requests.collect::<Vec<_>>()).await?;
        let mut open = dns.len();
        while open > 0 {
            match self.next().await?.kind {
                M::EVENT_AGENT_LOGIN => open -= 1,
                M::EVENT_ERROR => bail!("a registration was refused"),
                _ => {}
            }
        }
        Ok(())
    }

    /// Makes calls and answers them until nobody wants any more.
    pub(super) async fn serve(
        mut self,
        mut starts: mpsc::Receiver<Start>,
        figures: mpsc::Sender<Figures>,
        talk: Duration,
    ) -> anyhow::Result<()> {
        // All talk equally long, so who began first ends first.
        let mut talks: VecDeque<(Instant, Message)> = VecDeque::new();
        let mut due: BTreeMap<String, Instant> = BTreeMap::new();
        let mut buffer = vec![0; READ_BYTES];
        loop {
            let ends = talks.front().map(|(at, _)| *at);
            let ended = async {
                match ends {
                    Some(at) => sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = ended => {
                    let released = talks.pop_front().into_iter().map(|(_, release)| release);
                    self.send(&released.collect::<Vec<_>>()).await?;
                }
                start = starts.recv() => {
                    let Some(Start { pair, due: moment }) = start else { return Ok(()) };
                    let call = Message::new(M::REQUEST_MAKE_CALL)
                        .with(A::THIS_DN, pair.from.as_str())
                        .with(A::OTHER_DN, pair.to)
                        .with(A::REFERENCE_ID, 1);
                    due.insert(pair.from, moment);
                    self.send(&[call]).await?;
                }
                count = self.stream.read(&mut buffer) => {
                    let count = count?;
                    if count == 0 {
                        bail!("the T-Server has closed a connection");
                    }
                    self.decoder.feed(buffer.get(..count).unwrap_or_default());
                    let mut found = Figures::default();
                    let mut requests = Vec::new();
                    while let Some(event) = self.decoder.next()? {
                        if let Some(release) = react(&event, &mut due, &mut found, &mut requests) {
                            talks.push_back((Instant::now() + talk, release));
                        }
                    }
                    self.send(&requests).await?;
                    if found.ended() > 0 {
                        figures.send(found).await.context("nobody takes the figures")?;
                    }
                }
            }
        }
    }

    async fn send(&mut self, messages: &[Message]) -> anyhow::Result<()> {
        let mut bytes = Vec::new();
        for message in messages {
            message.encode(&mut bytes)?;
        }
        Ok(self.stream.write_all(&bytes).await?)
    }

    async fn next(&mut self) -> anyhow::Result<Message> {
        let mut buffer = [0; 4_096];
        loop {
            if let Some(message) = self.decoder.next()? {
                return Ok(message);
            }
            let count = self.stream.read(&mut buffer).await?;
            if count == 0 {
                bail!("the T-Server has closed a connection");
            }
            self.decoder.feed(buffer.get(..count).unwrap_or_default());
        }
    }
}

/// What an event asks the client to do at once, and the request that ends the conversation that it
/// begins.
fn react(
    event: &Message,
    due: &mut BTreeMap<String, Instant>,
    found: &mut Figures,
    requests: &mut Vec<Message>,
) -> Option<Message> {
    let on_call = |kind| {
        Message::new(kind)
            .with(A::THIS_DN, event.string(A::THIS_DN).unwrap_or_default())
            .with(A::CONN_ID, event.conn_id(A::CONN_ID).unwrap_or_default())
            .with(A::REFERENCE_ID, 1)
    };
    match event.kind {
        M::EVENT_RINGING => requests.push(on_call(M::REQUEST_ANSWER_CALL)),
        M::EVENT_ESTABLISHED
            if event.integer(A::THIS_DN_ROLE) == Some(DnRole::Origination.code()) =>
        {
            if let Some(moment) = event.string(A::THIS_DN).and_then(|dn| due.remove(dn)) {
                found.times.push(moment.elapsed());
            }
            return Some(on_call(M::REQUEST_RELEASE_CALL));
        }
        M::EVENT_ERROR if event.string(A::THIS_DN).is_some_and(|dn| due.remove(dn).is_some()) => {
            found.refused += 1;
        }
        _ => {}
    }
    None
}

/// Polls over each connection, one after the other: what sockets and codec take at the least.
pub(super) async fn polls(clients: &mut [Client]) -> anyhow::Result<Figures> {
    let mut figures = Figures::default();
    for _ in 0..POLLS {
        for client in &mut *clients {
            let began = Instant::now();
            client.send(&[Message::new(M::LINK_POLL).with(A::POLL_NUMBER, 1)]).await?;
            while client.next().await?.kind != M::LINK_POLL_ACK {}
            figures.times.push(began.elapsed());
        }
    }
    Ok(figures)
}

const POLLS: usize = 20;
const READ_BYTES: usize = 64 * 1024;
