//! `WebSocket` (RFC 6455): the same documents, one per text message, and events pushed as they come.
//!
//! A message is a request, and its reply comes as a message. From CTICLIENTINITIALIZE on, or from a
//! GETEVENTS that names a session, the gateway itself waits for events and sends them as the reply
//! to a GETEVENTS that nobody had to send. What it has sent counts as known only when the client
//! says so with `GETEVENTS after=`; until then nothing more is sent, so that a slow client costs no
//! memory and an event that was lost on the way comes again.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use futures_util::{
    SinkExt as _, StreamExt as _,
    future::{BoxFuture, Either, pending},
    stream::FuturesUnordered,
};
use gateway_core::{
    reply::{Answer, Events, Reply},
    request::{Envelope, GetEvents, Request},
    session::SessionId,
};
use gateway_xml::{read_request, write_malformed, write_reply};
use hyper::{
    HeaderMap, StatusCode,
    header::{self, HeaderName, HeaderValue},
    upgrade::{OnUpgrade, Upgraded},
};
use hyper_util::rt::TokioIo;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Message,
        handshake::derive_accept_key,
        protocol::{CloseFrame, Role, WebSocketConfig, frame::coding::CloseCode},
    },
};

use crate::{
    fault::Fault,
    limits,
    response::{Response, empty, with_header},
    route::Face,
    security::{Caller, Peer},
};

/// Whether the request asks for a `WebSocket`.
pub(crate) fn is_asked_for(headers: &HeaderMap) -> bool {
    let upgrade = headers.get(header::UPGRADE).and_then(|value| value.to_str().ok());
    upgrade.is_some_and(|to| to.eq_ignore_ascii_case("websocket"))
}

/// The answer that turns the connection into a `WebSocket`.
pub(crate) fn accept(headers: &HeaderMap) -> Result<Response, Fault> {
    let is_13 = headers.get(header::SEC_WEBSOCKET_VERSION).is_some_and(|v| v == "13");
    let key = headers.get(header::SEC_WEBSOCKET_KEY).filter(|_| is_13).ok_or(Fault::NoWebSocket)?;
    let accept = HeaderValue::try_from(derive_accept_key(key.as_bytes()));
    let accept = accept.map_err(|_never| Fault::Failed)?;
    let mut response = empty(StatusCode::SWITCHING_PROTOCOLS);
    for (name, value) in [(header::CONNECTION, "upgrade"), (header::UPGRADE, "websocket")] {
        response = with_header(response, name, HeaderValue::from_static(value));
    }
    if protocols(headers).any(|protocol| protocol == PROTOCOL) {
        let name = header::SEC_WEBSOCKET_PROTOCOL;
        response = with_header(response, name, HeaderValue::from_static(PROTOCOL));
    }
    Ok(with_header(response, header::SEC_WEBSOCKET_ACCEPT, accept))
}

/// The token that a page put among the protocols, since it cannot set headers.
pub(crate) fn token(headers: &HeaderMap) -> Option<&str> {
    protocols(headers).find_map(|protocol| protocol.strip_prefix("bearer."))
}

/// Serves the `WebSocket` until either side ends it.
///
/// The credential of the upgrade is looked at again with each message and before each event: it may have
/// expired, or count no more.
pub(crate) async fn serve(upgrade: OnUpgrade, face: Arc<Face>, caller: Caller, shown: Shown) {
    let settings = face.security.settings();
    let Ok(Ok(upgraded)) = timeout(settings.config.header_timeout, upgrade).await else {
        return;
    };
    let max = Some(settings.config.max_body);
    let config = WebSocketConfig::default().max_message_size(max).max_frame_size(max);
    let io = TokioIo::new(upgraded);
    let stream = WebSocketStream::from_raw_socket(io, Role::Server, Some(config)).await;
    let _counted = face.metrics.socket();
    Conversation::new(stream, Arc::clone(&face), (caller, shown)).run().await;
}

/// What the client showed of itself when it asked for the `WebSocket`.
pub(crate) struct Shown {
    peer: Arc<Peer>,
    headers: HeaderMap,
}

