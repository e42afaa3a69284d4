//! A line of a story as an action.

use std::time::Duration;

use switch_sim::{
    action::{Action, CallData, PredictiveWish, RouteChoice, WorkPlan},
    feature::{ForwardWhen, Forwarding, Setting},
    id::{CallId, DeviceId, Number, TrunkGroupId},
    monitoring::{Monitoring, Scope, Voice},
    switch::Switch,
    world::AfterCallWork,
};

/// The action of a line; panics when the story is not well told.
pub(crate) fn line(switch: &Switch, line: &str) -> Action {
    let words: Vec<_> = line.split_whitespace().collect();
    let [who, verb, rest @ ..] = &words[..] else { panic!("what does `{line}` mean?") };
    action(switch, who, verb, rest)
}

#[expect(clippy::too_many_lines, reason = "one arm per verb: a table")]
fn action(switch: &Switch, who: &str, verb: &str, rest: &[&str]) -> Action {
    if verb == "brings" {
        let group = switch.trunk_group(who).unwrap_or(TrunkGroupId(99));
        let (from, data): (Vec<_>, Vec<_>) =
            data(&rest[1..]).into_iter().partition(|(key, _)| key == "from");
        let calling = from.first().map(|(_, number)| dialled(number));
        return Action::Arrive { group, calling, called: dialled(rest[0]), data };
    }
    let device = device(switch, who);
    match (verb, rest) {
        ("dials", [to, rest @ ..]) => {
            Action::MakeCall { device, to: dialled(to), data: data(rest) }
        }
        ("predicts", [to, rest @ ..]) => {
            let mut wish = PredictiveWish::default();
            for (key, value) in data(rest) {
                match key.as_str() {
                    "no-answer" => {
                        let seconds = value.trim_end_matches('s').parse().unwrap();
                        wish.no_answer = Some(Duration::from_secs(seconds));
                    }
                    _ => wish.drop_machines = Some(value == "drop"),
                }
            }
            Action::PredictiveCall { group: device, to: dialled(to), wish, data: CallData::new() }
        }
        ("answers", []) => Action::Answer { device, call: last_call(switch, device) },
        ("releases", []) => Action::Release { device, call: last_call(switch, device) },
        ("answers", [id]) => Action::Answer { device, call: call(id) },
        ("releases", [id]) => Action::Release { device, call: call(id) },
        ("keys", [id, digits]) => {
            Action::SendDigits { device, call: call(id), digits: dialled(digits) }
        }
        ("holds", [id]) => Action::Hold { device, call: call(id) },
        ("retrieves", [id]) => Action::Retrieve { device, call: call(id) },
        ("alternates", [held, active]) => {
            Action::Alternate { device, held: call(held), active: call(active) }
        }
        ("consults", [id, to, rest @ ..]) => {
            Action::Consult { device, call: call(id), to: dialled(to), data: data(rest) }
        }
        ("reconnects", [held, active]) => {
            Action::Reconnect { device, held: call(held), active: call(active) }
        }
        ("transfers", [held, active]) => {
            Action::CompleteTransfer { device, held: call(held), active: call(active) }
        }
        ("conferences", [held, active]) => {
            Action::CompleteConference { device, held: call(held), active: call(active) }
        }
        ("sends", [id, to]) => {
            Action::SingleStepTransfer { device, call: call(id), to: dialled(to) }
        }
        ("deflects" | "keys" | "mutes" | "unmutes", [id, rest @ ..]) => {
            beside_the_talk(device, verb, call(id), rest)
        }
        ("picks-up", at) => Action::PickUp { device, at: at.first().map(|at| dialled(at)) },
        ("parks", [id, at @ ..]) => {
            Action::Park { device, call: call(id), at: at.first().map(|at| dialled(at)) }
        }
        ("unparks", at) => Action::Unpark { device, at: at.first().map(|at| dialled(at)) },
        ("sets", words) => Action::Set { device, setting: setting(words) },
        ("adds", [id, to]) => {
            Action::SingleStepConference { device, call: call(id), to: dialled(to) }
        }
        ("monitors", [agent, voice, scope]) => {
            let agent = self::device(switch, agent);
            let voice = Voice::ALL.iter().find(|(word, _)| word == voice).unwrap().1;
            let scope = if *scope == "one" { Scope::OneCall } else { Scope::AllCalls };
            Action::Monitor { device, monitoring: Monitoring { agent, voice, scope } }
        }
        ("monitors-no-more", [agent]) => {
            Action::CancelMonitoring { device, agent: self::device(switch, agent) }
        }
        ("sets-aside", [id, party]) => {
            Action::SetAside { device, call: call(id), party: self::device(switch, party) }
        }
        ("takes-back", [id, party]) => {
            Action::TakeBack { device, call: call(id), party: self::device(switch, party) }
        }
        ("drops", [id, party]) => {
            Action::DropParty { device, call: call(id), party: self::device(switch, party) }
        }
        ("routes", []) => Action::RegisterRouting { point: device },
        ("routes-no-more", []) => Action::CancelRouting { point: device },
        ("routes", [id, to]) => {
            let route = match *to {
                "default" => RouteChoice::Default,
                "reject" => RouteChoice::Reject,
                "disconnect" => RouteChoice::Disconnect,
                to => RouteChoice::To(dialled(to)),
            };
            Action::SelectRoute { point: device, call: call(id), route }
        }
        ("logs-on", [agent, queues @ ..]) => {
            let queues = queues.iter().flat_map(|list| list.split(','));
            let queues = queues.map(|queue| self::device(switch, queue)).collect();
            Action::LogOn { device, agent: (*agent).into(), queues }
        }
        ("logs-off", [queue]) => Action::LogOffQueue { device, queue: self::device(switch, queue) },
        ("logs-off", []) => Action::LogOff { device },
        ("ready", []) => Action::Ready { device },
        ("not-ready", reason) => {
            let reason = (!reason.is_empty()).then(|| reason.join(" "));
            Action::NotReady { device, reason }
        }
        ("works", []) => Action::AfterCallWork { device },
        ("plans", [word]) => Action::PlanWork { device, plan: plan(word) },
        _ => panic!("what does `{who} {verb} {rest:?}` mean?"),
    }
}

