//! What hands do before a live rig: the control interface does it, or a person is asked to.

use std::io::{IsTerminal as _, stdin};

use scenario_lang::step::{Request, Who};
use tserver_sim_control::{Act, OutsideAct, PhoneKey, view};

use crate::{
    hand::{self, value},
    live::control::{Control, Failed},
    stage::Stage,
    telephone::line,
};

/// Does what a line of a telephone or of somebody outside says; the outcome as of the switch in
/// virtual time, but that a refusal has the code that the line expects: the interface tells in words.
///
/// # Errors
/// The line means nothing at this moment, or nobody could do it, in one sentence.
pub(crate) fn perform(stage: &mut Stage, request: &Request) -> Result<Result<(), String>, String> {
    let Who { name, at_phone } = &request.who.value;
    let Some(control) = stage.control() else {
        return ask_a_person(name, *at_phone, request).map(Ok);
    };
    let name_of = |call: &str| call_named(stage, control, call);
    let act = if *at_phone {
        let person = stage.world.people.iter().find(|person| person.name == *name);
        let number = person.map(|person| person.dn.clone());
        let number = number.ok_or_else(|| format!("{name} has no telephone"))?;
        hand::at_telephone(number, request, &name_of)?
    } else if stage.point_of(name).is_some() {
        hand::at_point(request, &name_of)?
    } else {
        let outsider = stage.world.outside.iter().find(|outsider| outsider.name == *name);
        let own = outsider.and_then(|o| o.number.clone());
        let act = hand::outside(own, request, &name_of)?;
        let alone = is_alone(control, &act).map_err(Failed::text)?;
        if alone { hand::outside(None, request, &name_of)? } else { act }
    };
    let done = match control.act(&act) {
        Ok(done) => done,
        Err(Failed::Refused(words)) => {
            return Ok(Err(request.error.as_ref().map_or(words, |code| code.value.clone())));
        }
        Err(Failed::Broken(words)) => return Err(words),
    };
    if let (Some(story_name), Some(call)) = (&request.names, done.call) {
        let call: view::Call = control.get(&format!("/v1/calls/{call}")).map_err(Failed::text)?;
        let id = call.conn_id.ok_or("the T-Server does not know the call")?;
        stage.names.bind(&story_name.value, &id);
    }
    if request.name.value == "DIAL"
        && let Some(ani) = value(request, "ani")
    {
        stage.callers.insert(name.clone(), ani);
    }
    Ok(Ok(()))
}

/// Whether the only one outside in a call does something, who need not be named then: a caller may have
/// shown another number than the one in the world.
fn is_alone(control: &Control, act: &Act) -> Result<bool, Failed> {
    let Act::Outside { call, .. } = act else { return Ok(false) };
    let found: view::Call = control.get(&format!("/v1/calls/{call}"))?;
    Ok(found.parties.iter().filter(|party| party.outside).nth(1).is_none())
}

/// The switch's own name of a call of the story.
fn call_named(stage: &Stage, control: &Control, name: &str) -> Result<String, String> {
    let id = stage.names.id(name).ok_or_else(|| format!("no call is named {name}"))?;
    let call = control.call_of(id)?.ok_or_else(|| format!("{name} has ended"))?;
    Ok(call.call)
}

/// Hangs up whatever is left of the calls that a story has named, for the next story.
pub(crate) fn clear(stage: &Stage) -> Result<(), String> {
    let Some(control) = stage.control() else { return Ok(()) };
    let calls: Vec<view::Call> = control.list("/v1/calls").map_err(Failed::text)?;
    let named = |id: &String| stage.names.name_of(id).is_some();
    for call in calls.into_iter().filter(|call| call.conn_id.as_ref().is_some_and(named)) {
        let name = &call.call;
        for party in &call.parties {
            let act = if party.outside {
                let act = OutsideAct::Hangup { party: Some(party.device.clone()) };
                Act::Outside { call: name.clone(), act }
            } else {
                let key = PhoneKey::Hangup { call: Some(name.clone()) };
                Act::Press { number: party.device.clone(), key }
            };
            // The call ends with one of them; the others are gone then.
            let _gone = control.act(&act);
        }
    }
    Ok(())
}

fn ask_a_person(who: &str, at_phone: bool, request: &Request) -> Result<(), String> {
    if !stdin().is_terminal() {
        return Err(
            "nobody can do this: name the control interface of the rig (--control ADDRESS), or run it \
             on a terminal, where a person is asked to"
                .to_owned(),
        );
    }
    let place = if at_phone { format!("at {who}'s telephone") } else { format!("{who}, outside") };
    anstream::println!("{place}: {}    (press Enter when it is done)", line(request));
    let mut answer = String::new();
    stdin().read_line(&mut answer).map(drop).map_err(|error| error.to_string())
}
