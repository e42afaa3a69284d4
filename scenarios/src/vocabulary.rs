//! The words of the language for one world, drawn from the gateway's own tables.

use gateway_core::{notice, refusal, request};
use scenario_lang::vocabulary::{Key, Kind, Operand, Vocabulary, Word};
use switch_sim::{
    personality::{brand::BRANDS, table::Personality},
    world::{Router, RoutingPoint, World},
};
use tserver_sim_core::fault::{self, ParameterKind, Target};
use tserver_wire::RouteType;

use crate::stage::REFUSAL_CODES;

/// Every word that a story in this world may use.
pub fn vocabulary(world: &World) -> Vocabulary {
    let names = |names: &mut dyn Iterator<Item = &String>| names.cloned().collect::<Vec<_>>();
    let mut errors: Vec<String> = refusal::codes().iter().map(|row| row.name.to_owned()).collect();
    errors.extend(REFUSAL_CODES.iter().map(|code| (*code).to_owned()));
    errors.sort();
    errors.dedup();
    Vocabulary {
        agents: names(&mut world.people.iter().map(|person| &person.name)),
        outsiders: names(&mut world.outside.iter().map(|outsider| &outsider.name)),
        queues: names(&mut world.queues.iter().map(|queue| &queue.name)),
        points: names(&mut routed_by_clients(world).map(|point| &point.name)),
        trunks: names(&mut world.trunks.iter().map(|group| &group.name)),
        faults: faults(),
        requests: request::rows().iter().filter_map(desktop_request).collect(),
        phone: phone_actions(),
        outside: outside_actions(),
        dialer: dialer_actions(),
        router: router_actions(),
        events: notice::notices().iter().map(desktop_event).collect(),
        call_checks: call_checks(),
        agent_checks: agent_checks(),
        queue_checks: queue_checks(),
        personalities: personalities(),
        errors,
    }
}

/// The brands, and the rows in which they differ.
fn personalities() -> Vec<String> {
    let brands = BRANDS.iter().map(|brand| brand.name);
    brands.chain(Personality::ROWS.iter().map(|row| row.key)).map(str::to_owned).collect()
}

/// The story's key for a field of a request.
pub(crate) fn story_key(field: &str) -> &str {
    if field == "destination" { "to" } else { field }
}

/// A request as a story writes it; none for the poll, which every desktop does by itself.
fn desktop_request(row: &request::Row) -> Option<Word> {
    if row.name == POLL {
        return None;
    }
    let operand_field = operand_field(row);
    let operand = match operand_field.map(|field| field.kind) {
        Some(request::Kind::Call) => Operand::Call,
        Some(request::Kind::Dn) => Operand::Number,
        Some(_) => Operand::Word,
        None => Operand::None,
    };
    let mut keys = vec![
        key("ref", Kind::Text, false),
        key("async", Kind::OneOf(vec!["true".into(), "false".into()]), false),
    ];
    for field in row.fields {
        let is_operand = operand_field.is_some_and(|operand| operand.name == field.name);
        match (is_operand, operand) {
            (true, Operand::Word) => keys.push(key("operand", kind_of(field.kind), true)),
            (true, _) => {}
            (false, _) => keys.push(Key {
                name: if field.kind == request::Kind::Pairs {
                    format!("{}.*", field.name)
                } else {
                    story_key(field.name).to_owned()
                },
                kind: kind_of(field.kind),
                required: field.required && !FILLED_IN.contains(&field.name),
            }),
        }
    }
    Some(Word {
        name: row.name.into(),
        operand,
        begins_call: row.begins_call,
        keys,
        help: row.help.into(),
    })
}

/// The field that a story writes without a key: the call, the number to call, the agent's state.
pub(crate) fn operand_field(row: &request::Row) -> Option<&'static request::Field> {
    let first = row.fields.first()?;
    OPERANDS.contains(&first.name).then_some(first)
}

fn desktop_event(row: &notice::Row) -> Word {
    let mut keys: Vec<Key> = row
        .attributes()
        .filter(|attribute| !["number", "time", "call"].contains(&attribute.name))
        .map(|attribute| key(attribute.name, event_kind(attribute), false))
        .collect();
    if row.about_call {
        keys.push(key("from", Kind::Text, false));
        keys.push(key("data.*", Kind::Text, false));
    }
    Word {
        name: row.name.into(),
        operand: if row.about_call { Operand::OptionalCall } else { Operand::None },
        begins_call: false,
        keys,
        help: row.help.into(),
    }
}

fn event_kind(attribute: &notice::Attribute) -> Kind {
    match attribute.name {
        "consult_of" | "previous" => Kind::Call,
        _ if attribute.words.is_empty() => Kind::Text,
        _ => Kind::OneOf(attribute.words.iter().map(|word| (*word).to_owned()).collect()),
    }
}

