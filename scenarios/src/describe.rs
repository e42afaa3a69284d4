//! How messages of the inner layers read in a trace.

use switch_sim::{
    event::Report,
    id::{CallId, DeviceId},
    switch::Switch,
};
use tserver_sim_core::TServerSim;
use tserver_wire::{AttributeId as A, Message, MessageType as M};

/// A message on the T-Server link; none for keep-alive, which would only be noise.
///
/// Attributes that differ by nothing but time or count are left out, so that a golden changes only
/// when the conversation does.
pub(crate) fn message(message: &Message) -> Option<String> {
    if matches!(message.kind, M::LINK_POLL | M::LINK_POLL_ACK) {
        return None;
    }
    let mut shown = message.clone();
    shown.attributes.retain(|attribute| !UNTOLD.contains(&attribute.id));
    Some(shown.one_line())
}

/// A report of the switch; none while the T-Server does not yet know the call by an id.
pub(crate) fn report(switch: &Switch, tserver: &TServerSim, report: &Report) -> Option<String> {
    let number = |device: DeviceId| switch.device(device).number.as_str().to_owned();
    let call = |call: CallId| tserver.conn_id_of(call).map(|id| id.to_string());
    let numbers =
        |devices: &[DeviceId]| devices.iter().map(|d| number(*d)).collect::<Vec<_>>().join(",");
    Some(match report {
        Report::Originated { call: c, device, calling, called, .. } => {
            let from = calling.as_ref().map_or_else(|| number(*device), ToString::to_string);
            format!("Originated {} {from} -> {called}", call(*c)?)
        }
        Report::Delivered { call: c, device, .. } => {
            format!("Delivered {} {}", call(*c)?, number(*device))
        }
        Report::Established { call: c, device } => {
            format!("Established {} {}", call(*c)?, number(*device))
        }
        Report::Held { call: c, device } => format!("Held {} {}", call(*c)?, number(*device)),
        Report::Retrieved { call: c, device } => {
            format!("Retrieved {} {}", call(*c)?, number(*device))
        }
        Report::Queued { call: c, queue, position } => {
            format!("Queued {} {} position={position}", call(*c)?, number(*queue))
        }
        Report::Diverted { call: c, queue, to } => {
            format!("Diverted {} {} -> {}", call(*c)?, number(*queue), number(*to))
        }
        Report::NetworkReached { call: c, circuit, .. } => {
            format!("NetworkReached {} {}", call(*c)?, number(*circuit))
        }
        Report::Failed { call: c, device, cause } => {
            format!("Failed {} {} {cause:?}", call(*c)?, number(*device))
        }
        Report::Transferred { held, active, controller, moved } => format!(
            "Transferred {} {} by {} moved={}",
            call(*held)?,
            call(*active)?,
            number(*controller),
            numbers(moved)
        ),
        Report::SingleStepTransferred { call: c, controller, to } => format!(
            "SingleStepTransferred {} by {} -> {}",
            call(*c)?,
            number(*controller),
            number(*to)
        ),
        Report::Conferenced { held, active, controller, moved } => format!(
            "Conferenced {} {} by {} moved={}",
            call(*held)?,
            call(*active)?,
            number(*controller),
            numbers(moved)
        ),
        Report::Cleared { call: c, device, was, cause, .. } => {
            format!("Cleared {} {} was={was:?} {cause:?}", call(*c)?, number(*device))
        }
        Report::CallCleared { call: c } => format!("CallCleared {}", call(*c)?),
        Report::AgentLoggedOn { device, agent, .. } => {
            format!("AgentLoggedOn {agent} {}", number(*device))
        }
        Report::AgentLoggedOff { device, agent, .. } => {
            format!("AgentLoggedOff {agent} {}", number(*device))
        }
        Report::AgentReady { device, agent, .. } => {
            format!("AgentReady {agent} {}", number(*device))
        }
        Report::AgentNotReady { device, agent, .. } => {
            format!("AgentNotReady {agent} {}", number(*device))
        }
        Report::AgentWorkingAfterCall { device, agent, .. } => {
            format!("AgentWorkingAfterCall {agent} {}", number(*device))
        }
    })
}

/// Times, counters and identities that say nothing about the conversation.
const UNTOLD: [A; 6] = [
    A::TIME_IN_SECS,
    A::TIME_IN_USECS,
    A::EVENT_SEQUENCE_NUMBER,
    A::CALL_UUID,
    A::CALL_ID,
    A::REFERENCE_ID,
];
