//! Accepting clients.

use tokio::{net::TcpListener, sync::mpsc};
use tracing::warn;
use tserver_sim_core::{Host, LinkId};

use crate::{client, limits, site::Input};

/// Accepts the clients of one T-Server until the site is gone; each gets a task of its own.
pub(crate) async fn accept(host: Host, socket: TcpListener, inputs: mpsc::Sender<Input>) {
    // Every client of either T-Server has a number of its own.
    let first = match host {
        Host::First => 1,
        Host::Second => 2,
    };
    for link in (first..).step_by(2).map(LinkId) {
        let (stream, address) = loop {
            match socket.accept().await {
                Ok(accepted) => break accepted,
                Err(error) => {
                    // Out of file descriptors, most likely: wait until somebody goes.
                    warn!(%error, "cannot accept a client");
                    tokio::time::sleep(limits::ACCEPT_PAUSE).await;
                }
            }
        };
        let (line, ends) = client::line();
        let address = address.to_string();
        if inputs.send(Input::Opened { host, link, line, address }).await.is_err() {
            return;
        }
        tokio::spawn(client::serve(link, stream, ends, inputs.clone()));
    }
}