fn kind_of(kind: request::Kind) -> Kind {
    match kind {
        request::Kind::Dn => Kind::Number,
        request::Kind::Call => Kind::Call,
        request::Kind::Text
        | request::Kind::Secret
        | request::Kind::Digits
        | request::Kind::Pairs => Kind::Text,
        request::Kind::OneOf(words) => {
            Kind::OneOf(words.iter().map(|word| (*word).to_owned()).collect())
        }
        request::Kind::Number | request::Kind::Seconds => Kind::Integer,
    }
}

fn phone_actions() -> Vec<Word> {
    let on_call = |name: &str, help: &str| word(name, Operand::OptionalCall, vec![], help);
    let sends_on = |name: &str, help: &str| {
        word(name, Operand::OptionalCall, vec![key("to", Kind::Number, true)], help)
    };
    let mut words = vec![
        Word {
            begins_call: true,
            ..word("DIAL", Operand::Number, vec![], "goes off-hook and dials")
        },
        word("OFFHOOK", Operand::None, vec![], "lifts the handset: dial tone"),
        word("ONHOOK", Operand::None, vec![], "puts the handset back, and leaves the call"),
        on_call("ANSWER", "answers the call that rings"),
        on_call("HANGUP", "leaves the call"),
        on_call("HOLD", "puts the call on hold"),
        on_call("RETRIEVE", "takes the held call back"),
        on_call("MUTE", "presses the mute key"),
        on_call("UNMUTE", "presses the mute key again"),
        sends_on("DEFLECT", "sends the call that rings elsewhere"),
        sends_on("BLINDTRANSFER", "sends the call on in one step"),
        Word {
            begins_call: true,
            ..word(
                "CONSULT",
                Operand::Number,
                vec![key("call", Kind::Call, false)],
                "holds the call and calls somebody about it",
            )
        },
        word("TRANSFER", Operand::None, vec![], "joins the held call and the other, and leaves"),
        word("CONFERENCE", Operand::None, vec![], "joins the held call and the other, and stays"),
        word("ALTERNATE", Operand::None, vec![], "changes to the held call"),
        word("RECONNECT", Operand::None, vec![], "ends the call and takes the held one back"),
        word(
            "REMOVE",
            Operand::OptionalCall,
            vec![key("party", Kind::Number, true)],
            "takes somebody out of the conference",
        ),
        word(
            "PICKUP",
            Operand::None,
            vec![key("at", Kind::Number, false)],
            "answers the call that rings at another telephone, or anywhere in the pickup group",
        ),
        word(
            "PARK",
            Operand::OptionalCall,
            vec![key("at", Kind::Number, false)],
            "leaves the call at the number of a telephone, its own without `at`",
        ),
        word(
            "UNPARK",
            Operand::None,
            vec![key("at", Kind::Number, false)],
            "takes back the call that is parked there",
        ),
    ];
    words.extend(phone_settings());
    words
}

/// What a handset does beside its calls, and with their tones.
fn phone_settings() -> Vec<Word> {
    let switched = |name: &str, help: &str| {
        word(name, Operand::Word, vec![key("operand", on_or_off(), true)], help)
    };
    vec![
        switched("DND", "do not disturb"),
        switched("SENDALL", "sends every call to the coverage path"),
        switched("LAMP", "the message lamp"),
        word(
            "FORWARD",
            Operand::Number,
            vec![key("when", one_of(&["always", "busy", "noanswer"]), false)],
            "forwards calls; without `when`, every call",
        ),
        word("UNFORWARD", Operand::None, vec![], "ends forwarding"),
        word(
            "DIGITS",
            Operand::OptionalCall,
            vec![key("digits", Kind::Number, true)],
            "presses keys during the call",
        ),
        word("READY", Operand::None, vec![], "presses the key that asks for calls"),
        word(
            "NOTREADY",
            Operand::None,
            vec![key("reason", Kind::Text, false)],
            "presses the key that asks for none",
        ),
        word("LOGOFF", Operand::None, vec![], "logs the agent off"),
    ]
}

fn outside_actions() -> Vec<Word> {
    let dial_keys = vec![
        key("trunk", Kind::Trunk, false),
        key("ani", Kind::Number, false),
        key("data.*", Kind::Text, false),
    ];
    vec![
        Word {
            begins_call: true,
            ..word("DIAL", Operand::Number, dial_keys, "calls one of the site's numbers")
        },
        word(
            "DIGITS",
            Operand::Call,
            vec![key("digits", Kind::Number, true)],
            "presses keys during the call",
        ),
        word("ANSWER", Operand::Call, vec![], "answers the call that left through a trunk"),
        word("HANGUP", Operand::Call, vec![], "hangs up"),
    ]
}

