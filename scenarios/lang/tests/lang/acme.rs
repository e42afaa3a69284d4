//! The world and the words of the samples.

use scenario_lang::vocabulary::{Kind, Operand, Vocabulary, Word};

/// A small world, and enough of the protocol to tell stories in it.
pub(crate) fn vocabulary() -> Vocabulary {
    Vocabulary {
        agents: words("alice bob carol"),
        outsiders: words("caller caller2"),
        queues: words("sales support super"),
        points: words("german"),
        trunks: words("PSTN1"),
        faults: vec![
            (
                "link".to_owned(),
                vec![
                    Word::new("cut", Operand::None, "the connection is lost"),
                    Word::new("slow", Operand::None, "messages are late")
                        .with_required_key("by", Kind::Duration),
                    Word::new("drop", Operand::Word, "a message is lost")
                        .with_required_key("operand", Kind::OneOf(words("next all"))),
                ],
            ),
            (
                "tserver".to_owned(),
                vec![Word::new("restart", Operand::None, "the T-Server forgets everything")],
            ),
        ],
        requests: requests(),
        phone: phone(),
        outside: outside(),
        dialer: dialer(),
        router: router(),
        events: events(),
        call_checks: vec![
            Word::new("gone", Operand::None, "the call has ended"),
            Word::new("at", Operand::None, "the vector step").with_value(Kind::Text),
            Word::new("passed", Operand::None, "a vector step passed").with_value(Kind::Text),
            Word::new("parties", Operand::None, "who talks").with_value(Kind::People),
            Word::new("merged", Operand::None, "the call it became part of").with_value(Kind::Call),
            Word::new("data.*", Operand::None, "attached data").with_value(Kind::Text),
        ],
        agent_checks: vec![
            Word::new("state", Operand::None, "what the agent is doing")
                .with_value(Kind::OneOf(words("out ready notready talking wrapup"))),
            Word::new("calls", Operand::None, "how many calls").with_value(Kind::Integer),
            Word::new("ringing", Operand::None, "the phone rings").with_key("=", Kind::Call),
        ],
        queue_checks: vec![
            Word::new("waiting", Operand::None, "how many calls wait").with_value(Kind::Integer),
        ],
        personalities: words("avaya rockwell conf_last_two"),
        errors: words("NotHeld NotConnected LinkDown InvalidNumber Busy"),
    }
}

fn requests() -> Vec<Word> {
    let consult = |name, help| {
        Word::new(name, Operand::Call, help)
            .beginning_call()
            .with_required_key("to", Kind::Number)
            .with_key("data.*", Kind::Text)
    };
    let on_call = |name, help| Word::new(name, Operand::Call, help);
    vec![
        Word::new("CTICLIENTINITIALIZE", Operand::None, "opens the session"),
        Word::new("CTICLIENTRECONNECT", Operand::None, "asks for the link again"),
        Word::new("AGENTINITIALIZE", Operand::None, "logs the agent on")
            .with_key("queue", Kind::Queue),
        Word::new("SETAGENTSTATE", Operand::Word, "ready or not")
            .with_required_key("operand", Kind::OneOf(words("ready notready")))
            .with_key("reason", Kind::Text)
            .with_key("after", Kind::Duration),
        Word::new("MAKECALL", Operand::Number, "calls a number")
            .beginning_call()
            .with_key("data.*", Kind::Text),
        on_call("ACCEPTCALL", "answers the call"),
        on_call("HOLDCALL", "puts the call on hold"),
        on_call("RETRIEVECALL", "takes the call from hold"),
        on_call("RELEASECALL", "leaves the call"),
        consult("INITIATETRANSFER", "holds the call and calls a third party"),
        on_call("COMPLETETRANSFER", "joins the others and leaves"),
        consult("INITIATECONFERENCE", "the same, to talk together"),
        on_call("COMPLETECONFERENCE", "joins everybody"),
        on_call("REMOVEPARTY", "drops one from the conference")
            .with_required_key("party", Kind::People),
    ]
}

fn phone() -> Vec<Word> {
    vec![
        Word::new("DIAL", Operand::Number, "lifts the handset and dials").beginning_call(),
        Word::new("ANSWER", Operand::OptionalCall, "lifts the handset"),
        Word::new("HOLD", Operand::OptionalCall, "presses hold"),
        Word::new("DIGITS", Operand::Word, "presses keys")
            .with_required_key("operand", Kind::Number),
        Word::new("HANGUP", Operand::OptionalCall, "puts the handset down"),
    ]
}

fn outside() -> Vec<Word> {
    vec![
        Word::new("DIAL", Operand::Number, "calls in over a trunk")
            .beginning_call()
            .with_key("trunk", Kind::Trunk)
            .with_key("ani", Kind::Number)
            .with_key("data.*", Kind::Text),
        Word::new("ANSWER", Operand::Call, "answers a call from the switch"),
        Word::new("HANGUP", Operand::Call, "leaves the call"),
    ]
}

fn dialer() -> Vec<Word> {
    vec![
        Word::new("PREDICT", Operand::Number, "calls somebody outside for the queue")
            .beginning_call()
            .with_key("no_answer", Kind::Duration),
    ]
}

fn router() -> Vec<Word> {
    vec![
        Word::new("ROUTE", Operand::Call, "sends the call on that waits there")
            .with_key("to", Kind::Number),
    ]
}

fn events() -> Vec<Word> {
    let of_call = |name, help| {
        Word::new(name, Operand::OptionalCall, help)
            .with_key("ani", Kind::Number)
            .with_key("dnis", Kind::Number)
            .with_key("from", Kind::Number)
            .with_key("party", Kind::People)
            .with_key("cause", Kind::OneOf(words("normal resync transfer")))
            .with_key("data.*", Kind::Text)
    };
    vec![
        of_call("INCOMINGCALL", "a call rings"),
        of_call("ESTABLISHCALL", "the call is connected"),
        of_call("INCOMINGCONSULT", "a colleague asks"),
        of_call("CALLRELEASED", "the call has ended here"),
        of_call("PARTYCHANGED", "somebody joined, left or was replaced"),
        Word::new("LINKDOWN", Operand::None, "the middleware is lost"),
        Word::new("LINKUP", Operand::None, "the middleware is back"),
    ]
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}