/// `queue`, `auto`, `manual`, `none`, or so many seconds.
fn plan(word: &str) -> WorkPlan {
    match word {
        "queue" => WorkPlan::Queue,
        "auto" => WorkPlan::Auto,
        "manual" => WorkPlan::Own(AfterCallWork::Manual),
        "none" => WorkPlan::Own(AfterCallWork::None),
        seconds => {
            let seconds = seconds.trim_end_matches('s').parse().expect("seconds");
            WorkPlan::Own(AfterCallWork::Timed(Duration::from_secs(seconds)))
        }
    }
}

fn beside_the_talk(device: DeviceId, verb: &str, call: CallId, rest: &[&str]) -> Action {
    match (verb, rest) {
        ("deflects", [to]) => Action::Deflect { device, call, to: dialled(to) },
        ("keys", [digits]) => Action::SendDigits { device, call, digits: dialled(digits) },
        ("mutes", []) => Action::Mute { device, call },
        ("unmutes", []) => Action::Unmute { device, call },
        _ => panic!("what does `{verb} {rest:?}` mean?"),
    }
}

fn setting(words: &[&str]) -> Setting {
    let forwarding =
        |when, to: &str| Setting::Forwarding(Some(Forwarding { when, to: dialled(to) }));
    match words {
        ["dnd", state] => Setting::DoNotDisturb(*state == "on"),
        ["send-all", state] => Setting::SendAllCalls(*state == "on"),
        ["handset", place] => Setting::OffHook(*place == "off"),
        ["lamp", state] => Setting::MessageWaiting(*state == "on"),
        ["forward", "off"] => Setting::Forwarding(None),
        ["forward", "always", to] => forwarding(ForwardWhen::Always, to),
        ["forward", "busy", to] => forwarding(ForwardWhen::Busy, to),
        ["forward", "no-answer", to] => forwarding(ForwardWhen::NoAnswer, to),
        _ => panic!("what does `{words:?}` mean?"),
    }
}

fn device(switch: &Switch, number: &str) -> DeviceId {
    switch.device_by_number(number).unwrap_or(DeviceId(9_999))
}

fn last_call(switch: &Switch, device: DeviceId) -> CallId {
    switch.calls_at(device).last().copied().unwrap_or(CallId(0))
}

fn call(id: &str) -> CallId {
    CallId(id.parse().unwrap())
}

fn dialled(number: &str) -> Number {
    Number::new(number).unwrap()
}

fn data(words: &[&str]) -> CallData {
    let pair = |word: &&str| word.split_once('=').map(|(key, value)| (key.into(), value.into()));
    words.iter().filter_map(pair).collect()
}
