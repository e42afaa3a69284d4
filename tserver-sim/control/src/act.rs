//! What a client does: bodies of requests, and how they are carried out.
//!
//! A form without fields has braces all the same: of any other, serde passes over keys that it does not know.

use std::{collections::BTreeMap, time::Duration};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use switch_sim::{
    action::{self, Action, AgentName, Refusal, RouteChoice},
    call::{Call, ConnectionState, Party},
    id::{CallId, DeviceId, Number},
    plant::DeviceKind,
    switch::Switch,
    world::AfterCallWork,
};
use tserver_sim_core::fault::{self, Fault, FaultInjector};

use crate::{key::PhoneKey, limits, problem::Problem};

/// Something to be done at the switch, or to break.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    Place(PlaceCall),
    /// A key of the telephone with this number.
    Press {
        number: String,
        key: PhoneKey,
    },
    /// What a person outside in a call does.
    Outside {
        call: String,
        act: OutsideAct,
    },
    /// What the agent at the telephone with this number does.
    Agent {
        number: String,
        act: AgentAct,
    },
    /// Where a call goes that waits at a routing point.
    Route {
        call: String,
        route: Route,
    },
    /// Something breaks, for a time or until it is restored.
    Break(Breakage),
}

/// A call to be placed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceCall {
    /// The number dialled.
    pub to: String,
    /// A telephone of the switch, which dials then; any other number is that of a caller outside.
    pub from: Option<String>,
    /// The trunk group that a caller outside comes through; the first one if it is not said.
    pub trunk: Option<String>,
    /// What becomes user data.
    #[serde(default)]
    pub data: BTreeMap<String, String>,
}

/// What somebody outside does. `party` is the number or the circuit of who does it; needed where several
/// are outside in the call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "key", rename_all = "snake_case", deny_unknown_fields)]
pub enum OutsideAct {
    Answer { party: Option<String> },
    Hangup { party: Option<String> },
    Digits { digits: String, party: Option<String> },
}

/// What an agent does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum AgentAct {
    /// Logs on at this telephone, for queues by their numbers.
    LogOn {
        agent: String,
        queues: Vec<String>,
    },
    /// Logs off from one queue, or from all.
    LogOff {
        queue: Option<String>,
    },
    /// Asks for calls.
    Ready {},
    NotReady {
        reason: Option<String>,
    },
    AfterCallWork {},
    /// Says what follows each call from a queue, from the next one answered on.
    PlanWork {
        plan: WorkPlan,
    },
}

/// What follows an agent's calls from queues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WorkPlan {
    /// What the number dialled or the queue wants.
    Queue,
    /// Auto-in: the work that these time, otherwise the next call at once.
    Auto,
    /// Manual-in: work until the agent asks for calls.
    Manual,
    /// The next call at once.
    None,
    /// Work for so long.
    Seconds(u32),
}

/// What becomes of a call that waits at a routing point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "route", rename_all = "snake_case", deny_unknown_fields)]
pub enum Route {
    /// It goes to this number.
    To { to: String },
    /// It goes where the world file says.
    Default {},
    /// The caller hears a tone.
    Reject {},
    /// It ends.
    Disconnect {},
}

/// A fault in the words of a scenario: `link ! delay by=1s for 10s`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Breakage {
    /// `link` or `tserver`.
    pub target: String,
    /// One of those that `GET /v1/faults` lists.
    pub fault: String,
    /// Its parameters; those left out have their defaults.
    #[serde(default)]
    pub parameters: BTreeMap<String, String>,
    /// How long it lasts; without it, until it is restored.
    pub lasting_ms: Option<u64>,
}

/// How time is to pass.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum TimeAct {
    /// Nothing happens by itself any longer; what is asked still does.
    Pause {},
    /// Time passes, at this many seconds for each second of the wall clock; 1 if it is not said.
    Run { speed: Option<f64> },
    /// Time goes on by so much at once, also while it is paused.
    Step { ms: u64 },
}

/// What has been done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Done {
    /// The call that began, or that it was about.
    pub call: Option<String>,
}

impl WorkPlan {
    fn of_switch(self) -> action::WorkPlan {
        match self {
            Self::Queue => action::WorkPlan::Queue,
            Self::Auto => action::WorkPlan::Auto,
            Self::Manual => action::WorkPlan::Own(AfterCallWork::Manual),
            Self::None => action::WorkPlan::Own(AfterCallWork::None),
            Self::Seconds(seconds) => {
                let span = Duration::from_secs(seconds.into());
                action::WorkPlan::Own(AfterCallWork::Timed(span))
            }
        }
    }
}

impl Breakage {
    /// The fault that the words stand for.
    ///
    /// # Errors
    /// There is no such fault, or a parameter is wrong.
    pub fn fault(&self) -> Result<Fault, Problem> {
        let parameters: Vec<_> = self.parameters.clone().into_iter().collect();
        let lasts = self.lasting_ms.is_some();
        let fault = fault::read(&self.target, &self.fault, &parameters, lasts);
        fault.map_err(|mistake| Problem::malformed(mistake.to_string()))
    }
}

