//! Two T-Servers of one switch: the gateway finds the one in charge, and calls keep their identifiers.

use crate::{
    desktop::Desktop,
    process::{Emulator, Gateway},
};

#[test]
fn a_call_survives_the_death_of_one_t_server_after_the_other() {
    let (mut switch, backup) = Emulator::start_pair("pair_hot");
    let mut gateway = Gateway::start_before_pair("death_of_one_t_server", switch.address, backup);
    gateway.wait_until_ready();
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
    let (mut switch, backup) = Emulator::start_pair("pair_warm");
    let mut gateway = Gateway::start_before_pair("hands_over_on_demand", switch.address, backup);
    gateway.wait_until_ready();
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