fn dialer_actions() -> Vec<Word> {
    let keys = vec![
        key("no_answer", Kind::Duration, false),
        key("machines", one_of(&["connect", "drop"]), false),
        key("data.*", Kind::Text, false),
    ];
    vec![Word {
        begins_call: true,
        ..word(
            "PREDICT",
            Operand::Number,
            keys,
            "calls somebody outside; who answers waits in the queue",
        )
    }]
}

fn router_actions() -> Vec<Word> {
    let keys = vec![
        key("to", Kind::Number, false),
        key("type", Kind::OneOf(RouteType::ALL.iter().copied().map(route_word).collect()), false),
        key("data.*", Kind::Text, false),
    ];
    let help = "says where the call goes that waits there; without `to`, to the default";
    vec![word("ROUTE", Operand::Call, keys, help)]
}

/// The story's word for a kind of routing (`TRouteType`).
pub(crate) fn route_word(kind: RouteType) -> String {
    kind.name().to_lowercase()
}

/// The routing points at which a story plays the router.
pub(crate) fn routed_by_clients(world: &World) -> impl Iterator<Item = &RoutingPoint> {
    world.routing_points.iter().filter(|point| point.router == Some(Router::Client))
}

fn on_or_off() -> Kind {
    one_of(&["on", "off"])
}

fn one_of(words: &[&str]) -> Kind {
    Kind::OneOf(words.iter().map(|word| (*word).to_owned()).collect())
}

/// What can break around the T-Server, from its own table.
fn faults() -> Vec<(String, Vec<Word>)> {
    let of = |target: Target| {
        let rows = fault::rows().iter().filter(|row| row.target == target);
        let words = rows.map(|row| {
            let keys = row.parameters.iter().map(|parameter| {
                key(parameter.name, fault_kind(parameter.kind), parameter.required)
            });
            word(row.name, Operand::None, keys.collect(), row.help)
        });
        (target.word().to_owned(), words.collect())
    };
    [Target::Link, Target::TServer].map(of).into()
}

fn fault_kind(kind: ParameterKind) -> Kind {
    match kind {
        ParameterKind::Time => Kind::Duration,
        ParameterKind::Number { .. } => Kind::Integer,
        ParameterKind::Dn => Kind::Number,
        ParameterKind::Jump | ParameterKind::Event | ParameterKind::Request => Kind::Text,
        ParameterKind::OneOf(words) => one_of(words),
    }
}

fn call_checks() -> Vec<Word> {
    vec![
        word("gone", Operand::None, vec![], "the call has ended"),
        value_check("parties", Kind::People, "everybody in the call"),
        value_check(
            "at",
            Kind::Text,
            "where the call alerts, waits or is parked: a person, a queue, a step of a vector (V100.03)",
        ),
        value_check("passed", Kind::Text, "a step that a vector has executed for the call"),
        value_check("hears", Kind::Text, "what the vector lets the caller hear"),
        value_check("data.*", Kind::Text, "a piece of the call's data at the T-Server"),
        value_check("heard.*", Kind::Text, "the tones that somebody in the call has heard"),
        value_check("voices.*", Kind::Text, "whom somebody in the call hears speak, or nobody"),
    ]
}

fn agent_checks() -> Vec<Word> {
    let states = ["loggedout", "notready", "ready", "wrapup", "busy"];
    vec![
        value_check(
            "state",
            Kind::OneOf(states.iter().map(|state| (*state).to_owned()).collect()),
            "the agent's state; busy: on a queue's call",
        ),
        value_check("calls", Kind::Integer, "how many calls the desktop shows"),
        word(
            "truth",
            Operand::None,
            vec![],
            "what the desktop shows is what the switch does: agent, calls, their states, parties, data",
        ),
    ]
}

fn queue_checks() -> Vec<Word> {
    vec![
        value_check("waiting", Kind::Integer, "how many calls wait"),
        value_check("loggedon", Kind::Integer, "how many agents are logged on"),
        value_check("ready", Kind::Integer, "how many agents wait for a call"),
    ]
}

fn word(name: &str, operand: Operand, keys: Vec<Key>, help: &str) -> Word {
    Word { name: name.into(), operand, begins_call: false, keys, help: help.into() }
}

fn value_check(name: &str, kind: Kind, help: &str) -> Word {
    word(name, Operand::None, vec![key("=", kind, true)], help)
}

fn key(name: &str, kind: Kind, required: bool) -> Key {
    Key { name: name.into(), kind, required }
}

/// The request that a story never writes.
const POLL: &str = "GETEVENTS";
/// Fields that a story writes without a key, when they come first.
const OPERANDS: [&str; 3] = ["call", "destination", "state"];
/// Fields that the runner fills in from the world.
pub(crate) const FILLED_IN: [&str; 3] = ["dn", "agent", "queue"];
