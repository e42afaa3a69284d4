//! Two T-Servers of one switch: the gateway finds the one in charge, and calls keep their identifiers.

use std::net::SocketAddr;

use crate::{
    desktop::Desktop,
    process::{Emulator, Gateway},
};

#[test]
fn a_call_survives_the_death_of_one_t_server_after_the_other() {
    let (mut switch, backup) =
        Emulator::start_pair(&tests::root().join("scenarios/worlds/pair_hot.toml"));
    let gateway = gateway_of_both("death_of_one_t_server", switch.address, backup);
    let mut alice = Desktop::open(gateway.address, "2001");
    switch.act("dial 8010 from 01715550123 case=7");
    let call = alice.sees("INCOMINGCALL").attribute("call").expect("a call").to_owned();
    alice.ask("ACCEPTCALL", &[("call", &call)]);
    alice.sees("ESTABLISHCALL");

    switch.act("tserver ! crash");
    alice.sees("LINKDOWN");
    assert_eq!(alice.refused("HOLDCALL", &[("call", &call)]), "LinkDown");
    alice.sees("LINKUP");
    alice.ask("HOLDCALL", &[("call", &call)]);
    let held = alice.sees("CALLHELD");
    assert_eq!(held.attribute("call"), Some(call.as_str()));
    assert!(held.child("data").is_some(), "{held:?}");

    // The first one comes back as the backup, and is needed.
    switch.act("tserver ! restore");
    switch.act("tserver ! crash");
    alice.sees("LINKDOWN");
    switch.act("retrieve 2001");
    alice.sees("LINKUP");
    assert_eq!(alice.sees("CALLRETRIEVED").attribute("call"), Some(call.as_str()));
    alice.ask("RELEASECALL", &[("call", &call)]);
    alice.sees("CALLRELEASED");
    switch.has_no_calls();
}

#[test]
fn a_t_server_hands_over_on_demand() {
    let (mut switch, backup) =
        Emulator::start_pair(&tests::root().join("scenarios/worlds/pair_warm.toml"));
    let gateway = gateway_of_both("hands_over_on_demand", switch.address, backup);
    let mut alice = Desktop::open(gateway.address, "2001");
    switch.act("dial 8010 from 01715550123");
    let call = alice.sees("INCOMINGCALL").attribute("call").expect("a call").to_owned();
    switch.act("tserver ! switchover");
    alice.sees("LINKUP");
    assert_eq!(alice.sees("CALLRELEASED").attribute("call"), Some(call.as_str()));
    let again = alice.sees("INCOMINGCALL");
    assert_eq!(again.attribute("cause"), Some("resync"));
    let call = again.attribute("call").expect("a call").to_owned();
    alice.ask("ACCEPTCALL", &[("call", &call)]);
    alice.sees("ESTABLISHCALL");
}

fn gateway_of_both(name: &str, first: SocketAddr, second: SocketAddr) -> Gateway {
    let text = format!(
        "implementation = \"builtin:tserver\"\n[genesys.ctiserver]\nhost = \"127.0.0.1\"\nport = {}\n\
         backup_host = \"127.0.0.1\"\nbackup_port = {}\nback_off = 0.1\nback_off_longest = 0.5\n",
        first.port(),
        second.port()
    );
    let mut gateway = Gateway::start_configured(name, &text);
    gateway.wait_until_ready();
    gateway
}
