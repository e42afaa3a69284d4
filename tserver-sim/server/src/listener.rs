//! Accepting clients.

use tokio::{net::TcpListener, sync::mpsc};
use tracing::warn;
use tserver_sim_core::LinkId;

use crate::{client, limits, site::Input};

/// Accepts clients until the site is gone; each gets a task of its own.
pub(crate) async fn accept(socket: TcpListener, inputs: mpsc::Sender<Input>) {
    for link in (1..).map(LinkId) {
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
        if inputs.send(Input::Opened { link, line, address }).await.is_err() {
            return;
        }
        tokio::spawn(client::serve(link, stream, ends, inputs.clone()));
    }
}
