//! The tables of messages, attributes and enumerations: what must hold in them, and their golden
//! prints.

use std::collections::BTreeSet;

use tserver_wire::{
    AddressInfoType, AddressStatus, AddressType, AgentWorkMode, AttributeId, CallState, CallType,
    ControlMode, DnRole, ForwardMode, GoodbyeReason, MakeCallType, MergeType, MessageMask,
    MessageType, MonitorNextCallType, NetworkCallState, RegisterMode, Reliability, RouteType,
    ServerRole, TreatmentType,
};

#[test]
fn message_rows_are_unique_and_sorted() {
    let kinds: Vec<_> = MessageType::all().collect();
    assert_eq!(kinds.iter().collect::<BTreeSet<_>>().len(), kinds.len(), "a number occurs twice");
    for kind in kinds {
        let name = kind.name().expect("the tables are in the order of the numbers");
        assert_eq!(MessageType::from_name(name), Some(kind), "the name {name} occurs twice");
        let prefix = match (kind.is_event(), kind.is_request(), kind.is_link()) {
            (true, false, false) => "Event",
            (false, true, false) => "Request",
            (false, false, true) => "Link",
            _ => panic!("{name} is not exactly one of event, request and link message"),
        };
        assert!(name.starts_with(prefix), "{name} is in the wrong table");
        assert_eq!(kind.is_link(), kind.0 >= 0xF000, "{name} has a number of the wrong range");
    }
}

#[test]
fn attributes_of_messages_are_known_and_listed_once() {
    for kind in MessageType::all() {
        let mut seen = BTreeSet::new();
        for id in kind.mandatory().iter().chain(kind.optional()) {
            assert!(id.name().is_some(), "{kind} has an attribute without a row");
            assert!(seen.insert(id), "{kind} lists {id} twice");
        }
    }
}

#[test]
fn attribute_rows_are_unique_and_dense() {
    let ids: Vec<_> = AttributeId::all().collect();
    let (public, link): (Vec<AttributeId>, Vec<_>) = ids.iter().partition(|id| id.0 < 0xF000);
    assert!(public.iter().map(|id| id.0).eq((1..).take(public.len())));
    assert!(link.iter().map(|id| id.0).eq((0xF000..).take(link.len())));
    for id in ids {
        let name = id.name().expect("the table is in the order of the codes");
        assert_eq!(AttributeId::from_name(name), Some(id), "the name {name} occurs twice");
    }
}

#[test]
fn messages_golden() {
    let names =
        |ids: &[AttributeId]| ids.iter().map(AttributeId::to_string).collect::<Vec<_>>().join(" ");
    let row = |kind: MessageType| {
        let (mandatory, optional) = (names(kind.mandatory()), names(kind.optional()));
        let source = kind.source().unwrap_or_default();
        format!("{} {kind}: {mandatory} ({optional}) [{source}]", kind.0)
    };
    insta::assert_snapshot!(MessageType::all().map(row).collect::<Vec<_>>().join("\n"));
}

#[test]
fn attributes_golden() {
    let shape = |id: AttributeId| format!("{:?}", id.shape().unwrap());
    let word = |text: String| text.split('(').next().unwrap_or_default().to_owned();
    let row = |id: AttributeId| format!("{} {id}: {}", id.0, word(shape(id)));
    insta::assert_snapshot!(AttributeId::all().map(row).collect::<Vec<_>>().join("\n"));
}

/// Prints an enumeration and checks that codes and names lead back to its members.
macro_rules! print_enumeration {
    ($enumeration:ident) => {{
        let member = |member: &$enumeration| {
            assert_eq!($enumeration::from_code(member.code()), Some(*member));
            assert_eq!($enumeration::from_name(member.name()), Some(*member));
            format!("{} {}", member.code(), member.name())
        };
        let members: Vec<_> = $enumeration::ALL.iter().map(member).collect();
        assert_eq!($enumeration::from_code(i32::MAX), None);
        format!("{}: {}", stringify!($enumeration), members.join(", "))
    }};
}

#[test]
fn enumerations_golden() {
    let lines = [
        print_enumeration!(CallType),
        print_enumeration!(CallState),
        print_enumeration!(DnRole),
        print_enumeration!(AgentWorkMode),
        print_enumeration!(RouteType),
        print_enumeration!(RegisterMode),
        print_enumeration!(ControlMode),
        print_enumeration!(AddressType),
        print_enumeration!(AddressStatus),
        print_enumeration!(AddressInfoType),
        print_enumeration!(ForwardMode),
        print_enumeration!(NetworkCallState),
        print_enumeration!(Reliability),
        print_enumeration!(MergeType),
        print_enumeration!(MakeCallType),
        print_enumeration!(MonitorNextCallType),
        print_enumeration!(ServerRole),
        print_enumeration!(TreatmentType),
        print_enumeration!(GoodbyeReason),
    ];
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_mask_holds_its_messages_and_no_others() {
    let supported = [MessageType::REQUEST_REGISTER_CLIENT, MessageType::REQUEST_MAKE_CALL];
    let mask: MessageMask = supported.into_iter().collect();
    let held: Vec<_> = MessageType::all().filter(|kind| mask.contains(*kind)).collect();
    assert_eq!(held, supported);
}
