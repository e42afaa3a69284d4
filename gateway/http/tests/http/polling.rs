//! Long polls: answered later, left by their clients, ended by the gateway's end.

use gateway_http::{HttpConfig, Readiness};

use crate::rig::{Client, HOLD, POLL, Rig, done, post, within};

/// A connection waits for its reply and then serves the next request.
#[tokio::test]
async fn a_poll_is_answered_later_and_the_connection_lives_on() {
    let mut rig = Rig::new(HttpConfig::default()).await;
    let mut client = Client::connect(&rig).await;
    client.send(&post(POLL)).await;
    let poll = rig.arrival().await;

    let mut other = Client::connect(&rig).await;
    other.send(&post(HOLD)).await;
    rig.answer_one().await;
    assert!(other.response().await.starts_with("HTTP/1.1 200 OK"));

    poll.answer.send(done(Some("later"))).unwrap();
    assert!(client.response().await.contains("later"));
    client.send(&post(HOLD)).await;
    rig.answer_one().await;
    assert!(client.response().await.starts_with("HTTP/1.1 200 OK"));
    assert!(rig.inbox.departures.try_recv().is_err(), "nobody has gone");
}

/// Row 33: the owner learns that a client has gone, by the token of its request.
#[tokio::test]
async fn row_33_a_client_that_goes_away_is_told_of() {
    let mut rig = Rig::new(HttpConfig::default()).await;
    let mut client = Client::connect(&rig).await;
    client.send(&post(POLL)).await;
    let poll = rig.arrival().await;
    drop(client);
    let gone = within(rig.inbox.departures.recv()).await;
    assert_eq!(gone, Some(poll.token));
    assert!(poll.answer.is_closed());
}

/// A request that the owner lets go is answered 500, and the connection lives on.
#[tokio::test]
async fn row_20_a_request_let_go_is_answered_500() {
    let mut rig = Rig::new(HttpConfig::default()).await;
    let mut client = Client::connect(&rig).await;
    client.send(&post(HOLD)).await;
    drop(rig.arrival().await);
    assert!(client.response().await.starts_with("HTTP/1.1 500 "));
    client.send(&post(HOLD)).await;
    rig.answer_one().await;
    assert!(client.response().await.starts_with("HTTP/1.1 200 OK"));
}

/// When as many requests wait as may, the next is told to come again.
#[tokio::test]
async fn a_full_queue_answers_503() {
    let mut rig = Rig::with_queue(HttpConfig::default(), 1).await;
    let mut first = Client::connect(&rig).await;
    first.send(&post(HOLD)).await;
    let mut second = Client::connect(&rig).await;
    second.send(&post(HOLD)).await;
    // Whichever comes first fills the queue.
    let refused = tokio::select! {
        response = first.response() => response,
        response = second.response() => response,
    };
    assert!(refused.starts_with("HTTP/1.1 503 "), "{refused}");
    assert!(refused.contains("retry-after: 1\r\n"), "{refused}");
    rig.answer_one().await;
}

/// Row 43: polls answered at once with 503, requests under way still answered, nothing begins any
/// more; when all events are fetched, connections are closed and no newcomers taken.
#[tokio::test]
async fn row_43_drain() {
    let mut rig = Rig::new(HttpConfig::default()).await;
    let mut idle = Client::connect(&rig).await;
    idle.send("GET /healthz HTTP/1.1\r\nHost: gw\r\n\r\n").await;
    idle.response().await;
    let mut polling = Client::connect(&rig).await;
    polling.send(&post(POLL)).await;
    let poll = rig.arrival().await;
    let mut asking = Client::connect(&rig).await;
    asking.send(&post(HOLD)).await;
    let request = rig.arrival().await;

    rig.shutdown.cancel();
    rig.inbox.readiness.send_replace(Readiness::Draining);
    drop(poll);
    let polled = polling.response().await;
    assert!(polled.starts_with("HTTP/1.1 503 "), "{polled}");
    assert!(polled.contains("retry-after: 1\r\n"), "{polled}");
    let begin = "<CTICLIENTINITIALIZE><dn>2001</dn></CTICLIENTINITIALIZE>";
    for refused in [post(begin), post(HOLD), "GET /readyz HTTP/1.1\r\nHost: gw\r\n\r\n".to_owned()]
    {
        let mut newcomer = Client::connect(&rig).await;
        newcomer.send(&refused).await;
        let refusal = newcomer.response().await;
        assert!(refusal.starts_with("HTTP/1.1 503 "), "{refusal}");
        assert!(refusal.contains("retry-after: 1\r\n"), "{refusal}");
    }
    polling.send(&post(POLL)).await;
    rig.answer_one().await;
    let fetched = polling.response().await;
    assert!(fetched.starts_with("HTTP/1.1 200 "), "events can be fetched: {fetched}");

    rig.inbox.readiness.send_replace(Readiness::Drained);
    assert_eq!(idle.until_closed().await, "", "an idle connection is closed");
    request.answer.send(done(Some("in time"))).unwrap();
    assert!(asking.until_closed().await.contains("in time"));

    within(rig.served).await.unwrap();
    assert!(tokio::net::TcpStream::connect(rig.address).await.is_err(), "no newcomers");
    assert!(rig.inbox.arrivals.recv().await.is_none(), "the way in has ended");
}
