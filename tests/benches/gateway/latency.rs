//! How long an event takes from the T-Server's hand to the desktop's, at a thousand a second; and
//! a request to the echo and back.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use tokio::{
    sync::mpsc,
    time::{MissedTickBehavior, interval, timeout},
};

use crate::{
    client::{Client, Desktop, FIRST_DN, desktops},
    median,
    peer::Peer,
    server::Server,
};

/// Measures few desktops and many at the same rate.
pub(crate) async fn measure() -> anyhow::Result<()> {
    for sessions in [100, 2_000, 8_000] {
        let peer = Peer::start()?;
        let (echo, gateway) = (Server::echo()?, Server::gateway(peer.address)?);
        let mut clients = Vec::new();
        for _ in 0..sessions {
            clients.push(Client::connect(echo.address).await?);
        }
        let mut of_echo = Course::of_echo(clients);
        let mut of_gateway = Course::of_gateway(desktops(gateway.address, sessions).await?, peer);
        let mut ratios = Vec::new();
        for _ in 0..ROUNDS {
            let floor = of_echo.round().await?;
            let span = of_gateway.round().await?;
            println!("  99 % within: echo {floor:.0?}, gateway {span:.0?}");
            ratios.push(span.as_secs_f64() / floor.as_secs_f64());
        }
        println!("latency: {:.2} times the echo's with {sessions} sessions", median(ratios));
    }
    Ok(())
}

/// What is begun for one party after the other, and ends in that party's hand.
struct Course {
    way: Way,
    ends: mpsc::UnboundedReceiver<End>,
    parties: Vec<Party>,
    turn: usize,
}

/// How it is begun.
enum Way {
    /// The client asks.
    Echo(Vec<mpsc::UnboundedSender<()>>),
    /// The T-Server tells.
    Gateway(Peer),
}

/// What a party waits for.
#[derive(Clone, Default)]
struct Party {
    begun: VecDeque<Instant>,
    on: bool,
}

/// So many have come to an end at a party.
struct End {
    party: usize,
    count: u64,
    at: Instant,
}

impl Course {
    fn of_echo(clients: Vec<Client>) -> Self {
        let (tell, ends) = mpsc::unbounded_channel();
        let parties = vec![Party::default(); clients.len()];
        let mut starts = Vec::new();
        for (party, client) in clients.into_iter().enumerate() {
            let (start, started) = mpsc::unbounded_channel();
            starts.push(start);
            tokio::spawn(ask(client, party, started, tell.clone()));
        }
        Self { way: Way::Echo(starts), ends, parties, turn: 0 }
    }

    fn of_gateway(desktops: Vec<Desktop>, peer: Peer) -> Self {
        let (tell, ends) = mpsc::unbounded_channel();
        let parties = vec![Party::default(); desktops.len()];
        for (party, desktop) in desktops.into_iter().enumerate() {
            tokio::spawn(listen(desktop, party, tell.clone()));
        }
        Self { way: Way::Gateway(peer), ends, parties, turn: 0 }
    }

    /// Within which time 99 of 100 end.
    async fn round(&mut self) -> anyhow::Result<Duration> {
        let mut ticks = interval(Duration::from_secs(1) / RATE);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
        let (mut begun, mut spans) = (0, Vec::new());
        while spans.len() < EVENTS {
            tokio::select! {
                _ = ticks.tick(), if begun < EVENTS => {
                    self.begin()?;
                    begun += 1;
                }
                end = timeout(BOUND, self.ends.recv()) => {
                    let End { party, count, at } =
                        end.context("some never end")?.context("a party has gone")?;
                    let party = self.parties.get_mut(party).context("a party")?;
                    for _ in 0..count {
                        let begun = party.begun.pop_front().context("more ends than beginnings")?;
                        spans.push(at - begun);
                    }
                }
            }
        }
        spans.sort_unstable();
        spans.get(EVENTS * 99 / 100).copied().context("so many events")
    }

    fn begin(&mut self) -> anyhow::Result<()> {
        let number = self.turn;
        self.turn = (self.turn + 1) % self.parties.len();
        let party = self.parties.get_mut(number).context("a party")?;
        party.on = !party.on;
        party.begun.push_back(Instant::now());
        match &self.way {
            Way::Echo(starts) => Ok(starts.get(number).context("a client")?.send(())?),
            Way::Gateway(peer) => peer.tell(FIRST_DN + number, party.on),
        }
    }
}

async fn ask(
    mut client: Client,
    party: usize,
    mut started: mpsc::UnboundedReceiver<()>,
    tell: mpsc::UnboundedSender<End>,
) -> anyhow::Result<()> {
    while started.recv().await.is_some() {
        client.post("/", POLL).await?;
        tell.send(End { party, count: 1, at: Instant::now() })?;
    }
    bail!("the course has ended")
}

async fn listen(
    mut desktop: Desktop,
    party: usize,
    tell: mpsc::UnboundedSender<End>,
) -> anyhow::Result<()> {
    loop {
        let before = desktop.last;
        desktop.poll(WAIT).await?;
        desktop.take().await?;
        tell.send(End { party, count: desktop.last - before, at: Instant::now() })?;
    }
}

const ROUNDS: usize = 5;
const RATE: u32 = 1_000;
const EVENTS: usize = 5_000;
const WAIT: u32 = 600;
const BOUND: Duration = Duration::from_secs(20);
const POLL: &str = "<GETEVENTS session='0123456789abcdef0123456789abcdef' after='1' wait='600'/>";
