//! CPU per request: SETAGENTSTATE through HTTP, XML, core and adapter, answered by the T-Server.

use std::net::SocketAddr;

use anyhow::bail;
use tokio::task::JoinSet;

use crate::{
    client::{Client, Desktop, desktops},
    median,
    peer::Peer,
    server::Server,
};

/// Measures with few sessions and with many, of which as few are busy.
pub(crate) async fn measure() -> anyhow::Result<()> {
    for sessions in [CONNECTIONS, 10_000] {
        let peer = Peer::start()?;
        let (echo, gateway) = (Server::echo()?, Server::gateway(peer.address)?);
        if sessions == CONNECTIONS {
            let memory = gateway.memory()? / 1_048_576.0;
            println!("start: {:.1?} until the link is up, then {memory:.1} MiB", gateway.started);
        }
        let mut clients = clients(echo.address).await?;
        let mut desktops = desktops(gateway.address, sessions).await?;
        let idle = desktops.split_off(CONNECTIONS);
        let mut ratios = Vec::new();
        for _ in 0..ROUNDS {
            let before = echo.cpu()?;
            clients = all(clients, ask_echo).await?;
            let floor = per_request(echo.cpu()? - before);
            let before = gateway.cpu()?;
            desktops = all(desktops, ask_gateway).await?;
            let cost = per_request(gateway.cpu()? - before);
            println!("  echo {floor:.2} µs, gateway {cost:.2} µs: {:.2}", cost / floor);
            ratios.push(cost / floor);
        }
        println!("cost: {:.2} times the echo's CPU with {sessions} sessions", median(ratios));
        drop(idle);
    }
    Ok(())
}

fn per_request(nanoseconds: f64) -> f64 {
    nanoseconds / 1000.0 / f64::from(REQUESTS) / CONNECTIONS_F64
}

async fn clients(address: SocketAddr) -> anyhow::Result<Vec<Client>> {
    let mut clients = Vec::new();
    for _ in 0..CONNECTIONS {
        clients.push(Client::connect(address).await?);
    }
    Ok(clients)
}

/// Lets all work at a time.
async fn all<T: Send + 'static, F>(workers: Vec<T>, work: fn(T) -> F) -> anyhow::Result<Vec<T>>
where
    F: Future<Output = anyhow::Result<T>> + Send + 'static,
{
    let mut set = JoinSet::new();
    for worker in workers {
        set.spawn(work(worker));
    }
    set.join_all().await.into_iter().collect()
}

async fn ask_echo(mut client: Client) -> anyhow::Result<Client> {
    let document = document("0123456789abcdef0123456789abcdef", 1);
    for _ in 0..REQUESTS {
        client.post("/", &document).await?;
    }
    Ok(client)
}

async fn ask_gateway(mut desktop: Desktop) -> anyhow::Result<Desktop> {
    for number in 0..REQUESTS {
        let document = document(&desktop.session, number);
        let answer = desktop.client.post("/pts", &document).await?;
        if !answer.contains("result=\"ok\"") {
            bail!("{answer}");
        }
    }
    Ok(desktop)
}

/// Turns about: a state that the agent is in already would be no change.
fn document(session: &str, number: u32) -> String {
    let (state, reason) = if number.is_multiple_of(2) {
        ("available", "")
    } else {
        ("unavailable", "<reason>lunch with a colleague from the other building</reason>")
    };
    format!("<SETAGENTSTATE session=\"{session}\"><state>{state}</state>{reason}</SETAGENTSTATE>")
}

const ROUNDS: usize = 7;
const CONNECTIONS: usize = 64;
const CONNECTIONS_F64: f64 = 64.0;
const REQUESTS: u32 = 500;
