//! What can be done at this moment at a rig to what is selected.

use switch_sim::{id::CallId, world::Person};
use tserver_sim_control::{
    Act as Wish, AgentAct, OutsideAct, call_name,
    view::{AgentState, ConnectionState},
};

use super::Wanted;
use crate::{
    acts::{Act, Offer, Plan, completed, key_offers, offer, press as press_any},
    app::{App, Deed},
    form::{FormKind, Missing},
    scene::Scene,
};

/// The acts of somebody at a telephone of the rig: their agent's, and those of the parts in calls.
pub fn offers(app: &App, person: &Person) -> Vec<Offer> {
    let mut offers = agent_offers(app, person);
    offers.extend(key_offers(app, person, &person.name));
    offers.push(press_any(app, &format!("{}.phone", person.name)));
    offers
}

/// The acts of somebody outside.
pub fn outside_offers(app: &App, who: &str, call: CallId, device: &str) -> Vec<Offer> {
    let party = || Some(device.to_owned());
    let wish = |act| Wanted::Act(Wish::Outside { call: call_name(call), act });
    let release = || release(who, call, wish(OutsideAct::Hangup { party: party() }));
    match app.scene.standing(call, device) {
        Some(ConnectionState::Alerting) => {
            vec![asks(Act::Answer, wish(OutsideAct::Answer { party: party() })), release()]
        }
        Some(ConnectionState::Connected) if app.scene.is_outside(who) => {
            let line = format!("{who} > DIGITS {}", call_name(call));
            vec![release(), offer(Act::Digits, completed(line, Missing::Digits))]
        }
        Some(ConnectionState::Connected | ConnectionState::Initiated | ConnectionState::Failed) => {
            vec![release()]
        }
        Some(ConnectionState::Null | ConnectionState::Held | ConnectionState::Queued) | None => {
            Vec::new()
        }
    }
}

fn agent_offers(app: &App, person: &Person) -> Vec<Offer> {
    let wish = |act| Wanted::Act(Wish::Agent { number: person.dn.clone(), act });
    let ready = || asks(Act::Ready, wish(AgentAct::Ready {}));
    let log_off = || asks(Act::LogOff, wish(AgentAct::LogOff { queue: None }));
    let form = FormKind::NotReady { who: person.name.clone(), at_phone: true };
    let not_ready = offer(Act::NotReady, Plan::Form(form));
    match app.scene.agent(person).map(|(state, _)| state) {
        None | Some(AgentState::LoggedOut) => {
            log_on(&app.scene, person).map(|act| asks(Act::LogOn, wish(act))).into_iter().collect()
        }
        Some(AgentState::Ready) => vec![not_ready, log_off()],
        Some(AgentState::NotReady | AgentState::AfterCallWork) => {
            vec![ready(), not_ready, log_off()]
        }
        Some(AgentState::BusyReady) => vec![not_ready],
        Some(AgentState::BusyNotReady | AgentState::BusyAfterCallWork) => vec![ready(), not_ready],
    }
}

/// What somebody does who comes to work; nothing for who has no log-on name.
pub fn comes_to_work(scene: &Scene, person: &Person) -> Vec<Wanted> {
    let wish = |act| Wanted::Act(Wish::Agent { number: person.dn.clone(), act });
    let acts = log_on(scene, person).into_iter();
    acts.flat_map(|log_on| [log_on, AgentAct::Ready {}]).map(wish).collect()
}

fn log_on(scene: &Scene, person: &Person) -> Option<AgentAct> {
    let agent = person.login.clone()?;
    let queues = &scene.world().queues;
    let dn = |name: &String| queues.iter().find(|q| q.name == *name).map(|q| q.dn.clone());
    Some(AgentAct::LogOn { agent, queues: person.queues.iter().filter_map(dn).collect() })
}

fn release(who: &str, call: CallId, wanted: Wanted) -> Offer {
    let question = format!("Hang up {}? {who} leaves the call.", call_name(call));
    offer(Act::Release, Plan::Question(question, Deed::Ask(wanted)))
}

fn asks(act: Act, wanted: Wanted) -> Offer {
    offer(act, Plan::Ask(wanted))
}
