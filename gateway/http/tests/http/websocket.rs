//! The `WebSocket`: the same documents, events pushed, and who is cut.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use gateway_core::{
    agent::AgentState,
    feature::Features,
    id::Dn,
    notice::{Detail, Kind, Notice},
    reply::{Answer, Events, Reply, Snapshot},
    request::Request,
    session::SessionId,
    time::Timestamp,
};
use gateway_http::{Arrival, AuthConfig, HttpConfig};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest as _, protocol::frame::coding::CloseCode},
};

use crate::rig::{Client, HOLD, Rig, done, within};

/// A session by push: events come by themselves, one batch until it is acknowledged.
#[tokio::test]
async fn events_are_pushed_and_acknowledged() {
    let mut rig = Rig::new(HttpConfig::default()).await;
    let mut socket = connect(&rig).await;
    socket
        .send(Message::text("<CTICLIENTINITIALIZE ref='1'><dn>2001</dn></CTICLIENTINITIALIZE>"))
        .await
        .unwrap();
    let open = rig.arrival().await;
    open.answer.send(opened()).unwrap();
    assert!(heard(&mut socket).await.contains(&format!("session=\"{SESSION}\"")));

    // The gateway polls by itself; what brings nothing is not passed on.
    let poll = rig.arrival().await;
    assert_eq!(after(&poll), 0);
    poll.answer.send(events(0, &[])).unwrap();
    let poll = rig.arrival().await;
    assert_eq!(after(&poll), 0);
    poll.answer.send(events(2, &[1, 2])).unwrap();
    let pushed = heard(&mut socket).await;
    assert!(pushed.contains("number=\"1\"") && pushed.contains("number=\"2\""), "{pushed}");

    // Requests go on meanwhile; nothing more is pushed before the acknowledgement.
    socket.send(Message::text(HOLD)).await.unwrap();
    let request = rig.arrival().await;
    assert_eq!(request.envelope.request.row().name, "HOLDCALL");
    request.answer.send(done(Some("7"))).unwrap();
    assert!(heard(&mut socket).await.contains("HOLDCALL"));
    let acknowledgement = format!("<GETEVENTS session='{SESSION}' after='2'/>");
    socket.send(Message::text(acknowledgement)).await.unwrap();
    let poll = rig.arrival().await;
    assert_eq!(after(&poll), 2);

    // Who leaves takes the poll with him.
    drop(socket);
    assert_eq!(within(rig.inbox.departures.recv()).await, Some(poll.token));
}

/// Row 9: a page of another origin gets no `WebSocket`; neither does a wrong handshake.
#[tokio::test]
async fn row_9_a_foreign_page() {
    let rig = Rig::new(HttpConfig::default()).await;
    for (headers, status) in [
        ("Origin: https://evil.example\r\nSec-WebSocket-Version: 13\r\n", "403"),
        ("Origin: http://gw\r\nSec-WebSocket-Version: 8\r\n", "400"),
        ("Origin: http://gw\r\nSec-WebSocket-Version: 13\r\n", "101"),
    ] {
        let mut client = Client::connect(&rig).await;
        client
            .send(&format!(
                "GET /pts HTTP/1.1\r\nHost: gw\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
                 Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n"
            ))
            .await;
        let answer = client.response().await;
        assert_eq!(answer.split(' ').nth(1), Some(status), "{answer}");
        if status == "101" {
            // The sample of RFC 6455, section 1.3.
            assert!(answer.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), "{answer}");
        }
    }
}

/// Who has to say who he is, has to say it before the upgrade.
#[tokio::test]
async fn nobody_unknown_is_upgraded() {
    let users = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("socket.users");
    std::fs::write(&users, "robot:!:agent:2001:7001\n").unwrap();
    let auth = AuthConfig { users: Some(users), ..AuthConfig::default() };
    let rig = Rig::new(HttpConfig { auth, ..HttpConfig::default() }).await;
    let stream = TcpStream::connect(rig.address).await.unwrap();
    let refused = client_async("ws://gw/pts", stream).await.unwrap_err();
    assert_eq!(refused.to_string(), "HTTP error: 401 Unauthorized");
}

/// Row 4: what cannot be read is answered, and the conversation goes on.
#[tokio::test]
async fn row_4_what_cannot_be_read_is_answered() {
    let rig = Rig::new(HttpConfig::default()).await;
    let mut socket = connect(&rig).await;
    socket.send(Message::text("<HOLDCALL")).await.unwrap();
    assert!(heard(&mut socket).await.contains("code=\"Malformed\""));
    socket.send(Message::text("<MAKECOFFEE/>")).await.unwrap();
    assert!(heard(&mut socket).await.contains("code=\"UnknownRequest\""));
}

