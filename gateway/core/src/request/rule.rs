//! When a request is allowed: one table for the refusals and for the actions that clients are shown.

use crate::{
    agent::AgentState,
    call::{Call, State},
    device::Device,
    id::CallKey,
    refusal::{Code, Refusal},
    request::{Row, rows},
};

/// When a request is allowed, beyond a session.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// At any time, also without a link.
    Always,
    /// As soon as the link is up.
    Linked,
    /// While the middleware reports the device.
    Reported,
    /// No agent is logged on.
    LoggedOut,
    /// An agent is logged on.
    LoggedOn,
    /// The device is busy with no call.
    Idle,
    /// The call named by the field `call` allows it.
    Call(CallRule),
}

/// When a request about a call is allowed.
#[derive(Clone, Copy, Debug)]
pub struct CallRule {
    /// In these states of the device's part in the call …
    pub states: &'static [State],
    /// … and in others refused with this code.
    pub otherwise: Code,
    pub need: Need,
}

/// What else must be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    Nothing,
    /// The device is busy with no other call.
    NoOtherActive,
    /// Another call is connected.
    OtherConnected,
    /// No consultation belongs to the call.
    NoConsultation,
    /// A consultation belongs to the call and is in one of these states.
    Consultation(&'static [State]),
    /// More than two take part in the call.
    Conference,
    /// The others hear the device.
    Unmuted,
    /// Nobody hears the device.
    Muted,
}

impl Rule {
    /// Whether the device's agent and calls allow it; not asked about a particular call.
    pub(crate) fn admit(self, device: &Device) -> Result<(), Refusal> {
        let refused = |code| Err(Refusal::new(code).in_state(device.agent().word()));
        match (self, device.agent()) {
            (Self::LoggedOut, AgentState::LoggedOut) => Ok(()),
            (Self::LoggedOut, _) => refused(Code::AlreadyLoggedOn),
            (Self::LoggedOn, AgentState::LoggedOut) => refused(Code::NotLoggedOn),
            (Self::Idle, _) => {
                device.busy_besides(None).map_or(Ok(()), |busy| Err(busy_with(busy)))
            }
            (Self::Always | Self::Linked | Self::Reported | Self::LoggedOn | Self::Call(_), _) => {
                Ok(())
            }
        }
    }
}

/// Whether the row's rule allows the request for this call.
pub(crate) fn admit(row: &Row, device: &Device, call: &Call) -> Result<(), Refusal> {
    let Rule::Call(rule) = row.rule else { return Ok(()) };
    let admitted = if call.observes && !BY_OBSERVERS.contains(&row.name) {
        Err(Refusal::new(Code::OnlyObserves))
    } else {
        rule.admit(device, call)
    };
    admitted.map_err(|refusal| refusal.or_in_state(call.state.word()))
}

impl CallRule {
    /// Whether this call allows it.
    fn admit(self, device: &Device, call: &Call) -> Result<(), Refusal> {
        if !self.states.contains(&call.state) {
            return Err(self.refuse_state(device, call));
        }
        match self.need {
            Need::Nothing => Ok(()),
            Need::NoOtherActive => {
                device.busy_besides(Some(call.key)).map_or(Ok(()), |busy| Err(busy_with(busy)))
            }
            Need::OtherConnected => device
                .connected_besides(call.key)
                .map(drop)
                .ok_or_else(|| Refusal::new(Code::NoOtherCall)),
            Need::NoConsultation => device.consultation_of(call.key).map_or(Ok(()), |consult| {
                Err(Refusal::because(Code::ConsultationPending, format!("call {}", consult.key)))
            }),
            Need::Consultation(states) => {
                consultation(device, call.key).and_then(|consult| answered(states, consult))
            }
            Need::Conference if !call.conference => Err(Refusal::new(Code::NotInConference)),
            Need::Conference => Ok(()),
            Need::Unmuted if call.muted => Err(Refusal::new(Code::AlreadyMuted)),
            Need::Muted if !call.muted => Err(Refusal::new(Code::NotMuted)),
            Need::Unmuted | Need::Muted => Ok(()),
        }
    }

    fn refuse_state(self, device: &Device, call: &Call) -> Refusal {
        let code = match (self.need, call.state) {
            // The client named the consultation call where the original is wanted, or nothing is consulted.
            (Need::Consultation(_), _) => match consultation(device, call.key) {
                Err(refusal) => return refusal,
                Ok(_) => self.otherwise,
            },
            (Need::NoConsultation, State::Held) if device.consultation_of(call.key).is_some() => {
                Code::ConsultationPending
            }
            (_, State::Failed) => Code::CallFailed,
            (_, State::Held) if self.otherwise == Code::NotConnected => Code::AlreadyHeld,
            (_, _) => self.otherwise,
        };
        Refusal::new(code)
    }
}

/// The requests that the rules allow for the call at this moment, in the order of the table.
pub(crate) fn actions(device: &Device, call: &Call) -> Vec<&'static str> {
    let allowed = rows().iter().filter(|row| match row.rule {
        Rule::Call(_) => admit(row, device, call).is_ok(),
        Rule::Always
        | Rule::Linked
        | Rule::Reported
        | Rule::LoggedOut
        | Rule::LoggedOn
        | Rule::Idle => false,
    });
    allowed.map(|row| row.name).collect()
}

/// The consultation that belongs to the call, or why there is none.
pub(crate) fn consultation(device: &Device, original: CallKey) -> Result<&Call, Refusal> {
    device.consultation_of(original).ok_or_else(|| {
        match device.call(original).and_then(|call| call.consult_of) {
            Some(held) => Refusal::because(
                Code::NoConsultation,
                format!("{original} is itself the consultation; name the original call {held}"),
            ),
            None => Refusal::new(Code::NoConsultation),
        }
    })
}

fn answered(states: &[State], consult: &Call) -> Result<(), Refusal> {
    if states.contains(&consult.state) {
        return Ok(());
    }
    let refusal = match consult.state {
        State::Dialing => Refusal::new(Code::NotAnswered),
        State::Failed => {
            Refusal::because(Code::CallFailed, format!("the consultation {}", consult.key))
        }
        State::Gone | State::Ringing | State::Connected | State::Held => {
            Refusal::because(Code::NotConnected, format!("the consultation {}", consult.key))
        }
    };
    Err(refusal.in_state(consult.state.word()))
}

fn busy_with(call: &Call) -> Refusal {
    Refusal::because(Code::OtherCallActive, format!("call {}", call.key))
        .in_state(call.state.word())
}

/// What a supervisor can ask for about a call that is only observed.
const BY_OBSERVERS: [&str; 4] = ["RELEASECALL", "MUTECALL", "UNMUTECALL", "ATTACHDATA"];
