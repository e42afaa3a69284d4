//! What a line of the scenario language asks of a rig.

use std::fmt;

use scenario_lang::step::{Fault, Request, Step};
use scenarios::hand;
use switch_sim::world::World;
use tserver_sim_control::{Act, Breakage, TimeAct, request::Asking};

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
    hand::at_telephone(number, request, &as_named).map(Wanted::Act)
}

fn outside(world: &World, request: &Request) -> Result<Wanted, String> {
    let who = &request.who.value.name;
    if world.routing_points.iter().any(|point| point.name == *who) {
        return hand::at_point(request, &as_named).map(Wanted::Act);
    }
    let Some(outsider) = world.outside.iter().find(|outsider| outsider.name == *who) else {
        return Err(format!(
            "a rig has telephones, and no desktops: {who}.phone > ANSWER, HOLD, HANGUP …"
        ));
    };
    hand::outside(outsider.number.clone(), request, &as_named).map(Wanted::Act)
}

/// Lines call calls of a rig as its interface does.
#[expect(clippy::unnecessary_wraps, reason = "a name of a story may be none")]
fn as_named(call: &str) -> Result<String, String> {
    Ok(call.to_owned())
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
