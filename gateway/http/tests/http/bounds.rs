//! Clients that stall, and more clients than there is room for.
//!
//! The configured times are short and real; a test waits for the close itself, never for a span.

use std::time::Duration;

use gateway_http::HttpConfig;
use tokio::net::TcpStream;

use crate::rig::{Client, HOLD, POLL, Rig, done, post, within};

/// Row 5: each way of stalling is cut by its own deadline; the others are out of reach.
#[tokio::test]
async fn row_5_a_silent_connection_is_closed() {
    let rig = Rig::new(HttpConfig { socket_timeout: SHORT, ..patient() }).await;
    let mut client = Client::connect(&rig).await;
    assert_eq!(client.until_closed().await, "");
}

#[tokio::test]
async fn row_5_a_silent_connection_is_closed_after_an_answer_too() {
    let rig = Rig::new(HttpConfig { socket_timeout: SHORT, ..patient() }).await;
    let mut client = Client::connect(&rig).await;
    client.send("GET /healthz HTTP/1.1\r\nHost: gw\r\n\r\n").await;
    assert!(client.until_closed().await.ends_with("\r\n\r\nok\n"));
}

#[tokio::test]
async fn row_5_a_slow_head_is_cut() {
    let rig = Rig::new(HttpConfig { header_timeout: SHORT, ..patient() }).await;
    let mut client = Client::connect(&rig).await;
    client.send("GET /healthz HT").await;
    assert_eq!(client.until_closed().await, "");
}

#[tokio::test]
async fn row_5_a_slow_second_head_is_cut() {
    let rig = Rig::new(HttpConfig { header_timeout: SHORT, ..patient() }).await;
    let mut client = Client::connect(&rig).await;
    client.send("GET /healthz HTTP/1.1\r\nHost: gw\r\n\r\n").await;
    client.response().await;
    client.send("G").await;
    assert_eq!(client.until_closed().await, "");
}

#[tokio::test]
async fn row_5_a_slow_body_is_cut() {
    let config = HttpConfig { body_timeout: SHORT, ..patient() };
    let rig = Rig::new(config).await;
    let mut client = Client::connect(&rig).await;
    let whole = post(HOLD);
    client.send(&whole[..whole.len() - 1]).await;
    let answer = client.until_closed().await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.ends_with("it may take at most 60ms\n"), "{answer}");
}

/// A poll that waits is neither silent nor slow.
#[tokio::test]
async fn a_waiting_poll_outlives_every_deadline() {
    let config = HttpConfig {
        socket_timeout: SHORT,
        header_timeout: SHORT,
        body_timeout: SHORT,
        ..HttpConfig::default()
    };
    let mut rig = Rig::new(config).await;
    let mut client = Client::connect(&rig).await;
    client.send(&post(POLL)).await;
    let poll = rig.arrival().await;
    // A second client is cut three times, one after the other, while the poll waits.
    for _ in 0..3 {
        Client::connect(&rig).await.until_closed().await;
    }
    poll.answer.send(done(Some("patience"))).unwrap();
    assert!(client.response().await.contains("patience"));
}

/// Row 12: a newcomer beyond the cap waits, and is served when somebody goes.
#[tokio::test]
async fn row_12_newcomers_wait_for_room() {
    let mut rig = Rig::new(HttpConfig { max_connections: 2, ..patient() }).await;
    let mut first = Client::connect(&rig).await;
    first.send(&post(POLL)).await;
    let _first_poll = rig.arrival().await;
    let mut second = Client::connect(&rig).await;
    second.send(&post(POLL)).await;
    let second_poll = rig.arrival().await;

    let mut third = Client::connect(&rig).await;
    third.send(&post(HOLD)).await;
    second_poll.answer.send(done(Some("alive"))).unwrap();
    assert!(second.response().await.contains("alive"), "established connections live on");
    assert!(rig.inbox.arrivals.try_recv().is_err(), "there is no room for the third");
    drop(second);
    rig.answer_one().await;
    assert!(third.response().await.starts_with("HTTP/1.1 200 OK"));
}

/// Row 34: a client that takes no byte of its answers is cut.
#[tokio::test]
async fn row_34_a_client_that_does_not_read_is_cut() {
    let mut rig = Rig::new(HttpConfig { socket_timeout: SHORT, ..patient() }).await;
    let stream = TcpStream::connect(rig.address).await.unwrap();
    let request = post(HOLD);
    let long = "x".repeat(60_000);
    // Requests without reading an answer, until the server gives up and the socket fails.
    let flood = async {
        loop {
            stream.writable().await.unwrap();
            match stream.try_write(request.as_bytes()) {
                Ok(_) => {}
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                Err(_cut) => break,
            }
        }
    };
    let owner = async {
        while let Some(arrival) = rig.inbox.arrivals.recv().await {
            drop(arrival.answer.send(done(Some(&long))));
        }
    };
    tokio::select! {
        () = within(flood) => {}
        () = owner => unreachable!("the face serves"),
    }
}

/// Deadlines out of reach, so that a test meets only the one it sets.
fn patient() -> HttpConfig {
    let hour = Duration::from_secs(3600);
    HttpConfig {
        socket_timeout: hour,
        header_timeout: hour,
        body_timeout: hour,
        ..HttpConfig::default()
    }
}

const SHORT: Duration = Duration::from_millis(60);
