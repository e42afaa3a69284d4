//! The tables against what is public: every message by number and name, every attribute by name,
//! every enumeration member by number, retyped from the public pages into `tests/reference/`.

use std::collections::BTreeSet;

use tserver_wire::{
    AddressInfoType, AddressStatus, AddressType, AgentWorkMode, AttributeId, CallState, CallType,
    ControlMode, DnRole, ForwardMode, MessageType, NetworkCallState, RegisterMode, Reliability,
    RouteType,
};

#[test]
fn messages_have_the_public_numbers_and_names() {
    let rows: Vec<_> = rows(include_str!("reference/messages.txt")).collect();
    for row in &rows {
        let (number, name) = row.split_once(' ').expect("number and name");
        let name = name.split(' ').next().expect("a name");
        let kind = MessageType::from_name(name).map(|kind| kind.0.to_string());
        assert_eq!(kind.as_deref(), Some(number), "{name}");
    }
    let ours = MessageType::all().filter(|kind| !kind.is_link()).count();
    assert_eq!(ours, rows.len(), "a message of ours is not public");
}

#[test]
fn events_have_the_public_attributes_where_those_are_known() {
    for row in rows(include_str!("reference/messages.txt")) {
        let Some((head, attributes)) = row.split_once(':') else { continue };
        let (name, basis) = head.rsplit_once(' ').expect("a name and how much is known");
        let name = name.split(' ').nth(1).expect("a name behind the number");
        let kind = MessageType::from_name(name).expect("checked above");
        let (always, may) = attributes.split_once('|').expect("both lists");
        let (always, may) = (names(always), names(may));
        let (ours, ours_may) = (ids(kind.mandatory()), ids(kind.optional()));
        if basis == "table" {
            assert_eq!(ours, always, "{name}: always there");
            assert_eq!(ours_may, may, "{name}: may be there");
        } else {
            // Beyond what is public the tables may say more, never less.
            let all: BTreeSet<_> = ours.union(&ours_may).cloned().collect();
            assert!(always.is_subset(&ours), "{name} lacks {:?}", always.difference(&ours));
            assert!(may.is_subset(&all), "{name} lacks {:?}", may.difference(&all));
        }
    }
}

#[test]
fn attributes_have_the_public_names() {
    for row in rows(include_str!("reference/attributes.txt")) {
        let ours = row.split_once(" = ").map_or(row, |(_, ours)| ours);
        for name in ours.split(' ').filter(|name| *name != "-") {
            assert!(AttributeId::from_name(name).is_some(), "{name} has no row");
        }
    }
}

#[test]
fn enumerations_have_the_public_numbers() {
    let mut members: Vec<(String, String, String)> = Vec::new();
    for row in rows(include_str!("reference/enumerations.txt")) {
        let [kind, number, name] = row.splitn(3, ' ').collect::<Vec<_>>().try_into().expect(row);
        let found = code(kind, name).unwrap_or_else(|| panic!("{kind} has no member {name}"));
        assert!(number == "?" || number == found.to_string(), "{kind} {name} is {found}");
        members.push((kind.to_owned(), number.to_owned(), name.to_owned()));
    }
    assert_eq!(members.len(), 126, "rows read");
}

/// The number of a member.
fn code(kind: &str, name: &str) -> Option<i32> {
    match kind {
        "CallType" => CallType::from_name(name).map(CallType::code),
        "CallState" => CallState::from_name(name).map(CallState::code),
        "DnRole" => DnRole::from_name(name).map(DnRole::code),
        "AgentWorkMode" => AgentWorkMode::from_name(name).map(AgentWorkMode::code),
        "RouteType" => RouteType::from_name(name).map(RouteType::code),
        "RegisterMode" => RegisterMode::from_name(name).map(RegisterMode::code),
        "ControlMode" => ControlMode::from_name(name).map(ControlMode::code),
        "AddressType" => AddressType::from_name(name).map(AddressType::code),
        "AddressStatus" => AddressStatus::from_name(name).map(AddressStatus::code),
        "AddressInfoType" => AddressInfoType::from_name(name).map(AddressInfoType::code),
        "ForwardMode" => ForwardMode::from_name(name).map(ForwardMode::code),
        "NetworkCallState" => NetworkCallState::from_name(name).map(NetworkCallState::code),
        "Reliability" => Reliability::from_name(name).map(Reliability::code),
        other => panic!("no enumeration {other}"),
    }
}

/// The lines of a table that are neither comments nor empty.
fn rows(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn names(text: &str) -> BTreeSet<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn ids(ids: &[AttributeId]) -> BTreeSet<String> {
    ids.iter().map(AttributeId::to_string).collect()
}
