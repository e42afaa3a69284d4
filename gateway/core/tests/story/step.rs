//! Anything that clients and middleware may do, at random.

use gateway_core::middleware::Event;
use proptest::prelude::*;

use crate::report::read;

/// Something that happens, as a line of a story.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Asks(String),
    Reports(String),
    Waits(u64),
}

/// Any such thing.
pub(crate) fn step() -> impl Strategy<Value = Step> {
    let request = proptest::sample::select(REQUESTS);
    let asks = (request, 0..3_u8, 0..4_u8, 0..4_u8).prop_map(|(request, who, call, reference)| {
        let line = request.replace("cN", &format!("c{call}"));
        let reference = if reference > 0 { format!(" ref={reference}") } else { String::new() };
        Step::Asks(format!("{who} {line}{reference}"))
    });
    let report = proptest::sample::select(REPORTS);
    let reports = (report, 0..2_u8, 0..4_u8, 0..4_u8, 0..12_u8).prop_map(
        |(report, dn, call, other, command)| {
            let line = report.replace("DN", &format!("200{dn}")).replace("cN", &format!("c{call}"));
            let line =
                line.replace("cM", &format!("c{other}")).replace("PARTY", &other.to_string());
            Step::Reports(format!("{line} #{command}"))
        },
    );
    prop_oneof![
        4 => asks,
        8 => reports,
        1 => Just(Step::Reports("LinkUp".to_owned())),
        1 => proptest::sample::select(&[10_u64, 3_000, 6_000, 61_000][..]).prop_map(Step::Waits),
    ]
}

/// What the line of a report says.
pub(crate) fn report(line: &str) -> Event {
    let words: Vec<&str> = line.split(' ').collect();
    let named =
        matches!(words[0], "Done" | "Denied" | "Agent" | "Monitors" | "MonitorsNoMore" | "Call");
    let words = if named { &words[..] } else { &words[..words.len().max(2) - 1] };
    read(if line == "LinkUp" { &["LinkUp"] } else { words }, 0)
}

const REQUESTS: &[&str] = &[
    "CTICLIENTINITIALIZE dn=2000",
    "CTICLIENTINITIALIZE dn=2000 async",
    "CTICLIENTINITIALIZE dn=2001",
    "CTICLIENTUNINITIALIZE",
    "CTICLIENTRECONNECT",
    "AGENTINITIALIZE agent=1",
    "AGENTUNINITIALIZE",
    "SETAGENTSTATE state=ready",
    "MAKECALL destination=1 async",
    "ACCEPTCALL call=cN",
    "RELEASECALL call=cN",
    "HOLDCALL call=cN",
    "INITIATETRANSFER call=cN destination=1",
    "COMPLETETRANSFER call=cN",
    "REDIRECTCALL call=cN destination=1",
    "MUTECALL call=cN",
    "UNMUTECALL call=cN",
    "SETFORWARD mode=busy destination=1",
    "ATTACHDATA call=cN data.A=1 delete=B",
    "GETEVENTS after=1 wait=5",
    "MONITORCALL destination=1 mode=whisper",
    "CANCELMONITORING",
    "GETSNAPSHOT",
];

const REPORTS: &[&str] = &[
    "LinkDown cable",
    "Registered DN ready",
    "Registered DN notready cN:connected:1 cM:held:2:data.A=1",
    "Registered DN loggedout cN:ringing:1,2",
    "Lost DN",
    "Done",
    "Done cN",
    "Denied Refused 1 no",
    "Denied NoAnswer 1 no",
    "Agent DN ready",
    "Agent DN wrapup",
    "Call DN cN Dialing other=PARTY",
    "Call DN cN RingingConsult other=PARTY data.A=PARTY",
    "Call DN cN Established other=PARTY consult_of=cM",
    "Call DN cN Held data.A=PARTY",
    "Call DN cN Retrieved",
    "Call DN cN Released",
    "Call DN cN Abandoned",
    "Call DN cN FailedBusy",
    "Registered DN ready cN:connected+muted:1 dnd=on forward=busy:1",
    "Set DN dnd=on",
    "Set DN forward=always:PARTY",
    "Set DN lamp=off",
    "Monitors DN PARTY",
    "MonitorsNoMore DN PARTY",
    "Registered DN ready cN:connected:1:observer=PARTY",
    "Call DN cN Established other=PARTY observes=yes muted=yes",
    "Call DN cN Observed by=PARTY",
    "Call DN cN Muted",
    "Call DN cN Unmuted",
    "Call DN cN NetworkReached data.B=PARTY",
    "Call DN cN PartyAdded party=PARTY data.C=PARTY",
    "Call DN cN PartyRemoved party=PARTY other=1",
    "Call DN cN PartyAdded",
    "Call DN cN Parties parties=PARTY",
    "Call DN cN Parties parties=1,PARTY several=yes",
    "Call DN cN PartyRemoved",
    "Call DN cN PartyRemoved party=PARTY remaining=yes",
    "Registered DN ready cN:connected:1:several=yes",
    "Call DN cN PartyChanged previous=cM other=PARTY",
    "Call DN cN PartyChanged previous=cM other=PARTY conference=yes",
    "Call DN cN PartyChanged by=PARTY",
    "Call DN cN DataChanged data.A=PARTY",
];
