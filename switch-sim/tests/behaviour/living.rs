//! People who live by themselves: a world in which nobody else acts.

use std::fmt::Write as _;

use switch_sim::{action::Action, agent::AgentState, switch::Switch, time::SimTime, world::World};

use crate::story::report;

/// The first minutes of a small site, with every report.
#[test]
fn a_small_site_lives_by_itself() {
    let mut switch = switch();
    let mut golden = String::new();
    switch.advance(SimTime(6 * 60_000));
    while let Some(event) = switch.poll_event() {
        golden.push_str(&report::line(&switch, &event));
    }
    golden.push_str(&report::rest(&switch));
    switch.advance(SimTime(86_400_000));
    let sales = switch.device_by_number("8100").unwrap();
    let group = switch.trunk_group("PSTN1").unwrap();
    let alice = switch.device_by_number("2001").unwrap();
    let statistics = switch.statistics();
    let mut queue = statistics.queue_running(sales).unwrap();
    assert!(queue.flows());
    queue.histogram = switch_sim::statistics::Histogram::default();
    writeln!(golden, "a day later:\n{queue:#?}").unwrap();
    writeln!(golden, "{:#?}", statistics.agent(alice).unwrap().running).unwrap();
    writeln!(golden, "{:#?}", statistics.trunk_running(group).unwrap()).unwrap();
    insta::assert_snapshot!(golden);
}

/// Whoever else acts comes first: agents whom a client controls behave as it says.
#[test]
fn people_give_way_to_whoever_else_acts() {
    let mut switch = switch();
    switch.advance(SimTime(1));
    let alice = switch.device_by_number("2001").unwrap();
    let mut away = false;
    for minute in 1..600_u64 {
        switch.advance(SimTime(minute * 60_000));
        // A client answers, holds, retrieves, releases and logs off as it likes.
        let act = |switch: &mut Switch, action| switch.handle_action(action).is_ok();
        if let Some(&call) = switch.calls_at(alice).first() {
            let _ringing = act(&mut switch, Action::Answer { device: alice, call });
            let _acted = match minute % 3 {
                0 => act(&mut switch, Action::Hold { device: alice, call }),
                1 => act(&mut switch, Action::Retrieve { device: alice, call }),
                _ => act(&mut switch, Action::Release { device: alice, call }),
            };
        } else if minute % 40 == 0 {
            away = act(&mut switch, Action::NotReady { device: alice, reason: None });
        } else if minute % 40 == 9 {
            away = !act(&mut switch, Action::Ready { device: alice, intake: None });
        }
        // People do not call back an agent whom a client made not ready.
        let state = switch.agent_at(alice).unwrap().state;
        assert!(!away || state == AgentState::NotReady, "minute {minute}: {state:?}");
        while switch.poll_event().is_some() {}
        switch.check_invariants().unwrap();
    }
}

fn switch() -> Switch {
    Switch::new(&World::parse(include_str!("../worlds/living.toml")).unwrap()).unwrap()
}
