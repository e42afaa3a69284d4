//! Ten thousand desktops that wait: the memory they take, and how long one event takes to reach the
//! last of them.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use tokio::{task::JoinSet, time::timeout};

use crate::{
    client::{Client, Desktop, desktops},
    echo, median,
    peer::Peer,
    server::Server,
};

/// Measures both.
pub(crate) async fn measure() -> anyhow::Result<()> {
    let (echo, mut clients, of_echo) = parked_clients().await?;
    let peer = Peer::start()?;
    let gateway = Server::gateway(peer.address)?;
    let before = gateway.memory()?;
    let mut desktops = desktops(gateway.address, PARKED).await?;
    for desktop in &mut desktops {
        desktop.poll(WAIT).await?;
    }
    settle().await;
    let of_gateway = (gateway.memory()? - before) / PARKED_F64;
    let of_session = (of_gateway - of_echo) / 1024.0;
    println!(
        "memory: {:.1} KiB for each of {PARKED} waiting desktops, {:.1} on the echo: {of_session:.1} \
         for the session",
        of_gateway / 1024.0,
        of_echo / 1024.0
    );
    let mut alarm = Client::connect(echo.address).await?;
    let mut ratios = Vec::new();
    for _ in 0..ROUNDS {
        let began = Instant::now();
        alarm.post(echo::WAKE, "").await?;
        let (floor, woken) = last_of(clients, began, wake_client).await?;
        clients = woken;
        let began = Instant::now();
        peer.falter()?;
        let (span, woken) = last_of(desktops, began, wake_desktop).await?;
        desktops = woken;
        println!("  echo {floor:.0?}, gateway {span:.0?}");
        ratios.push(span.as_secs_f64() / floor.as_secs_f64());
        // The link comes back, which is told, too.
        (_, desktops) = last_of(desktops, began, wake_desktop).await?;
        settle().await;
    }
    println!("waking: {:.2} times the echo's time until the last is told", median(ratios));
    Ok(())
}

/// Clients that wait at the echo, and the memory that each takes there.
async fn parked_clients() -> anyhow::Result<(Server, Vec<Client>, f64)> {
    let echo = Server::echo()?;
    let before = echo.memory()?;
    let mut clients = Vec::with_capacity(PARKED);
    for _ in 0..PARKED {
        let mut client = Client::connect(echo.address).await?;
        // A desktop has been answered before it waits, so that both buffers of its connection are in use.
        client.post("/", POLL).await?;
        client.send(echo::PARK, POLL).await?;
        clients.push(client);
    }
    settle().await;
    let each = (echo.memory()? - before) / PARKED_F64;
    Ok((echo, clients, each))
}

/// When the last has read its answer; all wait again afterwards.
async fn last_of<T: Send + 'static, F>(
    waiting: Vec<T>,
    began: Instant,
    wake: fn(T) -> F,
) -> anyhow::Result<(Duration, Vec<T>)>
where
    F: Future<Output = anyhow::Result<(Instant, T)>> + Send + 'static,
{
    let mut set = JoinSet::new();
    for one in waiting {
        set.spawn(wake(one));
    }
    let mut last = began;
    let mut again = Vec::new();
    for woken in timeout(BOUND, set.join_all()).await.context("some are never told")? {
        let (at, one) = woken?;
        last = last.max(at);
        again.push(one);
    }
    Ok((last - began, again))
}

async fn wake_client(mut client: Client) -> anyhow::Result<(Instant, Client)> {
    client.receive().await?;
    let at = Instant::now();
    client.send(echo::PARK, POLL).await?;
    Ok((at, client))
}

async fn wake_desktop(mut desktop: Desktop) -> anyhow::Result<(Instant, Desktop)> {
    desktop.take().await?;
    let at = Instant::now();
    desktop.poll(WAIT).await?;
    Ok((at, desktop))
}

/// Lets the servers read what was sent.
async fn settle() {
    tokio::time::sleep(Duration::from_secs(2)).await;
}

const PARKED: usize = 9_000;
const PARKED_F64: f64 = 9_000.0;
const ROUNDS: usize = 5;
const WAIT: u32 = 600;
const BOUND: Duration = Duration::from_secs(60);
const POLL: &str = "<GETEVENTS session='0123456789abcdef0123456789abcdef' after='1' wait='600'/>";
