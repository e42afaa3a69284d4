//! Requests that never reach the gateway: each fault and the answer it gets.

use std::{fmt::Write as _, time::Duration};

use gateway_core::{
    refusal::{Code, Refusal},
    reply::{Answer, Reply},
};
use gateway_http::{HttpConfig, Readiness};

use crate::rig::{Client, HOLD, POLL, Rig, post, post_with};

/// Rows 2, 4, 6, 7 and 8: every fault, its answer, and whether the connection lives on.
#[tokio::test]
async fn every_fault_has_its_answer() {
    let rig = Rig::new(config()).await;
    let mut golden = String::new();
    for (name, raw) in faults() {
        let mut client = Client::connect(&rig).await;
        client.send(&raw).await;
        let response = client.response().await;
        writeln!(golden, "## {name}\n{}", without_date(&response)).unwrap();
    }
    insta::assert_snapshot!(golden);
}

/// Without a link a session cannot begin: its client comes again. Who has one is told of the link.
#[tokio::test]
async fn without_a_link_a_session_comes_again() {
    let mut rig = Rig::new(config()).await;
    let begin = "<CTICLIENTINITIALIZE ref=\"7\" dn=\"2001\"/>";
    for (request, document, status) in
        [("CTICLIENTINITIALIZE", begin, "503 Service Unavailable"), ("HOLDCALL", HOLD, "200 OK")]
    {
        let mut client = Client::connect(&rig).await;
        client.send(&post(document)).await;
        let arrival = rig.arrival().await;
        let answer = Answer::Refused(Refusal::new(Code::LinkDown));
        let reference = Some("7".into());
        arrival.answer.send(Reply { request, reference, answer }).unwrap();
        let response = client.response().await;
        assert!(response.starts_with(&format!("HTTP/1.1 {status}\r\n")), "{response}");
        let comes_again = response.contains("\r\nretry-after: 1\r\n");
        assert_eq!(comes_again, request == "CTICLIENTINITIALIZE", "{response}");
        assert!(response.contains("<error code=\"LinkDown\">"), "{response}");
    }
}

/// Row 8: the answers that tell a browser which pages may call.
#[tokio::test]
async fn row_8_origins() {
    let mut rig = Rig::new(config()).await;
    let mut golden = String::new();
    for (name, raw) in origins() {
        let mut client = Client::connect(&rig).await;
        client.send(&raw).await;
        if name.starts_with("served") {
            rig.answer_one().await;
        }
        let response = client.response().await;
        writeln!(golden, "## {name}\n{}", without_date(&response)).unwrap();
    }
    insta::assert_snapshot!(golden);
}

/// Row 7: with a list of hosts, other names are turned away.
#[tokio::test]
async fn row_7_foreign_host() {
    let config = HttpConfig { allowed_hosts: vec!["desk.example:8080".to_owned()], ..config() };
    let rig = Rig::new(config).await;
    let mut client = Client::connect(&rig).await;
    client.send("GET /healthz HTTP/1.1\r\nHost: Desk.Example:8080\r\n\r\n").await;
    assert!(client.response().await.starts_with("HTTP/1.1 200 "));
    client.send("GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n").await;
    assert!(client.response().await.starts_with("HTTP/1.1 421 "));
}

/// Row 7: on a loopback address, without a list, only this machine's names are served.
#[tokio::test]
async fn row_7_foreign_host_on_loopback() {
    let rig = Rig::new(HttpConfig { on_loopback: true, ..config() }).await;
    let own = [
        "localhost",
        "LOCALHOST:8080",
        "desk.localhost:1",
        "127.0.0.1",
        "127.8.9.10:8080",
        "[::1]:8080",
    ];
    let foreign = [
        "evil.example",
        "localhost.evil.example:8080",
        "127.0.0.1.evil.example",
        "10.0.0.7",
        "[::2]",
        "::1",
    ];
    for (hosts, status) in [(own, "200"), (foreign, "421")] {
        for host in hosts {
            let mut client = Client::connect(&rig).await;
            client.send(&format!("GET /healthz HTTP/1.1\r\nHost: {host}\r\n\r\n")).await;
            let response = client.response().await;
            assert!(response.starts_with(&format!("HTTP/1.1 {status} ")), "{host}: {response}");
        }
    }
}

/// Row 6: whatever a smuggled second request hides in, it is never executed.
#[tokio::test]
async fn row_6_smuggled_requests_are_not_executed() {
    let mut rig = Rig::new(config()).await;
    let inner = post(HOLD);
    let smuggled = [
        format!(
            "POST /pts HTTP/1.1\r\nHost: gw\r\nContent-Type: text/xml\r\nContent-Length: {}\r\n\
             Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n{inner}",
            inner.len() + 5
        ),
        format!(
            "POST /pts HTTP/1.1\r\nHost: gw\r\nContent-Type: text/xml\r\nContent-Length: 4\r\n\
             Content-Length: {}\r\n\r\nabcd{inner}",
            inner.len()
        ),
        format!(
            "POST /pts HTTP/1.1\r\nHost: gw\r\nContent-Type: text/xml\r\n\
             Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{inner}"
        ),
    ];
    for raw in smuggled {
        let mut client = Client::connect(&rig).await;
        client.send(&raw).await;
        let answer = client.until_closed().await;
        assert!(answer.starts_with("HTTP/1.1 400 ") || answer.is_empty(), "{raw}\n{answer}");
        assert!(rig.inbox.arrivals.try_recv().is_err(), "executed: {raw}");
    }
}

