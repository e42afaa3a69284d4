//! Adapters in processes of their own: the sample in Python, and one that misbehaves.

use std::path::PathBuf;

use crate::{
    desktop::Desktop,
    process::{Gateway, check},
};

#[test]
fn a_program_of_the_sites_is_an_adapter() {
    let mut gateway = Gateway::start_configured("python_adapter", &sample());
    gateway.wait_until_ready();
    let mut alice = Desktop::open(gateway.address, "2001");
    let mut bob = Desktop::open(gateway.address, "2002");

    alice.ask("MAKECALL", &[("destination", "2002")]);
    let ringing = bob.sees("INCOMINGCALL");
    assert_eq!(ringing.attribute("ani"), Some("2001"));
    let call = ringing.attribute("call").expect("a call").to_owned();
    bob.ask("ACCEPTCALL", &[("call", &call)]);
    assert_eq!(alice.sees("ESTABLISHCALL").attribute("call"), Some(call.as_str()));
    alice.ask("HOLDCALL", &[("call", &call)]);
    alice.ask("RETRIEVECALL", &[("call", &call)]);
    assert_eq!(alice.refused("MUTECALL", &[("call", &call)]), "Unsupported");
    bob.ask("RELEASECALL", &[("call", &call)]);
    assert_eq!(alice.sees("CALLRELEASED").attribute("call"), Some(call.as_str()));
}

/// Row 28: whatever an adapter does, it costs a LINKDOWN, and it is back.
#[test]
fn row_28_an_adapter_that_crashes_hangs_babbles_or_leaks() {
    let text = format!("{}[adapter]\n{}patience = 2\nmemory = 256\n", unruly(), samples(""));
    let mut gateway = Gateway::start_configured("unruly_adapter", &text);
    gateway.wait_until_ready();
    let mut alice = Desktop::open(gateway.address, "2001");
    let mut bob = Desktop::open(gateway.address, "2002");
    // One more would break the circuit.
    for fault in ["crash", "hang", "babble", "leak"] {
        assert_eq!(alice.refused("MAKECALL", &[("destination", fault)]), "LinkDown", "{fault}");
        alice.sees("LINKDOWN");
        alice.sees("LINKUP");
        bob.sees("LINKUP");
        alice.ask("MAKECALL", &[("destination", "2002")]);
        let call = bob.sees("INCOMINGCALL").attribute("call").expect("a call").to_owned();
        alice.ask("RELEASECALL", &[("call", &call)]);
        bob.sees("CALLABANDONED");
    }
}

/// Row 29: what is no adapter, or one of another version, is refused before anybody is served.
#[test]
fn row_29_what_is_no_adapter_is_refused_at_the_start() {
    let stranger = format!("{}[adapter]\n{}", unruly(), samples(", \"stranger\""));
    let program = |path: &str| format!("implementation = \"exec:{path}\"\n");
    let shell = "adapter.arguments = [\"-c\", \"echo Starting the adapter; cat > /dev/null\"]\n";
    let prints = format!("{}{shell}", program("/bin/sh"));
    let cases = [
        ("absent", program("/nowhere/adapter"), "cannot be started"),
        ("no_program", program("/etc/passwd"), "cannot be started"),
        ("ends", program("/bin/true"), "ended before it said hello"),
        ("prints", prints, "sent nonsense"),
        ("another_version", stranger, "speaks protocol 999, the gateway 1"),
    ];
    for (name, text, letter) in cases {
        let (status, said) = check(&format!("no_adapter_{name}"), &text);
        assert_eq!(status.code(), Some(2), "{name}: {said}");
        assert!(said.contains(letter), "{name}: {said}");
    }
}

fn sample() -> String {
    let path = tests::root().join("gateway/adapters/samples/loopback.py");
    format!("implementation = \"exec:{}\"\n[adapter]\npatience = 30\n", path.display())
}

/// Python with the unruly adapter; its arguments follow under `[adapter]`.
fn unruly() -> String {
    let python = ["/usr/bin/python3", "/usr/local/bin/python3"].map(PathBuf::from);
    let python = python.iter().find(|path| path.exists()).expect("Python 3 is installed");
    format!("implementation = \"exec:{}\"\n", python.display())
}

fn samples(more: &str) -> String {
    let root = tests::root();
    let script = root.join("tests/tests/system/adapters/unruly.py");
    let samples = root.join("gateway/adapters/samples");
    format!("arguments = [\"{}\", \"{}\"{more}]\n", script.display(), samples.display())
}
