//! Calls, from the street to the desk and back.

use crate::{
    desktop::Desktop,
    process::{Emulator, Gateway},
};

#[test]
fn a_call_from_outside_is_answered_and_ends() {
    let mut switch = Emulator::start(0);
    let mut gateway = Gateway::start("a_call_from_outside", switch.address);
    gateway.wait_until_ready();
    let mut alice = Desktop::open(gateway.address, "2001");
    alice.take_calls("7001", "8100");

    let outside = switch.act("dial 8005 from 01715550123 ivr_ref=A77");
    let ringing = alice.sees("INCOMINGCALL");
    assert_eq!(ringing.attribute("ani"), Some("01715550123"));
    assert_eq!(ringing.attribute("dnis"), Some("8005"));
    assert_eq!(ringing.attribute("queue"), Some("8100"));
    let data = ringing.child("data").and_then(|data| data.child("item")).expect("the IVR's data");
    assert_eq!((data.attribute("key"), data.text.as_str()), (Some("ivr_ref"), "A77"));

    let call = ringing.attribute("call").expect("a call").to_owned();
    alice.ask("ACCEPTCALL", &[("call", &call)]);
    assert_eq!(alice.sees("ESTABLISHCALL").attribute("call"), Some(call.as_str()));
    alice.ask("HOLDCALL", &[("call", &call)]);
    assert_eq!(alice.refused("HOLDCALL", &[("call", &call)]), "AlreadyHeld");
    alice.ask("RETRIEVECALL", &[("call", &call)]);

    switch.act(&format!("hangup {outside}"));
    let released = alice.sees("CALLRELEASED");
    assert_eq!(released.attribute("call"), Some(call.as_str()));
    assert_eq!(released.attribute("cause"), Some("normal"));
    assert_eq!(alice.refused("HOLDCALL", &[("call", &call)]), "UnknownCall");
    alice.ask("AGENTUNINITIALIZE", &[]);
    alice.ask("CTICLIENTUNINITIALIZE", &[]);
    assert_eq!(alice.refused("GETSNAPSHOT", &[]), "NoSession");
}

/// Two desktops, a consultation, and a transfer with the data of both calls.
#[test]
fn a_call_is_handed_over_with_its_data() {
    let mut switch = Emulator::start(0);
    let mut gateway = Gateway::start("a_call_is_handed_over", switch.address);
    gateway.wait_until_ready();
    let mut alice = Desktop::open(gateway.address, "2001");
    let mut bob = Desktop::open(gateway.address, "2002");

    let outside = switch.act("dial 8010 from 01715550123 ivr_ref=A77");
    let call = alice.sees("INCOMINGCALL").attribute("call").expect("a call").to_owned();
    alice.ask("ACCEPTCALL", &[("call", &call)]);
    alice.ask("INITIATETRANSFER", &[("call", &call), ("destination", "2002")]);
    let consult = bob.sees("INCOMINGCONSULT");
    let consult = consult.attribute("call").expect("a call").to_owned();
    bob.ask("ACCEPTCALL", &[("call", &consult)]);
    assert_eq!(bob.sees("ESTABLISHCALL").attribute("call"), Some(consult.as_str()));
    alice.ask("COMPLETETRANSFER", &[("call", &call)]);

    let changed = bob.sees("PARTYCHANGED");
    assert_eq!(changed.attribute("call"), Some(call.as_str()), "the held call's id lives on");
    assert_eq!(changed.attribute("previous"), Some(consult.as_str()));
    assert_eq!(changed.attribute("party"), Some("01715550123"));
    let data = changed.child("data").and_then(|data| data.child("item")).expect("the data");
    assert_eq!((data.attribute("key"), data.text.as_str()), (Some("ivr_ref"), "A77"));
    assert_eq!(alice.sees("CALLRELEASED").attribute("cause"), Some("transferred"));

    switch.act(&format!("hangup {outside}"));
    assert_eq!(bob.sees("CALLRELEASED").attribute("call"), Some(call.as_str()));
}
