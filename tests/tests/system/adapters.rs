//! Adapters in processes of their own: the samples in Python and C, and such as misbehave.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitStatus},
};

use crate::{
    desktop::Desktop,
    process::{Emulator, Gateway, check, configuration, program},
};

#[test]
fn a_program_of_the_sites_is_an_adapter() {
    three_telephones(&mut Gateway::start_configured("python_adapter", &sample()));
}

#[test]
fn a_library_of_the_sites_is_an_adapter() {
    let library = compiled("loopback", LOOPBACK);
    let text = format!("{}[adapter]\npatience = 30\n", lib(&library));
    three_telephones(&mut Gateway::start_configured("c_adapter", &text));
}

fn three_telephones(gateway: &mut Gateway) {
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

    let mut carol = Desktop::open(gateway.address, "2003");
    alice.ask("INITIATECONFERENCE", &[("call", &call), ("destination", "2003")]);
    let consulted = carol.sees("INCOMINGCONSULT").attribute("call").expect("a call").to_owned();
    assert_eq!(alice.refused("REMOVEPARTY", &[("call", &call), ("party", "2003")]), "AlreadyHeld");
    carol.ask("ACCEPTCALL", &[("call", &consulted)]);
    alice.sees("ESTABLISHCALL");
    alice.ask("COMPLETECONFERENCE", &[("call", &call)]);
    let brought = carol.sees("PARTYCHANGED");
    assert_eq!(brought.attribute("call"), Some(call.as_str()));
    assert_eq!(brought.attribute("conference"), Some("true"));
    alice.ask("REMOVEPARTY", &[("call", &call), ("party", "2003")]);
    carol.sees("CALLRELEASED");
    assert_eq!(
        alice.refused("REMOVEPARTY", &[("call", &call), ("party", "2002")]),
        "NotInConference"
    );
    bob.ask("RELEASECALL", &[("call", &call)]);
}

/// Row 28: whatever an adapter does, it costs a LINKDOWN, and it is back.
#[test]
fn row_28_an_adapter_that_crashes_hangs_babbles_or_leaks() {
    let text = format!("{}[adapter]\n{}patience = 2\nmemory = 256\n", unruly(), samples(""));
    faults("unruly_adapter", &text);
}

/// Row 28: and so it is with a library; what it prints is no babble.
#[test]
fn row_28_a_library_that_crashes_hangs_babbles_or_leaks() {
    let library = compiled("unruly", include_str!("adapters/unruly.c"));
    let text = format!("{}[adapter]\npatience = 2\nmemory = 256\n", lib(&library));
    faults("unruly_library", &text);
}

/// The suite for adapters, with each that there is: what comes out is a golden.
#[test]
fn the_adapter_for_t_servers_conforms() {
    let emulator = Emulator::start(0);
    let text = format!(
        "implementation = \"builtin:tserver\"\ngenesys.ctiserver.host = \"127.0.0.1\"\n\
         genesys.ctiserver.port = {}\n",
        emulator.address.port()
    );
    conforms("tserver", &text);
}

#[test]
fn the_sample_in_python_conforms() {
    conforms("python", &sample());
}

#[test]
fn the_sample_in_c_conforms() {
    let library = compiled("conforming", LOOPBACK);
    conforms("c", &format!("{}[adapter]\npatience = 30\n", lib(&library)));
}

/// The suite finds an adapter that does other than it says.
#[test]
fn an_adapter_that_lies_does_not_conform() {
    let library = compiled("lying", include_str!("adapters/lying.c"));
    let (status, report) = conformance("lying", &lib(&library));
    assert_eq!(status.code(), Some(1), "{report}");
    insta::assert_snapshot!("lying", report);
}

fn conforms(name: &str, text: &str) {
    let (status, report) = conformance(name, text);
    assert!(status.success(), "{report}");
    insta::assert_snapshot!(name, report);
}