impl Shown {
    /// Keeps what tells who it is.
    pub(crate) fn new(peer: Arc<Peer>, all: &HeaderMap) -> Self {
        let mut headers = HeaderMap::new();
        let telling = [header::AUTHORIZATION, header::SEC_WEBSOCKET_PROTOCOL, FORWARDED_FOR];
        for name in telling {
            for value in all.get_all(&name) {
                headers.append(name.clone(), value.clone());
            }
        }
        Self { peer, headers }
    }
}

/// A `WebSocket` and what goes on over it.
struct Conversation {
    stream: WebSocketStream<TokioIo<Upgraded>>,
    face: Arc<Face>,
    caller: Caller,
    shown: Shown,
    under_way: FuturesUnordered<BoxFuture<'static, Answered>>,
    pump: Option<Pump>,
    heard: Instant,
    pinged: bool,
}

/// What a message is answered.
struct Answered {
    /// The reply, or why the conversation ends instead.
    document: Result<Vec<u8>, CloseCode>,
    /// The session that events are to be pushed for from now on.
    begins: Option<SessionId>,
}

/// Waits for a session's events in the client's place.
struct Pump {
    session: SessionId,
    /// None: what was sent has not been acknowledged.
    poll: Option<BoxFuture<'static, Result<Reply, Fault>>>,
    after: u64,
}

impl Conversation {
    fn new(
        stream: WebSocketStream<TokioIo<Upgraded>>,
        face: Arc<Face>,
        (caller, shown): (Caller, Shown),
    ) -> Self {
        Self {
            stream,
            face,
            caller,
            shown,
            under_way: FuturesUnordered::new(),
            pump: None,
            heard: Instant::now(),
            pinged: false,
        }
    }

    async fn run(mut self) {
        let ending = loop {
            let wake = self.heard + self.patience() / if self.pinged { 1 } else { 2 };
            let may_read = self.under_way.len() < limits::MAX_SOCKET_REQUESTS;
            let poll = match self.pump.as_mut().and_then(|pump| pump.poll.as_mut()) {
                Some(poll) => Either::Left(poll),
                None => Either::Right(pending()),
            };
            let carried_on = tokio::select! {
                () = self.face.closing.cancelled() => Err(Some(CloseCode::Away)),
                message = self.stream.next(), if may_read => {
                    match message {
                        Some(Ok(message)) => self.take(message).await,
                        Some(Err(error)) => Err(too_long(&error)),
                        None => Err(None),
                    }
                }
                Some(answered) = self.under_way.next() => self.answer(answered).await,
                polled = poll => self.push(polled).await,
                () = sleep_until(wake) => self.rouse().await,
            };
            if let Err(ending) = carried_on {
                break ending;
            }
        };
        if let Some(code) = ending {
            let frame = CloseFrame { code, reason: "".into() };
            // Whoever does not take the farewell goes without.
            let _left = timeout(limits::GOAWAY, self.stream.close(Some(frame))).await;
        }
    }

    fn patience(&self) -> Duration {
        self.face.security.settings().config.socket_timeout
    }

    /// Asks again who it is; ends the conversation if the credential counts no more.
    async fn identify(&mut self) -> Result<(), Option<CloseCode>> {
        let Shown { peer, headers } = &self.shown;
        let identified = self.face.security.identify(peer, headers, "/pts").await;
        self.caller = identified.map_err(|fault| Some(fault.close_code()))?;
        Ok(())
    }

    async fn take(&mut self, message: Message) -> Result<(), Option<CloseCode>> {
        (self.heard, self.pinged) = (Instant::now(), false);
        let document = match message {
            Message::Text(text) => Bytes::from(text),
            Message::Binary(_) => return Err(Some(CloseCode::Unsupported)),
            Message::Close(_) => return Err(None),
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => return Ok(()),
        };
        self.identify().await?;
        if self.face.security.count(&self.caller, "/pts").is_err() {
            return Err(Some(CloseCode::Policy));
        }
        let envelope = match read_request(&document) {
            Ok(envelope) => envelope,
            Err(error) => {
                let mut document = Vec::new();
                write_malformed(&error, &mut document);
                self.soon(async move { Answered { document: Ok(document), begins: None } });
                return Ok(());
            }
        };
        match (&envelope.request, envelope.session) {
            (Request::GetEvents(get), Some(session)) => {
                let after = get.after;
                self.acknowledge(session, after, envelope);
            }
            _ => {
                let (face, caller) = (Arc::clone(&self.face), self.caller.clone());
                self.soon(async move {
                    let (request, reference) =
                        (envelope.request.row().name, envelope.reference.clone());
                    let reply = exchange(&face, caller, envelope).await;
                    answered(reply.or_else(|fault| fault.reply(request, reference)))
                });
            }
        }
        Ok(())
    }

