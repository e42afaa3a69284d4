//! The link to the T-Server breaks in every way: what is told is true, and told once.

use std::{
    collections::BTreeSet,
    fs,
    io::Read as _,
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

use gateway_xml::Element;

use crate::{
    adapters::compiled,
    desktop::Desktop,
    http,
    process::{Emulator, Gateway},
};

#[test]
fn row_23_a_t_server_that_restarts() {
    let (port, _) = tests::port_to_come_back_to();
    let port = port.port();
    let mut switch = Emulator::start(port);
    let mut gateway = Gateway::start("a_t_server_that_restarts", switch.address);
    gateway.wait_until_ready();
    let mut alice = Desktop::open(gateway.address, "2001");
    switch.act("dial 8010 from 01715550123");
    let call = alice.sees("INCOMINGCALL").attribute("call").expect("a call").to_owned();
    alice.ask("ACCEPTCALL", &[("call", &call)]);
    alice.sees("ESTABLISHCALL");

    switch.kill();
    alice.sees_only(&["LINKDOWN"]);
    assert_eq!(alice.refused("HOLDCALL", &[("call", &call)]), "LinkDown");
    assert_eq!(http::get(gateway.address, "/readyz").status, 503);
    assert_eq!(http::get(gateway.address, "/healthz").status, 200);

    // The new one knows nothing of the call, and the desktop is told so.
    let mut switch = Emulator::start(port);
    let [_, released] = alice.sees_only(&["LINKUP", "CALLRELEASED"]);
    assert_eq!(released.attribute("cause"), Some("resync"));
    assert_eq!(released.attribute("call"), Some(call.as_str()));
    switch.act("dial 8010 from 01715550456");
    assert_eq!(alice.sees("INCOMINGCALL").attribute("ani"), Some("01715550456"));
}

/// The connection is cut while it rings: the call is not told a second time. What happened
/// meanwhile is told once, as found out.
#[test]
fn row_23_a_connection_that_breaks() {
    let mut switch = Emulator::start(0);
    let mut gateway = Gateway::start("a_connection_that_breaks", switch.address);
    gateway.wait_until_ready();
    let mut alice = Desktop::open(gateway.address, "2001");
    let mut bob = Desktop::open(gateway.address, "2002");
    switch.act("dial 8010 from 01715550123");
    let call = alice.sees("INCOMINGCALL").attribute("call").expect("a call").to_owned();

    switch.act("link ! cut");
    alice.sees_only(&["LINKDOWN"]);
    bob.sees_only(&["LINKDOWN"]);
    switch.act("dial 2002 from 2003");
    switch.act("link ! restore");
    alice.sees_only(&["LINKUP"]);
    let [_, incoming] = bob.sees_only(&["LINKUP", "INCOMINGCALL"]);
    assert_eq!(incoming.attribute("cause"), Some("resync"));

    alice.ask("ACCEPTCALL", &[("call", &call)]);
    let [established] = alice.sees_only(&["ESTABLISHCALL"]);
    assert_eq!(established.attribute("call"), Some(call.as_str()));
    alice.ask("RELEASECALL", &[("call", &call)]);
    alice.sees_only(&["CALLRELEASED"]);
}

/// The T-Server falls silent in mid-call, with the connection up: who watches the gateway is told, and
/// told again when it speaks.
#[test]
fn row_22_the_t_server_falls_silent() {
    let mut switch = Emulator::start(0);
    let limits = "genesys.ctiserver.keep_alive = 1\n";
    let mut gateway = Gateway::start_with("falls_silent", switch.address, limits);
    gateway.wait_until_ready();
    let mut alice = Desktop::open(gateway.address, "2001");
    switch.act("dial 8010 from 01715550123");
    let call = alice.sees("INCOMINGCALL").attribute("call").expect("a call").to_owned();
    assert_eq!(http::get(gateway.address, "/readyz").status, 200);
    switch.act("link ! half_open");
    alice.sees_only(&["LINKDOWN"]);
    assert_eq!(http::get(gateway.address, "/readyz").status, 503);
    assert_eq!(http::get(gateway.address, "/healthz").status, 200);
    switch.act("link ! restore");
    alice.sees_only(&["LINKUP"]);
    assert_eq!(http::get(gateway.address, "/readyz").status, 200);
    alice.ask("ACCEPTCALL", &[("call", &call)]);
    alice.sees_only(&["ESTABLISHCALL"]);
}

/// A T-Server that takes connections and says nothing is parted with and tried again, each time
/// after a longer pause; the one that takes its place is found.
#[test]
fn row_23_a_t_server_that_is_slow_to_accept() {
    let (address, silent) = tests::port_to_come_back_to();
    let limits = "genesys.ctiserver.keep_alive = 1\n";
    let mut gateway = Gateway::start_with("slow_to_accept", address, limits);
    let mut attempts = Vec::new();
    for _ in 0..3 {
        let (mut stream, _) = silent.accept().expect("the gateway comes again");
        stream.set_read_timeout(Some(BOUND)).expect("a bound");
        let came = Instant::now();
        let mut greeting = Vec::new();
        stream.read_to_end(&mut greeting).expect("it is parted with");
        assert!(!greeting.is_empty(), "it greets first");
        attempts.push((came, Instant::now()));
    }
    // Pauses double, and at least half of each is waited: 0.25 and 0.5 seconds of the default.
    let pauses: Vec<Duration> = attempts.windows(2).map(|two| two[1].0 - two[0].1).collect();
    for (pause, least) in pauses.iter().zip([240, 490].map(Duration::from_millis)) {
        assert!(*pause >= least, "{pauses:?}");
    }
    assert_eq!(http::get(gateway.address, "/readyz").status, 503);
    drop(silent);
    let _switch = Emulator::start(address.port());
    gateway.wait_until_ready();
    Desktop::open(gateway.address, "2001");
}

/// The T-Server in charge dies in mid-call, its hot standby takes over, and later hands back.
#[test]
fn row_24_the_backup_takes_over_in_mid_call() {
    let (mut switch, backup) = Emulator::start_pair("pair_hot");
    let mut gateway = Gateway::start_before_pair("row_24_hot", switch.address, backup);
    gateway.wait_until_ready();
    let mut alice = Desktop::open(gateway.address, "2001");
    let mut bob = Desktop::open(gateway.address, "2002");
    let street = switch.act("dial 8010 from 01715550123 CASE=4711");
    let call = alice.sees("INCOMINGCALL").attribute("call").expect("a call").to_owned();
    alice.ask("ACCEPTCALL", &[("call", &call)]);
    alice.sees_only(&["ESTABLISHCALL"]);
    alice.ask("INITIATETRANSFER", &[("call", &call), ("destination", "2002")]);
    let consult = bob.sees("INCOMINGCONSULT").attribute("call").expect("a call").to_owned();
    alice.sees_only(&["CALLHELD", "OUTGOINGCALL"]);
    let before = calls(&mut alice);

    switch.act("tserver ! crash");
    alice.sees_only(&["LINKDOWN", "LINKUP"]);
    bob.sees_only(&["LINKDOWN", "LINKUP"]);
    assert_eq!(calls(&mut alice), before, "the same calls, in the same states, with their data");
    bob.ask("ACCEPTCALL", &[("call", &consult)]);
    bob.sees_only(&["ESTABLISHCALL"]);
    alice.sees_only(&["ESTABLISHCALL"]);

    switch.act("tserver ! restore");
    switch.act("tserver ! switchover");
    alice.sees_only(&["LINKDOWN", "LINKUP"]);
    bob.sees_only(&["LINKDOWN", "LINKUP"]);
    alice.ask("COMPLETETRANSFER", &[("call", &call)]);
    let [changed] = bob.sees_only(&["PARTYCHANGED"]);
    assert_eq!(changed.attribute("call"), Some(call.as_str()), "the caller's call");
    switch.act(&format!("hangup {street}"));
    bob.sees_only(&["CALLRELEASED"]);
    switch.has_no_calls();
}

/// What happens at the telephone while nobody is in charge is told when the backup is.
#[test]
fn row_24_the_telephone_goes_on_while_nobody_is_in_charge() {
    let (mut switch, backup) = Emulator::start_pair("pair_hot");
    let mut gateway = Gateway::start_before_pair("row_24_meanwhile", switch.address, backup);
    gateway.wait_until_ready();
    let mut alice = Desktop::open(gateway.address, "2001");
    switch.act("dial 8010 from 01715550123");
    let call = alice.sees("INCOMINGCALL").attribute("call").expect("a call").to_owned();
    switch.act("tserver ! crash");
    switch.act("answer 2001");
    let [_, _, established] = alice.sees_only(&["LINKDOWN", "LINKUP", "ESTABLISHCALL"]);
    assert_eq!(established.attribute("call"), Some(call.as_str()));
    assert_eq!(established.attribute("cause"), Some("resync"));
}

/// The calls that a desktop has.
fn calls(desktop: &mut Desktop) -> Vec<Element> {
    let reply = desktop.ask("GETSNAPSHOT", &[]);
    reply.child("SNAPSHOT").expect("a snapshot").children.clone()
}

/// The wall clock is set an hour back, then a day ahead: a poll waits as long as it should, nobody
/// is taken for silent, and the times of events go forward.
#[test]
fn row_32_the_wall_clock_jumps() {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("wall_clock_seconds");
    let set = |seconds: i64| fs::write(&file, seconds.to_string()).expect("a folder for it");
    set(0);
    let mut switch = Emulator::start(0);
    let library = compiled("wall_clock", include_str!("wall_clock.c"));
    let clock = (library.as_path(), file.as_path());
    let mut gateway = Gateway::start_under_wall_clock("wall_clock", switch.address, clock);
    gateway.wait_until_ready();
    let mut alice = Desktop::open(gateway.address, "2001");
    let mut times = Vec::new();
    for seconds in [0, -3_600, 86_400] {
        let address = gateway.address;
        let poll = alice.poll_of(2);
        let began = Instant::now();
        let waiting = thread::spawn(move || http::post(address, &poll).status);
        set(seconds);
        assert_eq!(waiting.join().expect("it is answered"), 200);
        let waited = began.elapsed();
        assert!(waited >= Duration::from_millis(1_900), "it waits on: {waited:?}");
        assert!(waited < Duration::from_secs(20), "it ends: {waited:?}");
        assert_eq!(http::get(address, "/readyz").status, 200, "the link is not taken for silent");
        let street = switch.act("dial 8010 from 01715550123");
        let [incoming] = alice.sees_only(&["INCOMINGCALL"]);
        times.push(incoming.attribute("time").expect("a time").to_owned());
        switch.act(&format!("hangup {street}"));
        alice.sees_only(&["CALLABANDONED"]);
    }
    assert!(times.is_sorted(), "{times:?}");
    // That the clock was set at all shows in the log, which is dated by the wall.
    let said = gateway.said_until_the_end();
    let dates: BTreeSet<&str> = said
        .iter()
        .filter_map(|line| line.get(..10))
        .filter(|date| date.starts_with("20"))
        .collect();
    assert!(dates.len() >= 2, "the log knows of two days: {dates:?}");
}

/// Longer than anything here takes.
const BOUND: Duration = Duration::from_secs(60);
