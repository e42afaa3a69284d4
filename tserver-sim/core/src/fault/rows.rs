//! The rows of the table of faults.

use tserver_wire::MessageType;

use super::table::{
    Fault, Lasting, Parameter, ParameterKind, Row, Target, Which, crash, direction, jump, refusal,
};

pub(super) static ROWS: &[Row] = &[
    Row {
        target: Target::Link,
        name: "cut",
        help: "connections break, and cannot be made",
        parameters: &[],
        lasting: Lasting::UntilRestored,
        read: |_| Ok(Fault::Cut),
    },
    Row {
        target: Target::Link,
        name: "half_open",
        help: "one side is not heard any more, and the other is not told; a connection that lost something is reset at the end",
        parameters: &[optional(
            "silent",
            ParameterKind::OneOf(&["tserver", "client"]),
            Some("tserver"),
            "who is not heard",
        )],
        lasting: Lasting::UntilRestored,
        read: direction,
    },
    Row {
        target: Target::Link,
        name: "delay",
        help: "everything takes longer, both ways, in its order",
        parameters: &[
            optional("by", ParameterKind::Time, Some("200ms"), "how much longer"),
            optional("jitter", ParameterKind::Time, Some("0ms"), "up to so much more, by chance"),
        ],
        lasting: Lasting::UntilRestored,
        read: |given| Ok(Fault::Delay { by: given.time("by")?, jitter: given.time("jitter")? }),
    },
    Row {
        target: Target::Link,
        name: "slow_reader",
        help: "clients read slowly; who falls too far behind is parted with",
        parameters: &[optional(
            "rate",
            ParameterKind::Number { least: 1, most: 1_000_000_000 },
            Some("200"),
            "bytes a second",
        )],
        lasting: Lasting::UntilRestored,
        read: |given| Ok(Fault::SlowReader { rate: given.number("rate")? }),
    },
    Row {
        target: Target::Link,
        name: "garbage",
        help: "bytes that are no message reach the clients",
        parameters: &[optional(
            "bytes",
            ParameterKind::Number { least: 1, most: 1_000_000 },
            Some("64"),
            "how many, by chance",
        )],
        lasting: Lasting::Never,
        read: |given| Ok(Fault::Garbage { bytes: given.number("bytes")? }),
    },
    Row {
        target: Target::Link,
        name: "truncate",
        help: "the next message to each client loses its second half",
        parameters: &[],
        lasting: Lasting::Never,
        read: |_| Ok(Fault::Truncate),
    },
    Row {
        target: Target::Link,
        name: "restore",
        help: "every fault of the connections ends",
        parameters: &[],
        lasting: Lasting::Never,
        read: |_| Ok(Fault::RestoreLink),
    },
    Row {
        target: Target::TServer,
        name: "late",
        help: "an event comes late, after others that should follow it",
        parameters: &[
            EVENT,
            DN,
            COUNT,
            optional("by", ParameterKind::Time, Some("1s"), "how late"),
        ],
        lasting: Lasting::Counted,
        read: |given| Ok(Fault::Late { which: given.which("event")?, by: given.time("by")? }),
    },
    Row {
        target: Target::TServer,
        name: "duplicate",
        help: "an event comes twice",
        parameters: &[
            EVENT,
            DN,
            COUNT,
            optional("after", ParameterKind::Time, Some("0ms"), "how much later the second time"),
        ],
        lasting: Lasting::Counted,
        read: |given| {
            Ok(Fault::Duplicate { which: given.which("event")?, after: given.time("after")? })
        },
    },
    Row {
        target: Target::TServer,
        name: "lose",
        help: "an event does not come",
        parameters: &[EVENT, DN, COUNT],
        lasting: Lasting::Counted,
        read: |given| Ok(Fault::Lose(given.which("event")?)),
    },
    Row {
        target: Target::TServer,
        name: "reorder",
        help: "an event changes places with the next one of the same client",
        parameters: &[EVENT, DN, COUNT],
        lasting: Lasting::Counted,
        read: |given| Ok(Fault::Reorder(given.which("event")?)),
    },
    Row {
        target: Target::TServer,
        name: "lose_answer",
        help: "a request takes effect, and its answer does not come",
        parameters: &[REQUEST, DN, COUNT],
        lasting: Lasting::Counted,
        read: |given| Ok(Fault::LoseAnswer(given.which("request")?)),
    },
    Row {
        target: Target::TServer,
        name: "ignore",
        help: "a request has no effect and gets no answer",
        parameters: &[REQUEST, DN, COUNT],
        lasting: Lasting::Counted,
        read: |given| Ok(Fault::Ignore(given.which("request")?)),
    },
    Row {
        target: Target::TServer,
        name: "refuse",
        help: "a request is refused",
        parameters: &[
            REQUEST,
            DN,
            COUNT,
            optional("code", CODE, Some("9007"), "the ErrorCode; a site's own, or 9001 and up"),
        ],
        lasting: Lasting::Counted,
        read: |given| refusal(given, given.which("request")?),
    },
    Row {
        target: Target::TServer,
        name: "refuse_registration",
        help: "a registration is refused",
        parameters: &[DN, COUNT, optional("code", CODE, Some("9005"), "the ErrorCode")],
        lasting: Lasting::Counted,
        read: |given| {
            let which = given.which("request")?;
            let kind = Some(MessageType::REQUEST_REGISTER_ADDRESS);
            refusal(given, Which { kind, ..which })
        },
    },
    Row {
        target: Target::TServer,
        name: "overload",
        help: "every request is refused: too many wait",
        parameters: &[optional("code", CODE, Some("9018"), "the ErrorCode")],
        lasting: Lasting::UntilRestored,
        read: |given| refusal(given, Which { kind: None, dn: None, count: None }),
    },
    Row {
        target: Target::TServer,
        name: "switch_down",
        help: "the T-Server lives, and loses its link to the switch",
        parameters: &[],
        lasting: Lasting::UntilRestored,
        read: |_| Ok(Fault::SwitchDown),
    },
    Row {
        target: Target::TServer,
        name: "stuck_call",
        help: "the T-Server does not notice the end of the next call that ends",
        parameters: &[optional(
            "dn",
            ParameterKind::Dn,
            None,
            "a number in the call; without it, any",
        )],
        lasting: Lasting::Never,
        read: |given| Ok(Fault::StuckCall { dn: given.text("dn").map(str::to_owned) }),
    },
    Row {
        target: Target::TServer,
        name: "clean_up",
        help: "the T-Server looks for calls that ended without its notice, and tells their end",
        parameters: &[],
        lasting: Lasting::Never,
        read: |_| Ok(Fault::CleanUp),
    },
    Row {
        target: Target::TServer,
        name: "reuse_id",
        help: "the next call gets the connection identifier of the one that ended last",
        parameters: &[],
        lasting: Lasting::Never,
        read: |_| Ok(Fault::ReuseId),
    },
    Row {
        target: Target::TServer,
        name: "clock_jump",
        help: "the clock of the T-Server's machine jumps",
        parameters: &[Parameter {
            name: "by",
            kind: ParameterKind::Jump,
            default: None,
            required: true,
            help: "forwards, or backwards with a minus sign",
        }],
        lasting: Lasting::Never,
        read: jump,
    },
    Row {
        target: Target::TServer,
        name: "crash",
        help: "a T-Server dies, and with a time comes back; for the one in charge a backup takes charge",
        parameters: &[optional(
            "which",
            ParameterKind::OneOf(&["primary", "backup"]),
            Some("primary"),
            "the one in charge, or the one that stands by",
        )],
        lasting: Lasting::UntilRestored,
        read: crash,
    },
    Row {
        target: Target::TServer,
        name: "switchover",
        help: "the other T-Server of the pair takes charge",
        parameters: &[],
        lasting: Lasting::Never,
        read: |_| Ok(Fault::Switchover),
    },
    Row {
        target: Target::TServer,
        name: "restore",
        help: "every fault of the T-Server ends; one that died comes back",
        parameters: &[],
        lasting: Lasting::Never,
        read: |_| Ok(Fault::RestoreTServer),
    },
];

const fn optional(
    name: &'static str,
    kind: ParameterKind,
    default: Option<&'static str>,
    help: &'static str,
) -> Parameter {
    Parameter { name, kind, default, required: false, help }
}

const EVENT: Parameter = optional(
    "event",
    ParameterKind::Event,
    None,
    "the kind of event; without it, any but those of the link",
);
const REQUEST: Parameter =
    optional("request", ParameterKind::Request, None, "the kind of request; without it, any");
const DN: Parameter =
    optional("dn", ParameterKind::Dn, None, "the number it is about; without it, any number");
const COUNT: Parameter = optional(
    "count",
    ParameterKind::Number { least: 1, most: 1_000_000 },
    Some("1"),
    "how many; with a time, without it as many as come in that time",
);
const CODE: ParameterKind = ParameterKind::Number { least: 1, most: 2_147_483_647 };
