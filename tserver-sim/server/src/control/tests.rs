//! Every bound of the interface, in paused time: what would take seconds takes none.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::{broadcast, mpsc},
    time::Instant,
};
use tserver_sim_control::{limits as control_limits, trace::Record};

use super::{Control, live};
use crate::{limits, site::Input};

/// An interface to a site that answers whatever it is asked.
async fn interface() -> Control {
    let address = "127.0.0.1:0".parse().expect("an address");
    Control::bind(address, None).await.expect("a free port")
}

fn serve(control: Control) {
    let (inputs, mut asked) = mpsc::channel(limits::INPUTS);
    tokio::spawn(control.serve(inputs));
    tokio::spawn(async move {
        while let Some(input) = asked.recv().await {
            if let Input::Control { answer, .. } = input {
                answer.send(Ok(json!("answered"))).ok();
            }
        }
    });
}

/// What comes back for these bytes until the connection is closed.
async fn exchange(bytes: &[u8]) -> String {
    let control = interface().await;
    let mut stream = TcpStream::connect(control.address).await.expect("it listens");
    serve(control);
    stream.write_all(bytes).await.expect("it reads");
    read(&mut stream).await
}

async fn read(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    // A reset after the answer is an end like any other.
    stream.read_to_end(&mut answer).await.ok();
    String::from_utf8(answer).expect("an answer in UTF-8")
}

#[tokio::test(start_paused = true)]
async fn a_head_that_does_not_come_ends_the_connection() {
    let began = Instant::now();
    let answer = exchange(b"GET /v1/time HTTP/1.1\r\nHost: loc").await;
    assert!(!answer.contains("200 OK"), "{answer}");
    assert!(began.elapsed() >= limits::HEAD_LIMIT);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_come_is_refused() {
    let control = interface().await;
    let (address, mut stream) =
        (control.address, TcpStream::connect(control.address).await.expect("it listens"));
    serve(control);
    let head = format!(
        "POST /v1/time HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Connection: close\r\nContent-Length: 20\r\n\r\n{{"
    );
    let began = Instant::now();
    stream.write_all(head.as_bytes()).await.expect("it reads");
    let answer = read(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(began.elapsed() >= limits::BODY_LIMIT);
}

#[tokio::test]
async fn a_head_that_is_too_long_is_refused() {
    let long = format!("GET /v1/time HTTP/1.1\r\nX: {}", "x".repeat(2 * limits::HEAD_BYTES));
    let answer = exchange(long.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
}

/// One more connection than there may be is served when another one ends.
#[tokio::test(start_paused = true)]
async fn further_connections_wait() {
    let control = interface().await;
    let address = control.address;
    serve(control);
    let mut silent = Vec::new();
    for _ in 0..limits::CONTROL_CONNECTIONS {
        silent.push(TcpStream::connect(address).await.expect("it listens"));
    }
    let mut last = TcpStream::connect(address).await.expect("it listens");
    let ask = format!("GET /v1/time HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let began = Instant::now();
    last.write_all(ask.as_bytes()).await.expect("it will be read");
    let answer = read(&mut last).await;
    assert!(answer.ends_with("\"answered\"\n"), "{answer}");
    assert!(began.elapsed() >= limits::HEAD_LIMIT, "it waited until a silent one was ended");
    drop(silent);
}

/// A subscriber that reads nothing is given up after a while.
#[tokio::test(start_paused = true)]
async fn a_subscriber_that_reads_nothing_is_given_up() {
    let (records, heard) = broadcast::channel::<Arc<str>>(limits::LIVE_BACKLOG);
    let (ours, _theirs) = tokio::io::duplex(16);
    records.send("a record that does not fit into sixteen bytes".into()).expect("it is heard");
    let began = Instant::now();
    live::tell_over(ours, heard).await;
    assert!(began.elapsed() >= limits::WRITE_LIMIT);
}

/// One that is too slow misses records and is told how many.
#[tokio::test]
async fn a_subscriber_that_is_slow_is_told_what_it_missed() {
    let (records, heard) = broadcast::channel::<Arc<str>>(limits::LIVE_BACKLOG);
    for _ in 0..limits::LIVE_BACKLOG + 7 {
        records.send("{}".into()).expect("it is heard");
    }
    drop(records);
    let (ours, mut theirs) = tokio::io::duplex(control_limits::BODY_BYTES);
    live::tell_over(ours, heard).await;
    let mut first = [0; 2];
    theirs.read_exact(&mut first).await.expect("a frame");
    let mut text = vec![0; usize::from(first[1])];
    theirs.read_exact(&mut text).await.expect("its text");
    let record: Record = serde_json::from_slice(&text).expect("a record");
    let said: Value = serde_json::to_value(record.what).expect("JSON");
    assert_eq!(said, json!({"missed": 7}));
}
