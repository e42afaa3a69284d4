//! A T-Server's log as a scenario: what was asked and what was done by hand, played on the emulator.
//!
//! The log's messages are gone through in their order, and the emulator goes along. What it says by
//! itself needs no line. A request becomes the line of the desktop that would send it; an event that
//! the emulator has no reason for becomes the line of whoever must have caused it: a telephone's key,
//! somebody outside.

mod aside;
mod before;
mod cause;
mod dialer;
mod hand;
mod player;
mod points;
mod shift;
mod site;
mod timers;
mod world_file;

use std::collections::BTreeSet;

use scenario_lang::step::{Lens, Scenario};
use switch_sim::world::World;

pub use aside::LeftOut;

use crate::conversation::Conversation;

/// What a log has become.
#[derive(Debug)]
pub struct Imported {
    /// The world file.
    pub world_file: String,
    pub world: World,
    pub scenario: Scenario,
    /// What has no line in the scenario, and why: at most one entry for each call and each reason.
    pub left_out: Vec<LeftOut>,
    /// Data of calls that a scenario has no notation for.
    pub data_left_out: Vec<LeftOut>,
}

/// The calls that were up when a log begins.
pub(crate) fn up_at_the_beginning(log: &Conversation) -> BTreeSet<u64> {
    before::calls(log).iter().map(|call| call.conn).collect()
}

/// Makes a scenario, and the world in which it happens, from a log.
///
/// # Errors
/// The log has no messages of clients, or its site is larger than a world can be.
pub fn import(log: &Conversation, title: &str, world_name: &str) -> Result<Imported, String> {
    if log.said.is_empty() {
        return Err("the log has no message of a T-Server and its clients".into());
    }
    let up = before::calls(log);
    let site = site::Site::of(log, &up);
    let world_file = site.world_file();
    let world = World::parse(&world_file)
        .map_err(|mistakes| format!("the site of this log makes no world:\n{mistakes}"))?;
    let mut player = player::Player::at_the_beginning(&world, &site, log, up)?;
    let mut cuts = log.cuts.iter().peekable();
    for (place, said) in log.said.iter().enumerate() {
        while let Some(cut) = cuts.next_if(|cut| cut.line < said.line) {
            player.cut(*cut);
        }
        let further = log.said.get(place + 1..).unwrap_or_default();
        if !player.follow(said, further) {
            break;
        }
    }
    for cut in cuts {
        player.cut(*cut);
    }
    let (mut scenario, left_out) = player.finish(title, world_name);
    if scenario.steps.is_empty() {
        return Err(
            "nothing happens in this log that a scenario could do: it has no request of a \
                    telephone's client and no event of a call or an agent"
                .into(),
        );
    }
    scenario.golden = vec![Lens::Ptc, Lens::Tlib];
    let data_left_out = aside::data_without_notation(log);
    Ok(Imported { world_file, world, scenario, left_out, data_left_out })
}
