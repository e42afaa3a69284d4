//! What a line of the scenario language asks of a rig.

use std::fmt;

use scenario_lang::step::{Fault, Request, Step};
use switch_sim::world::World;
use tserver_sim_control::{
    Act, AgentAct, Breakage, OutsideKey, PhoneKey, PlaceCall, TimeAct, When, request::Asking,
};

/// Something that a rig is asked to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    Act(Act),
    Time(TimeAct),
}

impl fmt::Display for Wanted {
    /// As the request that it is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Asking { path, body } = self.asking();
        write!(f, "POST {path} {body}")
    }
}

impl Wanted {
    /// The request by which it is asked for.
    pub fn asking(&self) -> Asking {
        match self {
            Self::Act(act) => Asking::act(act),
            Self::Time(time) => Asking::time(time),
        }
    }
}

/// The step as the rig's control interface takes it.
///
/// # Errors
/// Nothing of the kind can be done there, and what can.
pub(super) fn read(world: &World, step: Step) -> Result<Wanted, String> {
    match step {
        Step::Request(request) if request.who.value.at_phone => phone(world, &request),
        Step::Request(request) => outside(world, &request),
        Step::Fault(fault) => Ok(breaks(&fault)),
        Step::Wait(time) => {
            let ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
            Ok(Wanted::Time(TimeAct::Step { ms }))
        }
        Step::Check(_)
        | Step::Event(_)
        | Step::Quiet(_)
        | Step::Together(_)
        | Step::AnyOrder(_)
        | Step::Never { .. }
        | Step::Repeat { .. } => Err("a rig is told acts, one at a time: WHO.phone > KEY, \
                                      OUTSIDER > DIAL, WHAT ! FAULT, wait TIME"
            .to_owned()),
    }
}

fn phone(world: &World, request: &Request) -> Result<Wanted, String> {
    let who = &request.who.value.name;
    let person = world.people.iter().find(|person| person.name == *who);
    let number =
        person.map(|person| person.dn.clone()).ok_or_else(|| format!("there is nobody `{who}`"))?;
    let call = operand(request);
    let word = || call.clone().unwrap_or_default();
    let on = call.as_deref() == Some("on");
    let key = match request.name.value.as_str() {
        "DIAL" => {
            let place = PlaceCall { to: word(), from: Some(number), ..PlaceCall::default() };
            return Ok(Wanted::Act(Act::Place(place)));
        }
        "READY" => return Ok(agent(number, AgentAct::Ready)),
        "NOTREADY" => {
            return Ok(agent(number, AgentAct::NotReady { reason: value(request, "reason") }));
        }
        "LOGOFF" => return Ok(agent(number, AgentAct::LogOff { queue: None })),
        "ANSWER" => PhoneKey::Answer { call },
        "HANGUP" => PhoneKey::Hangup { call },
        "HOLD" => PhoneKey::Hold { call },
        "RETRIEVE" => PhoneKey::Retrieve { call },
        "MUTE" => PhoneKey::Mute { call },
        "UNMUTE" => PhoneKey::Unmute { call },
        "DIGITS" => PhoneKey::Digits { digits: given(request, "digits")?, call },
        "DEFLECT" => PhoneKey::Deflect { to: given(request, "to")?, call },
        "DND" => PhoneKey::DoNotDisturb { on },
        "LAMP" => PhoneKey::MessageWaiting { on },
        "FORWARD" => PhoneKey::Forward { to: word(), when: when(request) },
        "UNFORWARD" => PhoneKey::Unforward,
        other => return Err(format!("a telephone of a rig has no key `{other}`")),
    };
    Ok(Wanted::Act(Act::Press { number, key }))
}

fn outside(world: &World, request: &Request) -> Result<Wanted, String> {
    let who = &request.who.value.name;
    let Some(outsider) = world.outside.iter().find(|outsider| outsider.name == *who) else {
        return Err(format!(
            "a rig has telephones, and no desktops: {who}.phone > ANSWER, HOLD, HANGUP …"
        ));
    };
    let call = || operand(request).ok_or("name the call, such as c1");
    let key = match request.name.value.as_str() {
        "DIAL" => {
            let data = request.pairs.iter().filter_map(|pair| {
                let key = pair.key.value.strip_prefix("data.")?;
                Some((key.to_owned(), pair.value.value.clone()))
            });
            return Ok(Wanted::Act(Act::Place(PlaceCall {
                to: operand(request).unwrap_or_default(),
                from: value(request, "ani").or_else(|| outsider.number.clone()),
                trunk: value(request, "trunk"),
                data: data.collect(),
            })));
        }
        "ANSWER" => OutsideKey::Answer,
        "HANGUP" => OutsideKey::Hangup,
        "DIGITS" => OutsideKey::Digits { digits: given(request, "digits")? },
        other => return Err(format!("somebody outside cannot `{other}`")),
    };
    Ok(Wanted::Act(Act::Outside { call: call()?, key }))
}

fn agent(number: String, act: AgentAct) -> Wanted {
    Wanted::Act(Act::Agent { number, act })
}

fn when(request: &Request) -> When {
    match value(request, "when").as_deref() {
        Some("busy") => When::Busy,
        Some("noanswer") => When::NoAnswer,
        _ => When::Always,
    }
}

fn operand(request: &Request) -> Option<String> {
    request.operand.as_ref().map(|operand| operand.value.clone())
}

fn value(request: &Request, key: &str) -> Option<String> {
    request.pairs.iter().find(|pair| pair.key.value == key).map(|pair| pair.value.value.clone())
}

fn given(request: &Request, key: &str) -> Result<String, String> {
    value(request, key).ok_or_else(|| format!("{} needs {key}=…", request.name.value))
}

/// A fault around the rig's T-Server; whether there is such a fault, the rig says.
fn breaks(fault: &Fault) -> Wanted {
    let parameters = fault.pairs.iter();
    Wanted::Act(Act::Break(Breakage {
        target: fault.what.value.clone(),
        fault: fault.name.value.clone(),
        parameters: parameters.map(|p| (p.key.value.clone(), p.value.value.clone())).collect(),
        lasting_ms: fault.lasting.map(|time| u64::try_from(time.as_millis()).unwrap_or(u64::MAX)),
    }))
}