impl TimeAct {
    /// Refuses what is out of bounds.
    pub(crate) fn check(self) -> Result<(), Problem> {
        match self {
            Self::Run { speed: Some(speed) } if !(speed > 0.0 && speed <= limits::SPEED) => {
                let most = limits::SPEED;
                Err(Problem::malformed(format!("speed is above 0 and at most {most}")))
            }
            Self::Step { ms } if ms > limits::STEP_MS => {
                Err(Problem::malformed(format!("a step is at most {} ms", limits::STEP_MS)))
            }
            Self::Pause {} | Self::Run { .. } | Self::Step { .. } => Ok(()),
        }
    }
}

/// Does it. What the switch reports is for its owner to hand on, as after any action.
///
/// # Errors
/// There is no such telephone or call, or the switch says no; nothing has changed then.
pub fn act(switch: &mut Switch, tserver: &mut FaultInjector, act: &Act) -> Result<Done, Problem> {
    let action = match act {
        Act::Place(place) => place.action(switch)?,
        Act::Press { number, key } => key.action(switch, extension(switch, number)?)?,
        Act::Outside { call, act } => act.action(switch, call)?,
        Act::Agent { number, act } => act.action(switch, extension(switch, number)?)?,
        Act::Route { call, route } => route_action(switch, call, route)?,
        Act::Break(breakage) => {
            let lasting = breakage.lasting_ms.map(Duration::from_millis);
            let happened = tserver.inject(switch, breakage.fault()?, lasting);
            return happened
                .map(|()| Done::default())
                .map_err(|impossible| Problem::refused(impossible.to_string()));
        }
    };
    let about = call_of(&action);
    let accepted = switch.handle_action(action);
    let accepted = accepted.map_err(|refusal| Problem::refused(letter(switch, &refusal)))?;
    Ok(Done { call: accepted.call.or(about).map(call_name) })
}

impl PlaceCall {
    /// What it asks of the switch.
    ///
    /// # Errors
    /// There is no such trunk, or a number is none.
    pub fn action(&self, switch: &Switch) -> Result<Action, Problem> {
        let to = dialled(&self.to)?;
        let from = self.from.as_deref().map(dialled).transpose()?;
        let data = self.data.clone().into_iter().collect();
        let caller = from.as_ref().and_then(|from| extension(switch, from.as_str()).ok());
        Ok(match caller {
            Some(device) => Action::MakeCall { device, to, data },
            None => {
                let group = match &self.trunk {
                    Some(name) => switch
                        .trunk_group(name)
                        .ok_or_else(|| Problem::malformed(format!("there is no trunk {name}")))?,
                    None => {
                        let first = switch.trunks().next().map(|trunk| trunk.id);
                        first.ok_or_else(|| Problem::malformed("this world has no trunks"))?
                    }
                };
                Action::Arrive { group, calling: from, called: to, data }
            }
        })
    }
}

impl OutsideAct {
    fn action(&self, switch: &Switch, call: &str) -> Result<Action, Problem> {
        let call = call_id(call)?;
        let device = outside(switch, call, self)?;
        Ok(match self {
            Self::Answer { .. } => Action::Answer { device, call },
            Self::Hangup { .. } => Action::Release { device, call },
            Self::Digits { digits, .. } => {
                Action::SendDigits { device, call, digits: dialled(digits)? }
            }
        })
    }

    /// Who does it, if that is said.
    pub fn party(&self) -> Option<&str> {
        let (Self::Answer { party } | Self::Hangup { party } | Self::Digits { party, .. }) = self;
        party.as_deref()
    }
}

impl AgentAct {
    /// What it asks of the switch at this telephone.
    ///
    /// # Errors
    /// There is no such queue.
    pub fn action(&self, switch: &Switch, device: DeviceId) -> Result<Action, Problem> {
        Ok(match self {
            Self::LogOn { agent, queues } => {
                let queues = queues.iter().map(|queue| queue_device(switch, queue));
                let queues = queues.collect::<Result<_, _>>()?;
                Action::LogOn { device, agent: AgentName::from(agent.as_str()), queues }
            }
            Self::LogOff { queue: None } => Action::LogOff { device },
            Self::LogOff { queue: Some(queue) } => {
                Action::LogOffQueue { device, queue: queue_device(switch, queue)? }
            }
            Self::Ready {} => Action::Ready { device },
            Self::NotReady { reason } => Action::NotReady { device, reason: reason.clone() },
            Self::AfterCallWork {} => Action::AfterCallWork { device },
            Self::PlanWork { plan } => Action::PlanWork { device, plan: plan.of_switch() },
        })
    }
}

