//! The live trace over a `WebSocket` (RFC 6455): one record in each text message.
//!
//! A subscriber that does not keep up misses records, is told how many, and costs nothing more.

use std::sync::Arc;

use futures_util::{SinkExt as _, StreamExt as _};
use http_body_util::Full;
use hyper::{
    Request, Response, StatusCode,
    body::Incoming,
    header::{self, HeaderValue},
    upgrade::OnUpgrade,
};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::{broadcast, oneshot},
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Message,
        handshake::derive_accept_key,
        protocol::{Role, WebSocketConfig},
    },
};
use tserver_sim_control::{
    Problem,
    trace::{Record, What},
};

use super::{Desk, respond::Answer};
use crate::{limits, site::Input};

/// Turns the connection into a `WebSocket` that tells what happens.
pub(super) async fn subscribe(
    request: &mut Request<Incoming>,
    desk: &Arc<Desk>,
) -> Result<Answer, Problem> {
    let headers = request.headers();
    let asks = headers.get(header::UPGRADE).and_then(|value| value.to_str().ok());
    let version = headers.get(header::SEC_WEBSOCKET_VERSION).is_some_and(|value| value == "13");
    let key = headers.get(header::SEC_WEBSOCKET_KEY).filter(|_| version);
    let (Some(key), true) = (key, asks.is_some_and(|to| to.eq_ignore_ascii_case("websocket")))
    else {
        let detail = "this path is a WebSocket (RFC 6455): ask for an upgrade, version 13";
        return Err(Problem::new(426, "NoWebSocket", detail));
    };
    let accept = HeaderValue::try_from(derive_accept_key(key.as_bytes()));
    let accept = accept.map_err(|_never| Problem::malformed("the key of the WebSocket"))?;
    let (answer, answered) = oneshot::channel();
    let sent = desk.inputs.send(Input::Subscribe { answer }).await;
    let gone = || Problem::new(503, "Stopping", "the site has ended");
    sent.map_err(|_closed| gone())?;
    let records = answered.await.map_err(|_closed| gone())?;
    tokio::spawn(tell(hyper::upgrade::on(request), records));
    let mut response = Response::new(Full::default());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    Ok(response)
}

async fn tell(upgrade: OnUpgrade, records: broadcast::Receiver<Arc<str>>) {
    if let Ok(Ok(upgraded)) = timeout(limits::HEAD_LIMIT, upgrade).await {
        tell_over(TokioIo::new(upgraded), records).await;
    }
}

/// Tells until the subscriber goes, or no longer takes what it is told.
pub(super) async fn tell_over(
    io: impl AsyncRead + AsyncWrite + Unpin,
    mut records: broadcast::Receiver<Arc<str>>,
) {
    let config = WebSocketConfig::default()
        .max_message_size(Some(limits::HEARD_BYTES))
        .max_frame_size(Some(limits::HEARD_BYTES));
    let mut socket = WebSocketStream::from_raw_socket(io, Role::Server, Some(config)).await;
    loop {
        let record = tokio::select! {
            record = records.recv() => record,
            heard = socket.next() => match heard {
                // What a subscriber says means nothing; pings are answered below us.
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => continue,
            },
        };
        let text = match record {
            Ok(text) => text.as_ref().to_owned(),
            Err(broadcast::error::RecvError::Lagged(count)) => missed(count),
            Err(broadcast::error::RecvError::Closed) => return,
        };
        if !send(&mut socket, text).await {
            return;
        }
    }
}

async fn send<S>(socket: &mut WebSocketStream<S>, text: String) -> bool
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let sent = timeout(limits::WRITE_LIMIT, socket.send(Message::text(text))).await;
    matches!(sent, Ok(Ok(())))
}

fn missed(count: u64) -> String {
    let record = Record { number: 0, at_ms: 0, what: What::Missed(count) };
    serde_json::to_string(&record).unwrap_or_default()
}
