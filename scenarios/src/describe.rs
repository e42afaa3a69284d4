//! How messages of the inner layers read in a trace.

use switch_sim::{
    event::Report,
    feature::{Forwarding, Setting},
    id::{CallId, DeviceId, VectorId},
    personality::table::CallIds,
    switch::Switch,
};
use tserver_sim_core::TServerSim;
use tserver_wire::{AttributeId as A, Message, MessageType as M};

/// A message on the T-Server link; none for keep-alive, which would only be noise.
///
/// Attributes that differ by nothing but time or count are left out, so that a golden changes only
/// when the conversation does.
///
/// A switch that uses the numbers of calls again shows them: there it is the point.
pub(crate) fn message(message: &Message, call_ids: CallIds) -> Option<String> {
    if matches!(message.kind, M::LINK_POLL | M::LINK_POLL_ACK) {
        return None;
    }
    let mut shown = message.clone();
    let reused = call_ids == CallIds::Reused;
    let tells = |id: A| !UNTOLD.contains(&id) || (reused && id == A::CALL_ID);
    shown.attributes.retain(|attribute| tells(attribute.id));
    Some(shown.one_line())
}

/// A report of the switch; none while the T-Server does not yet know the call by an id.
#[expect(clippy::too_many_lines, reason = "one arm per report: a table")]
pub(crate) fn report(switch: &Switch, tserver: &TServerSim, report: &Report) -> Option<String> {
    let number = |device: &DeviceId| switch.device(*device).number.as_str().to_owned();
    let id = |call: &CallId| tserver.conn_id_of(*call).map(|id| id.to_string());
    let at = |what: &str, call: &CallId, device: &DeviceId| {
        Some(format!("{what} {} {}", id(call)?, number(device)))
    };
    let numbers = |devices: &[DeviceId]| devices.iter().map(number).collect::<Vec<_>>().join(",");
    Some(match report {
        Report::Originated { call, device, calling, called, .. } => {
            let from = calling.as_ref().map_or_else(|| number(device), ToString::to_string);
            format!("Originated {} {from} -> {called}", id(call)?)
        }
        Report::DigitsReceived { call, called } => format!("DigitsReceived {} {called}", id(call)?),
        Report::Delivered { call, device, .. } => at("Delivered", call, device)?,
        Report::Established { call, device } => at("Established", call, device)?,
        Report::Held { call, device } => at("Held", call, device)?,
        Report::Retrieved { call, device } => at("Retrieved", call, device)?,
        Report::Queued { call, queue, position } => {
            format!("Queued {} {} position={position}", id(call)?, number(queue))
        }
        Report::Diverted { call, queue, to } => {
            format!("Diverted {} {} -> {}", id(call)?, number(queue), number(to))
        }
        Report::RouteRequested { call, point } => at("RouteRequested", call, point)?,
        Report::RouteUsed { call, point, to, by_default } => {
            let to = to.as_ref().map_or("nowhere", |to| to.as_str());
            let how = if *by_default { " by default" } else { "" };
            format!("RouteUsed {} {} -> {to}{how}", id(call)?, number(point))
        }
        Report::NetworkReached { call, circuit, .. } => at("NetworkReached", call, circuit)?,
        Report::GlareLost { call, circuit } => at("GlareLost", call, circuit)?,
        Report::Failed { call, device, cause } => {
            format!("Failed {} {} {cause:?}", id(call)?, number(device))
        }
        Report::Transferred { held, active, controller, moved } => {
            let (by, moved) = (number(controller), numbers(moved));
            format!("Transferred {} {} by {by} moved={moved}", id(held)?, id(active)?)
        }
        Report::SingleStepTransferred { call, controller, to, .. } => {
            let to = to.as_ref().map_or_else(|| "vector".to_owned(), number);
            let by = number(controller);
            format!("SingleStepTransferred {} by {by} -> {to}", id(call)?)
        }
        Report::SingleStepConferenced { .. }
        | Report::Observed { .. }
        | Report::ObserverHeard { .. }
        | Report::SetAside { .. }
        | Report::TakenBack { .. }
        | Report::MonitoringSet { .. }
        | Report::MonitoringCancelled { .. } => return joining(switch, tserver, report),
        Report::Deflected { .. }
        | Report::Forwarded { .. }
        | Report::Covered { .. }
        | Report::PickedUp { .. }
        | Report::Parked { .. }
        | Report::Unparked { .. }
        | Report::Muted { .. }
        | Report::Unmuted { .. }
        | Report::IsSet { .. } => return beside_the_talk(switch, tserver, report),
        Report::Conferenced { held, active, controller, moved } => {
            let (by, moved) = (number(controller), numbers(moved));
            format!("Conferenced {} {} by {by} moved={moved}", id(held)?, id(active)?)
        }
        Report::Cleared { call, device, was, cause, .. } => {
            format!("Cleared {} {} was={was:?} {cause:?}", id(call)?, number(device))
        }
        Report::CallCleared { call } => format!("CallCleared {}", id(call)?),
        Report::VectorStep { call, vector, step, command } => {
            format!("VectorStep {} {} {command}", id(call)?, place(switch, *vector, *step))
        }
        Report::VectorEvent { call, vector, step, event } => {
            let (number, text) = (event.number(), event.text());
            format!("VectorEvent {} {} {number} {text}", id(call)?, place(switch, *vector, *step))
        }
        Report::AnswerDetected { call, device } => at("AnswerDetected", call, device)?,
        Report::Classified { call, group, answerer } => {
            format!("Classified {} {} {answerer:?}", id(call)?, number(group))
        }
        Report::AnswerReturned { call, device } => at("AnswerReturned", call, device)?,
        Report::DigitsGenerated { call, device, digits } => {
            format!("DigitsGenerated {} {} {digits}", id(call)?, number(device))
        }
        Report::UserInformationSet { call, uui } => {
            format!("UserInformationSet {} {uui}", id(call)?)
        }
        Report::DigitsPassed { call, device, digits } => {
            format!("DigitsPassed {} {} {digits}", id(call)?, number(device))
        }
        Report::AgentLoggedOn { .. }
        | Report::AgentLoggedOff { .. }
        | Report::AgentReady { .. }
        | Report::AgentNotReady { .. }
        | Report::AgentWorkingAfterCall { .. } => of_agent(switch, report)?,
    })
}