    fn soon(&mut self, answer: impl Future<Output = Answered> + Send + 'static) {
        self.under_way.push(Box::pin(answer));
    }

    /// The client knows everything up to `after`: waits for what follows.
    fn acknowledge(&mut self, session: SessionId, after: u64, mut envelope: Envelope) {
        if let Request::GetEvents(get) = &mut envelope.request {
            get.wait = limits::SOCKET_POLL;
        }
        let (face, caller) = (Arc::clone(&self.face), self.caller.clone());
        let poll = Box::pin(async move { exchange(&face, caller, envelope).await });
        self.pump = Some(Pump { session, poll: Some(poll), after });
    }

    fn wait_for_more(&mut self, session: SessionId, after: u64) {
        let request = Request::GetEvents(GetEvents { after, wait: limits::SOCKET_POLL });
        let envelope =
            Envelope { session: Some(session), reference: None, asynchronous: false, request };
        self.acknowledge(session, after, envelope);
    }

    async fn answer(&mut self, answered: Answered) -> Result<(), Option<CloseCode>> {
        self.send(answered.document.map_err(Some)?).await?;
        if let Some(session) = answered.begins {
            self.wait_for_more(session, 0);
        }
        Ok(())
    }

    /// Sends what a poll brought; a poll that brought nothing is repeated.
    async fn push(&mut self, polled: Result<Reply, Fault>) -> Result<(), Option<CloseCode>> {
        let Some(pump) = &mut self.pump else { return Ok(()) };
        pump.poll = None;
        let (session, after) = (pump.session, pump.after);
        let reply = match polled {
            Ok(reply) => reply,
            // The gateway lets polls go when it stops or begins anew.
            Err(fault) => return Err(Some(fault.close_code())),
        };
        if let Answer::Events(Events { snapshot: None, notices, .. }) = &reply.answer
            && notices.is_empty()
        {
            self.wait_for_more(session, after);
            return Ok(());
        }
        self.identify().await?;
        let mut document = Vec::new();
        write_reply(&reply, &mut document);
        self.send(document).await
    }

    async fn send(&mut self, document: Vec<u8>) -> Result<(), Option<CloseCode>> {
        // What the gateway writes is UTF-8.
        let text = String::from_utf8(document).map_err(|_| Some(CloseCode::Error))?;
        let sent = timeout(self.patience(), self.stream.send(Message::text(text))).await;
        match sent {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(None),
        }
    }

    /// A client that has been silent for long is asked once whether it is there.
    async fn rouse(&mut self) -> Result<(), Option<CloseCode>> {
        if self.pinged {
            return Err(Some(CloseCode::Away));
        }
        self.pinged = true;
        let sent = timeout(self.patience(), self.stream.send(Message::Ping(Bytes::new()))).await;
        if matches!(sent, Ok(Ok(()))) { Ok(()) } else { Err(None) }
    }
}

/// The gateway's reply to a request.
async fn exchange(face: &Face, caller: Caller, envelope: Envelope) -> Result<Reply, Fault> {
    face.ask(caller, envelope)?.reply(face).await
}

fn answered(reply: Result<Reply, Fault>) -> Answered {
    let begins = match &reply {
        Ok(Reply { answer: Answer::Opened { session, .. }, .. }) => Some(*session),
        Ok(Reply { answer: Answer::Pending { session }, .. }) => *session,
        Ok(_) | Err(_) => None,
    };
    let document = reply.map_err(|fault| fault.close_code()).map(|reply| {
        let mut document = Vec::new();
        write_reply(&reply, &mut document);
        document
    });
    Answered { document, begins }
}

fn too_long(error: &tokio_tungstenite::tungstenite::Error) -> Option<CloseCode> {
    matches!(error, tokio_tungstenite::tungstenite::Error::Capacity(_)).then_some(CloseCode::Size)
}

fn protocols(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let values = headers.get_all(header::SEC_WEBSOCKET_PROTOCOL).iter();
    values.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).map(str::trim)
}

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// The name of these documents among the subprotocols.
const PROTOCOL: &str = "pts";