/// `/healthz` answers whenever the process runs, `/readyz` as the owner says.
#[tokio::test]
async fn health_and_readiness() {
    let rig = Rig::new(config()).await;
    let mut golden = String::new();
    let stages = [Readiness::Starting, Readiness::Ready, Readiness::LinkDown, Readiness::Draining];
    for stage in stages {
        rig.inbox.readiness.send_replace(stage);
        for path in ["/healthz", "/readyz"] {
            let mut client = Client::connect(&rig).await;
            client.send(&format!("GET {path} HTTP/1.1\r\nHost: gw\r\n\r\n")).await;
            let response = client.response().await;
            let status = response.lines().next().unwrap();
            let sentence = response.lines().last().unwrap();
            writeln!(golden, "{stage:?} {path}: {status}: {sentence}").unwrap();
        }
    }
    insta::assert_snapshot!(golden);
}

fn config() -> HttpConfig {
    HttpConfig {
        max_body: 1000,
        socket_timeout: Duration::from_secs(5),
        allowed_origins: vec!["https://desk.example".to_owned()],
        ..HttpConfig::default()
    }
}

fn faults() -> Vec<(&'static str, String)> {
    let long = "x".repeat(2000);
    vec![
        ("malformed", post("<GETEVENTS")),
        ("empty body", post("")),
        ("unknown request", post("<MAKECOFFEE/>")),
        ("too long, announced", post(&long)),
        (
            "too long, in chunks",
            format!(
                "POST /pts HTTP/1.1\r\nHost: gw\r\nContent-Type: text/xml\r\n\
                 Transfer-Encoding: chunked\r\n\r\n7d0\r\n{long}\r\n0\r\n\r\n"
            ),
        ),
        (
            "far too long",
            "POST /pts HTTP/1.1\r\nHost: gw\r\nContent-Type: text/xml\r\n\
             Content-Length: 999999999999\r\n\r\n"
                .to_owned(),
        ),
        ("plain text", post_with("Content-Type: text/plain\r\n", POLL)),
        ("no type", post_with("", POLL)),
        ("two types", post_with("Content-Type: text/xml\r\nContent-Type: text/xml\r\n", POLL)),
        ("latin 1", post_with("Content-Type: text/xml; charset=iso-8859-1\r\n", POLL)),
        ("no host", "POST /pts HTTP/1.1\r\nContent-Length: 0\r\n\r\n".to_owned()),
        (
            "two hosts",
            "POST /pts HTTP/1.1\r\nHost: gw\r\nHost: gw\r\nContent-Length: 0\r\n\r\n".to_owned(),
        ),
        ("wrong method", "GET /pts HTTP/1.1\r\nHost: gw\r\n\r\n".to_owned()),
        ("wrong method for health", "POST /healthz HTTP/1.1\r\nHost: gw\r\n\r\n".to_owned()),
        ("wrong path", "POST /pts/ HTTP/1.1\r\nHost: gw\r\nContent-Length: 0\r\n\r\n".to_owned()),
        ("not HTTP", "EHLO gw\r\n\r\n".to_owned()),
        (
            "head too long",
            format!("GET /healthz HTTP/1.1\r\nHost: gw\r\nX: {}\r\n\r\n", "x".repeat(20_000)),
        ),
    ]
}

fn origins() -> Vec<(&'static str, String)> {
    let preflight = |origin: &str| {
        format!(
            "OPTIONS /pts HTTP/1.1\r\nHost: gw\r\nOrigin: {origin}\r\n\
             Access-Control-Request-Method: POST\r\n\
             Access-Control-Request-Headers: content-type\r\n\r\n"
        )
    };
    let from = |origin: &str| {
        post_with(&format!("Content-Type: application/xml\r\nOrigin: {origin}\r\n"), HOLD)
    };
    vec![
        ("preflight of a listed page", preflight("https://desk.example")),
        ("preflight of a foreign page", preflight("https://evil.example")),
        ("served: request of a listed page", from("https://desk.example")),
        ("request of a foreign page", from("https://evil.example")),
        ("request of a page without an origin", from("null")),
        ("served: request of a page of our own", from("http://gw")),
        ("served: request of a page of our own, TLS in front", from("https://gw")),
        ("request of a page of the same host, another port", from("http://gw:81")),
    ]
}

fn without_date(response: &str) -> String {
    response.lines().filter(|line| !line.starts_with("date: ")).fold(
        String::new(),
        |mut kept, line| {
            kept.push_str(line);
            kept.push('\n');
            kept
        },
    )
}