/// What a telephone does beside the conversation.
fn beside_the_talk(switch: &Switch, tserver: &TServerSim, report: &Report) -> Option<String> {
    if let Report::IsSet { device, setting } = report {
        return Some(format!("IsSet {} {}", switch.device(*device).number, said(setting)));
    }
    let (call, device, what, more) = if let Report::Deflected { call, device, number, .. } = report
    {
        (call, device, "Deflected", format!(" -> {number}"))
    } else if let Report::Forwarded { call, device, number, .. } = report {
        (call, device, "Forwarded", format!(" -> {number}"))
    } else if let Report::Covered { call, device, number, .. } = report {
        (call, device, "Covered", format!(" -> {number}"))
    } else if let Report::PickedUp { call, device, by } = report {
        (call, device, "PickedUp", format!(" -> {}", switch.device(*by).number))
    } else if let Report::Parked { call, device, at } = report {
        (call, device, "Parked", format!(" -> {}", switch.device(*at).number))
    } else if let Report::Unparked { call, device, at } = report {
        (call, device, "Unparked", format!(" <- {}", switch.device(*at).number))
    } else if let Report::Muted { call, device } = report {
        (call, device, "Muted", String::new())
    } else if let Report::Unmuted { call, device } = report {
        (call, device, "Unmuted", String::new())
    } else {
        return None;
    };
    let id = tserver.conn_id_of(*call)?;
    Some(format!("{what} {id} {}{more}", switch.device(*device).number))
}

/// Who is called into a call, observes it, or is set aside in it.
fn joining(switch: &Switch, tserver: &TServerSim, report: &Report) -> Option<String> {
    let number = |device: &DeviceId| switch.device(*device).number.as_str().to_owned();
    let id = |call: &CallId| tserver.conn_id_of(*call).map(|id| id.to_string());
    if let Report::SingleStepConferenced { call, controller, to } = report {
        let to = to.as_ref().map_or_else(|| "vector".to_owned(), number);
        Some(format!("SingleStepConferenced {} by {} + {to}", id(call)?, number(controller)))
    } else if let Report::Observed { call, device, agent, voice } = report {
        Some(format!("Observed {} {} {voice} {}", id(call)?, number(device), number(agent)))
    } else if let Report::ObserverHeard { call, device, voice } = report {
        Some(format!("ObserverHeard {} {} {voice}", id(call)?, number(device)))
    } else if let Report::SetAside { call, device, by } = report {
        Some(format!("SetAside {} {} by {}", id(call)?, number(device), number(by)))
    } else if let Report::TakenBack { call, device, by } = report {
        Some(format!("TakenBack {} {} by {}", id(call)?, number(device), number(by)))
    } else if let Report::MonitoringSet { device, agent, voice, scope } = report {
        Some(format!("MonitoringSet {} {voice} {} {scope:?}", number(device), number(agent)))
    } else if let Report::MonitoringCancelled { device, agent } = report {
        Some(format!("MonitoringCancelled {} {}", number(device), number(agent)))
    } else {
        None
    }
}

fn said(setting: &Setting) -> String {
    match setting {
        Setting::DoNotDisturb(on) => format!("do-not-disturb={on}"),
        Setting::Forwarding(Some(Forwarding { when, to })) => format!("forwarding={when:?},{to}"),
        Setting::Forwarding(None) => "forwarding=none".to_owned(),
        Setting::SendAllCalls(on) => format!("send-all-calls={on}"),
        Setting::MessageWaiting(on) => format!("message-waiting={on}"),
        Setting::OffHook(on) => format!("off-hook={on}"),
    }
}

/// What an agent does.
fn of_agent(switch: &Switch, report: &Report) -> Option<String> {
    let told = |what: &str, agent: &str, device: &DeviceId| {
        Some(format!("{what} {agent} {}", switch.device(*device).number))
    };
    if let Report::AgentLoggedOn { device, agent, .. } = report {
        told("AgentLoggedOn", agent, device)
    } else if let Report::AgentLoggedOff { device, agent, .. } = report {
        told("AgentLoggedOff", agent, device)
    } else if let Report::AgentReady { device, agent, .. } = report {
        told("AgentReady", agent, device)
    } else if let Report::AgentNotReady { device, agent, .. } = report {
        told("AgentNotReady", agent, device)
    } else if let Report::AgentWorkingAfterCall { device, agent, .. } = report {
        told("AgentWorkingAfterCall", agent, device)
    } else {
        None
    }
}

/// A step of a vector, as a story names it: `V100.03`.
pub(crate) fn place(switch: &Switch, vector: VectorId, step: u8) -> String {
    let name = switch.vector(vector).map_or("?", |vector| vector.name.as_ref());
    format!("{name}.{step:02}")
}

/// Times, counters and identities that say nothing about the conversation.
const UNTOLD: [A; 7] = [
    A::CAPABILITIES,
    A::TIME_IN_SECS,
    A::TIME_IN_USECS,
    A::EVENT_SEQUENCE_NUMBER,
    A::CALL_UUID,
    A::CALL_ID,
    A::REFERENCE_ID,
];
