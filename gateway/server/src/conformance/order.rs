//! The words of a line, as the order that they stand for.

use gateway_core::{
    id::{Dn, Secret},
    middleware::{
        CallData, CallState, ForwardWhen, Forwarding, MonitorMode, MonitorScope, Order, Purpose,
        Setting,
    },
};

use super::{suite::Place, telephone::Telephone};

/// What a line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    Order(Order),
    LoseLink,
    /// An agent, and none was named.
    Unnamed,
}

/// What the suite is told of the site.
#[derive(Debug)]
pub(crate) struct Agent {
    pub(crate) id: String,
    pub(crate) password: Option<Secret>,
    pub(crate) queues: Vec<Dn>,
}

/// What the words ask for at a telephone, with the calls that it has; none: nothing that there is.
pub(crate) fn asked(
    words: &[&str],
    (by, others): (&Telephone, &[Telephone; 3]),
    agent: Option<&Agent>,
) -> Option<Asked> {
    let number = |letter: &str| {
        let place = Place::from_letter(letter)?;
        Place::ALL.into_iter().zip(others).find(|(at, _)| *at == place).map(|(_, at)| at.dn.clone())
    };
    let connected = by.call_in(CallState::Connected);
    let held = by.call_in(CallState::Held);
    let ringing = by.call_in(CallState::Ringing);
    // The consultation may still be ringing at the other end.
    let active =
        if by.is_in(CallState::Connected) { connected } else { by.call_in(CallState::Dialing) };
    Some(Asked::Order(match *words {
        ["register"] => Order::Register,
        ["unregister"] => Order::Unregister,
        ["lose_link"] => return Some(Asked::LoseLink),
        ["log_on"] => {
            let Some(Agent { id, password, queues }) = agent else { return Some(Asked::Unnamed) };
            let (agent, password, queues) = (id.clone(), password.clone(), queues.clone());
            Order::LogOn { agent, password, queues }
        }
        ["log_off"] => Order::LogOff,
        ["set_ready"] => Order::SetReady,
        ["set_not_ready"] => Order::SetNotReady { reason: None },
        ["set_not_ready", reason] => Order::SetNotReady { reason: Some(reason.to_owned()) },
        ["make_call", to] => Order::MakeCall { to: number(to)?, data: CallData::new() },
        ["make_call", to, pair] => Order::MakeCall { to: number(to)?, data: data(pair)? },
        ["answer"] => Order::Answer { call: ringing },
        ["release"] => Order::Release { call: active },
        ["hold"] => Order::Hold { call: connected },
        ["retrieve"] => Order::Retrieve { call: held },
        ["alternate"] => Order::Alternate { held, active },
        ["consult", to, purpose] => {
            let purpose = match purpose {
                "transfer" => Purpose::Transfer,
                "conference" => Purpose::Conference,
                _ => return None,
            };
            Order::Consult { call: connected, to: number(to)?, purpose, data: CallData::new() }
        }
        ["complete_transfer"] => Order::CompleteTransfer { held, active },
        ["complete_conference"] => Order::CompleteConference { held, active },
        ["reconnect"] => Order::Reconnect { held, active },
        ["blind_transfer", to] => {
            Order::BlindTransfer { call: connected, to: number(to)?, data: CallData::new() }
        }
        ["remove_party", party] => Order::RemoveParty { call: connected, party: number(party)? },
        ["redirect", to] => Order::Redirect { call: ringing, to: number(to)? },
        ["send_digits", digits] => Order::SendDigits { call: connected, digits: digits.to_owned() },
        ["mute"] => Order::Mute { call: connected },
        ["unmute"] => Order::Unmute { call: connected },
        ["do_not_disturb", on] => Order::Set(Setting::DoNotDisturb(switched(on)?)),
        ["message_waiting", on] => Order::Set(Setting::MessageWaiting(switched(on)?)),
        ["forward", "always", to] => {
            let forwarding = Forwarding { when: ForwardWhen::Always, to: number(to)? };
            Order::Set(Setting::Forwarding(Some(forwarding)))
        }
        ["forward", "off"] => Order::Set(Setting::Forwarding(None)),
        ["monitor", agent, "listen"] => Order::Monitor {
            agent: number(agent)?,
            mode: MonitorMode::Listen,
            scope: MonitorScope::AllCalls,
        },
        ["cancel_monitoring", agent] => Order::CancelMonitoring { agent: number(agent)? },
        ["update_data", pair] => Order::UpdateData { call: connected, data: data(pair)? },
        ["delete_data", key] => Order::DeleteData { call: connected, keys: vec![key.to_owned()] },
        _ => return None,
    }))
}

fn data(pair: &str) -> Option<CallData> {
    let (key, value) = pair.split_once('=')?;
    Some(vec![(key.to_owned(), value.to_owned())])
}

fn switched(on: &str) -> Option<bool> {
    match on {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::suite::suite, *};

    /// The suite asks for nothing that there is not.
    #[test]
    fn every_line_is_understood() {
        let telephones = ["1", "2", "3"].map(|dn| Telephone::new(Dn::new(dn).unwrap()));
        let agent = Agent { id: "7001".to_owned(), password: None, queues: Vec::new() };
        let [by, ..] = &telephones;
        for line in suite().unwrap().iter().flat_map(|case| &case.lines) {
            let asked = asked(&line.words, (by, &telephones), Some(&agent));
            assert!(asked.is_some_and(|asked| asked != Asked::Unnamed), "{}", line.text);
        }
    }
}