/// Rows 2, 34 and 43: why a conversation is ended, and what the client is told.
#[tokio::test]
async fn row_34_who_is_cut_and_how() {
    let rig = Rig::new(HttpConfig { max_body: 1000, ..HttpConfig::default() }).await;
    let mut socket = connect(&rig).await;
    socket.send(Message::text("x".repeat(2000))).await.unwrap();
    assert_eq!(closed(&mut socket).await, Some(CloseCode::Size));

    let mut socket = connect(&rig).await;
    socket.send(Message::binary(b"<GETEVENTS/>".to_vec())).await.unwrap();
    assert_eq!(closed(&mut socket).await, Some(CloseCode::Unsupported));

    let mut socket = connect(&rig).await;
    rig.shutdown.cancel();
    assert_eq!(closed(&mut socket).await, Some(CloseCode::Away));
    within(rig.served).await.unwrap();
}

/// Row 5: a client that does not even answer a ping is cut; one that does is not.
#[tokio::test]
async fn row_5_a_silent_socket_is_cut() {
    let socket_timeout = Duration::from_millis(80);
    let rig = Rig::new(HttpConfig { socket_timeout, ..HttpConfig::default() }).await;
    let silent = connect(&rig).await.into_inner();
    let mut alive = connect(&rig).await;
    let mut silent = Client(silent);
    let listening = async {
        // Reading answers pings.
        while let Some(Ok(Message::Ping(_) | Message::Pong(_))) = alive.next().await {}
    };
    tokio::select! {
        _ping_and_close = silent.until_closed_bytes() => {}
        () = listening => panic!("the one that answers is cut"),
    }
}

/// Requests wait for their replies without holding up the others, up to a bound.
#[tokio::test]
async fn replies_come_in_any_order() {
    let mut rig = Rig::new(HttpConfig::default()).await;
    let mut socket = connect(&rig).await;
    for reference in ["a", "b"] {
        let document = HOLD.replace("\"7\"", &format!("\"{reference}\""));
        socket.send(Message::text(document)).await.unwrap();
    }
    let (first, second) = (rig.arrival().await, rig.arrival().await);
    second.answer.send(done(second.envelope.reference.as_deref())).unwrap();
    assert!(heard(&mut socket).await.contains("ref=\"b\""));
    first.answer.send(done(first.envelope.reference.as_deref())).unwrap();
    assert!(heard(&mut socket).await.contains("ref=\"a\""));
}

type Socket = WebSocketStream<TcpStream>;

async fn connect(rig: &Rig) -> Socket {
    let stream = TcpStream::connect(rig.address).await.unwrap();
    let mut request = "ws://gw/pts".into_client_request().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", "pts".parse().unwrap());
    let (socket, response) = within(client_async(request, stream)).await.unwrap();
    assert_eq!(response.headers()["sec-websocket-protocol"], "pts");
    socket
}

async fn heard(socket: &mut Socket) -> String {
    within(socket.next()).await.unwrap().unwrap().into_text().unwrap().to_string()
}

async fn closed(socket: &mut Socket) -> Option<CloseCode> {
    let message = within(socket.next()).await.unwrap().unwrap();
    let Message::Close(frame) = message else { panic!("{message:?}") };
    frame.map(|frame| frame.code)
}

impl Client {
    /// Reads until the server closes.
    async fn until_closed_bytes(&mut self) {
        let mut bytes = Vec::new();
        // A reset ends the connection as well.
        let _end = within(tokio::io::AsyncReadExt::read_to_end(&mut self.0, &mut bytes)).await;
    }
}

fn after(poll: &Arrival) -> u64 {
    let Request::GetEvents(get) = &poll.envelope.request else { panic!("{poll:?}") };
    get.after
}

fn opened() -> Reply {
    let snapshot = Snapshot {
        number: 0,
        time: Timestamp(0),
        dn: Dn::new("2001").unwrap(),
        link_up: true,
        agent: AgentState::LoggedOut,
        lease_not_ready: Duration::from_secs(90),
        lease_log_off: Duration::from_secs(900),
        features: Features::default(),
        calls: Vec::new(),
    };
    let session = SessionId::parse(SESSION).unwrap();
    let answer = Answer::Opened { session, snapshot: Box::new(snapshot) };
    Reply { request: "CTICLIENTINITIALIZE", reference: Some("1".into()), answer }
}

fn events(last: u64, numbers: &[u64]) -> Reply {
    let notice = |number: &u64| Notice {
        number: *number,
        time: Timestamp(0),
        reference: None,
        kind: Kind::LinkUp,
        detail: Detail::None,
    };
    let notices = numbers.iter().map(notice).collect();
    let answer = Answer::Events(Events { last, snapshot: None, notices });
    Reply { request: "GETEVENTS", reference: None, answer }
}

const SESSION: &str = "0123456789abcdef0123456789abcdef";