fn conformance(name: &str, text: &str) -> (ExitStatus, String) {
    let file = configuration(&format!("conformance_{name}"), text);
    let output = program("gateway")
        .args(["conformance", "--dn", "2001", "--dn", "2002", "--dn", "2003"])
        .args(["--agent", "7001", "--queue", "8100", "--config"])
        .arg(file)
        .output()
        .expect("it runs");
    (output.status, String::from_utf8_lossy(&output.stdout).into_owned())
}

fn faults(name: &str, text: &str) {
    let mut gateway = Gateway::start_configured(name, text);
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
    refused(&cases);
}

/// Row 29: and so it is with a library.
#[test]
fn row_29_what_is_no_library_is_refused_at_the_start() {
    let entry = |fields: &str| {
        format!(
            "#include \"pts_adapter.h\"\n\
             static const pts_adapter adapter = {{{fields}}};\n\
             PTS_EXPORT const pts_adapter *pts_adapter_entry(void) {{ return &adapter; }}\n"
        )
    };
    let made = |name: &str, source: &str| lib(&compiled(name, source));
    let other_cpu = compiled("other_cpu", "int nothing;\n");
    let mut elf = fs::read(&other_cpu).expect("it is compiled");
    elf[MACHINE] ^= 0xff;
    fs::write(&other_cpu, elf).expect("it is ours");
    let settings = made("settings", LOOPBACK);
    let cases = [
        ("no_file", lib(Path::new("/nowhere/adapter.so")), "cannot open shared object file"),
        ("no_library", lib(Path::new("/etc/passwd")), "invalid ELF header"),
        ("other_cpu", lib(&other_cpu), "cannot open shared object file"),
        (
            "unresolved",
            made("unresolved", &format!("{LOOPBACK}{UNRESOLVED}")),
            "undefined symbol: function_of_a_vendor",
        ),
        ("no_symbol", made("no_symbol", "int nothing;\n"), "undefined symbol: pts_adapter_entry"),
        (
            "other_abi",
            made("other_abi", &entry(".size = sizeof adapter, .abi = 999")),
            "version 999 of",
        ),
        (
            "size",
            made("size", &entry(".size = 8, .abi = PTS_ADAPTER_ABI")),
            "its pts_adapter has 8 bytes",
        ),
        (
            "empty",
            made("empty", &entry(".size = sizeof adapter, .abi = PTS_ADAPTER_ABI")),
            "lacks one of",
        ),
        ("reason", format!("{settings}[adapter]\nsettings = [\"a=b\"]\n"), "takes no settings"),
    ];
    refused(&cases);
}

fn refused(cases: &[(&str, String, &str)]) {
    for (name, text, letter) in cases {
        let (status, said) = check(&format!("no_adapter_{name}"), text);
        assert_eq!(status.code(), Some(2), "{name}: {said}");
        assert!(said.contains(letter), "{name}: {said}");
    }
}

/// A shared library of this C, which may include what is in the folder of adapters.
pub(crate) fn compiled(name: &str, source: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let (file, library) = (folder.join(format!("{name}.c")), folder.join(format!("{name}.so")));
    fs::write(&file, source).expect("a folder for sources");
    let adapters = tests::root().join("gateway/adapters");
    let compiled = Command::new("cc")
        .args(["-std=c11", "-Wall", "-Wextra", "-pedantic", "-Werror", "-shared", "-fPIC"])
        .args(["-fvisibility=hidden", "-I"])
        .args([&adapters, Path::new("-o"), &library, &file])
        .status()
        .expect("a C compiler (cc) is installed");
    assert!(compiled.success(), "{name}.c is not compiled");
    library
}

fn lib(library: &Path) -> String {
    format!("implementation = \"lib:{}\"\n", library.display())
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

/// The sample in C as one source.
const LOOPBACK: &str = concat!(
    "#include \"samples/loopback.c\"\n",
    "#include \"samples/orders.c\"\n",
    "#include \"samples/calls.c\"\n",
);
/// What makes a library need another one that it does not name.
const UNRESOLVED: &str = "void function_of_a_vendor(void);\n\
                          PTS_EXPORT void later(void) { function_of_a_vendor(); }\n";
/// Where a file in the format of ELF says for which processor it is.
const MACHINE: usize = 18;
