//! What breaks: the T-Server, its link to the switch, a client's document, the gateway's own time.

use std::{sync::mpsc::channel, thread, time::Duration};

use crate::{
    desktop::Desktop,
    http,
    process::{Emulator, Gateway},
};

#[test]
fn a_t_server_without_its_switch_keeps_the_calls() {
    let mut switch = Emulator::start(0);
    let mut gateway = Gateway::start("without_its_switch", switch.address);
    gateway.wait_until_ready();
    let mut alice = Desktop::open(gateway.address, "2001");
    switch.act("dial 8010 from 01715550123");
    let call = alice.sees("INCOMINGCALL").attribute("call").expect("a call").to_owned();

    switch.act("tserver ! switch_down");
    alice.sees("LINKDOWN");
    switch.act("answer 2001");
    switch.act("tserver ! restore");
    alice.sees("LINKUP");
    let established = alice.sees("ESTABLISHCALL");
    assert_eq!(established.attribute("cause"), Some("resync"));
    alice.ask("RELEASECALL", &[("call", &call)]);
    alice.sees("CALLRELEASED");
}

/// However the link breaks, it is made again, and the desktop shows what happened meanwhile.
#[test]
fn a_link_that_breaks_in_any_way_is_made_again() {
    for (name, fault) in [
        ("cut", "link ! cut for 1s"),
        ("half_open", "link ! half_open for 4s"),
        ("not_heard", "link ! half_open silent=client for 4s"),
        ("garbage", "link ! garbage bytes=500"),
    ] {
        let mut switch = Emulator::start(0);
        let more = "genesys.ctiserver.keep_alive = 1\n";
        let mut gateway = Gateway::start_with(&format!("link_{name}"), switch.address, more);
        gateway.wait_until_ready();
        let mut alice = Desktop::open(gateway.address, "2001");
        switch.act("dial 8010 from 01715550123");
        let call = alice.sees("INCOMINGCALL").attribute("call").expect("a call").to_owned();

        switch.act(fault);
        alice.sees("LINKDOWN");
        switch.act("answer 2001");
        alice.sees("LINKUP");
        assert_eq!(alice.sees("ESTABLISHCALL").attribute("call"), Some(call.as_str()), "{name}");
        alice.ask("RELEASECALL", &[("call", &call)]);
        alice.sees("CALLRELEASED");
        switch.has_no_calls();
    }
}

#[test]
fn who_reads_slowly_is_told_everything_in_its_order() {
    let mut switch = Emulator::start(0);
    let mut gateway = Gateway::start("reads_slowly", switch.address);
    gateway.wait_until_ready();
    let mut alice = Desktop::open(gateway.address, "2001");
    switch.act("link ! slow_reader rate=400 for 4s");
    for ani in ["01715550123", "01715550456"] {
        let call = switch.act(&format!("dial 8010 from {ani}"));
        assert_eq!(alice.sees("INCOMINGCALL").attribute("ani"), Some(ani));
        switch.act(&format!("hangup {call}"));
        alice.sees("CALLABANDONED");
    }
    switch.act("link ! restore");
    let snapshot = alice.ask("GETSNAPSHOT", &[]);
    assert!(snapshot.child("SNAPSHOT").is_some_and(|shown| shown.children.is_empty()));
}

/// The gateway is up before the T-Server is, and finds it by itself.
#[test]
fn the_order_of_starting_does_not_matter() {
    let (peer, _) = tests::port_to_come_back_to();
    let mut gateway = Gateway::start("order_of_starting", peer);
    assert_eq!(http::get(gateway.address, "/readyz").status, 503);
    let _switch = Emulator::start(peer.port());
    gateway.wait_until_ready();
    Desktop::open(gateway.address, "2001");
}

#[test]
fn nonsense_is_answered_and_harms_nobody() {
    let switch = Emulator::start(0);
    let mut gateway = Gateway::start("nonsense", switch.address);
    gateway.wait_until_ready();
    let mut alice = Desktop::open(gateway.address, "2001");
    for (document, code) in [
        ("", "Malformed"),
        ("<HOLDCALL", "Malformed"),
        ("<a><b></a></b>", "Malformed"),
        ("<!DOCTYPE x><x/>", "Malformed"),
        ("<HOLDCAL/>", "UnknownRequest"),
        ("<HOLDCALL/>", "MissingField"),
    ] {
        let answer = http::post(gateway.address, document);
        assert_eq!(answer.status, 400, "{document}: {answer:?}");
        assert!(answer.body.contains(code), "{document}: {answer:?}");
    }
    assert_eq!(http::get(gateway.address, "/nowhere").status, 404);
    assert_eq!(http::get(gateway.address, "/pts").status, 405);
    alice.ask("GETSNAPSHOT", &[]);
}

/// A gateway that is told to end answers the poll that waits, and ends well.
#[test]
fn a_gateway_ends_when_told_to() {
    let switch = Emulator::start(0);
    let mut gateway = Gateway::start("ends_when_told", switch.address);
    gateway.wait_until_ready();
    let alice = Desktop::open(gateway.address, "2001");
    let address = gateway.address;
    let poll = format!("<GETEVENTS session='{}' after='0' wait='40'/>", alice.session);
    let (sender, answers) = channel();
    for _ in 0..2 {
        let (sender, poll) = (sender.clone(), poll.clone());
        thread::spawn(move || sender.send(http::post(address, &poll)));
    }
    // A session has one poll: the first is answered when the second waits in its place.
    let next = || answers.recv_timeout(BOUND).expect("a poll ends").status;
    assert_eq!(next(), 200);
    gateway.terminate();
    assert_eq!(next(), 503);
    assert_eq!(gateway.wait().code(), Some(0));
}

/// Longer than any poll waits.
const BOUND: Duration = Duration::from_secs(60);