fn route_action(switch: &Switch, name: &str, route: &Route) -> Result<Action, Problem> {
    let call = call_id(name)?;
    let found = known_call(switch, call)?;
    let is_point = |device: &DeviceId| switch.device(*device).kind == DeviceKind::RoutingPoint;
    let point = found.parties.iter().map(|party| party.device).find(is_point);
    let point = point
        .ok_or_else(|| Problem::refused(format!("{name} does not wait at a routing point")))?;
    let route = match route {
        Route::To { to } => RouteChoice::To(dialled(to)?),
        Route::Default {} => RouteChoice::Default,
        Route::Reject {} => RouteChoice::Reject,
        Route::Disconnect {} => RouteChoice::Disconnect,
    };
    Ok(Action::SelectRoute { point, call, route })
}

fn known_call(switch: &Switch, call: CallId) -> Result<&Call, Problem> {
    let none = || {
        let name = call_name(call);
        Problem::not_found(format!(
            "there is no call {name}; GET /v1/calls lists those that are up"
        ))
    };
    switch.call(call).ok_or_else(none)
}

fn queue_device(switch: &Switch, number: &str) -> Result<DeviceId, Problem> {
    let device = switch.device_by_number(number);
    let device = device.filter(|device| switch.queue(*device).is_some());
    device.ok_or_else(|| {
        Problem::malformed(format!("there is no queue {number}; GET /v1/queues lists them"))
    })
}

/// Why the switch refuses, in the names that this interface has for calls and telephones.
fn letter(switch: &Switch, refusal: &Refusal) -> String {
    if let Refusal::DeviceBusy(call) = refusal {
        format!("the device is busy with {}", call_name(*call))
    } else if let Refusal::AlreadyLoggedOn(device) = refusal {
        format!("already logged on at {}", switch.device(*device).number)
    } else {
        refusal.to_string()
    }
}

/// The call that an action is about.
fn call_of(action: &Action) -> Option<CallId> {
    if let Action::Answer { call, .. }
    | Action::Release { call, .. }
    | Action::Hold { call, .. }
    | Action::Retrieve { call, .. }
    | Action::Mute { call, .. }
    | Action::Unmute { call, .. }
    | Action::SendDigits { call, .. }
    | Action::Deflect { call, .. }
    | Action::DropParty { call, .. }
    | Action::SelectRoute { call, .. }
    | Action::SingleStepTransfer { call, .. } = action
    {
        Some(*call)
    } else {
        None
    }
}

/// The telephone with this number.
fn extension(switch: &Switch, number: &str) -> Result<DeviceId, Problem> {
    let device = switch.device_by_number(number);
    let device = device.filter(|device| switch.device(*device).kind == DeviceKind::Extension);
    device.ok_or_else(|| {
        Problem::not_found(format!("there is no extension {number}; GET /v1/devices lists them"))
    })
}

/// The circuit of the person outside in a call who does something: the one who is named, the only one,
/// or the only one who can answer.
fn outside(switch: &Switch, call: CallId, act: &OutsideAct) -> Result<DeviceId, Problem> {
    let parties = known_call(switch, call)?.parties.iter();
    let all: Vec<&Party> = parties.filter(|party| is_circuit(switch, party.device)).collect();
    let circuit = |party: &Party| switch.device(party.device).number.to_string();
    let name =
        |party: &Party| party.number.as_ref().map_or_else(|| circuit(party), ToString::to_string);
    let answers = matches!(act, OutsideAct::Answer { .. }) && all.len() > 1;
    let may = |party: &&&Party| match act.party() {
        Some(wanted) => name(party) == wanted || circuit(party) == wanted,
        None => !answers || party.state == ConnectionState::Alerting,
    };
    let here = call_name(call);
    match all.iter().filter(may).collect::<Vec<_>>().as_slice() {
        [only] => Ok(only.device),
        _ if all.is_empty() => Err(Problem::refused(format!("nobody outside is in {here}"))),
        [] | [_, _, ..] => {
            let names: Vec<String> = all.iter().map(|party| name(party)).collect();
            let detail =
                format!("say who of those outside in {here}, `party`: {}", names.join(", "));
            Err(Problem::refused(detail))
        }
    }
}

/// Whether a device stands for somebody outside.
pub(crate) fn is_circuit(switch: &Switch, device: DeviceId) -> bool {
    matches!(switch.device(device).kind, DeviceKind::Circuit { .. })
}

pub(crate) fn dialled(text: &str) -> Result<Number, Problem> {
    Number::new(text).map_err(|error| Problem::malformed(error.to_string()))
}

/// The call of a name: `c1`, `c2` …, to tell them from numbers.
///
/// # Errors
/// It is no such name.
pub fn call_id(name: &str) -> Result<CallId, Problem> {
    let id = name.strip_prefix('c').and_then(|number| number.parse().ok());
    id.map(CallId).ok_or_else(|| Problem::malformed(format!("`{name}` is no call, like c1")))
}

/// The name of a call.
pub fn call_name(call: CallId) -> String {
    format!("c{}", call.0)
}
