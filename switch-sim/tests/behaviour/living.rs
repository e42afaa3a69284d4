//! People who live by themselves: a world in which nobody else acts.

use std::fmt::Write as _;

use switch_sim::{
    action::Action, agent::AgentState, event::Report, switch::Switch, time::SimTime, world::World,
};

use crate::story::{counts, report};

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
            away = !act(&mut switch, Action::Ready { device: alice });
        }
        // People do not call back an agent whom a client made not ready.
        let state = switch.agent_at(alice).unwrap().state;
        assert!(!away || state == AgentState::NotReady, "minute {minute}: {state:?}");
        while switch.poll_event().is_some() {}
        switch.check_invariants().unwrap();
    }
}

/// A day of agents who hold, pass on, confer, miss calls and take breaks; debug builds check the
/// invariants and that every interval's calls are accounted for.
#[test]
fn agents_have_habits() {
    let world = World::parse(include_str!("../worlds/habits.toml")).unwrap();
    let mut switch = Switch::new(&world).unwrap();
    let mut breaks = 0;
    for minute in 1..=24 * 60 {
        switch.advance(SimTime(minute * 60_000));
        while let Some(event) = switch.poll_event() {
            if let Report::AgentNotReady { reason: Some(reason), on_call: false, .. } = event.report
            {
                breaks += u32::from(reason == "coffee");
            }
        }
    }
    let mut golden = format!("breaks: {breaks}\n");
    for (what, which) in [
        ("queue", "8100"),
        ("queue", "8200"),
        ("agent", "2001"),
        ("vdn", "8005"),
        ("trunk", "PSTN1"),
    ] {
        writeln!(golden, "{what} {which}\n{}", counts::of(&switch, what, which)).unwrap();
    }
    insta::assert_snapshot!(golden);
}

/// Agents with habits whom a client controls at random: nobody is stuck.
#[test]
fn habits_give_way_to_a_client() {
    let world = World::parse(include_str!("../worlds/habits.toml")).unwrap();
    let mut switch = Switch::new(&world).unwrap();
    let alice = switch.device_by_number("2001").unwrap();
    let mut dice = 1_u64;
    for second in (1..12 * 3_600).step_by(7) {
        switch.advance(SimTime(second * 1_000));
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let calls = switch.calls_at(alice).to_vec();
        let action = match ((dice >> 33) % 12, calls.as_slice()) {
            (0, &[call, ..]) => Some(Action::Hold { device: alice, call }),
            (1, &[call, ..]) => Some(Action::Retrieve { device: alice, call }),
            (2, &[call, ..]) => Some(Action::Release { device: alice, call }),
            (3, &[held, active]) => Some(Action::CompleteTransfer { device: alice, held, active }),
            (4, &[held, active]) => Some(Action::Reconnect { device: alice, held, active }),
            (5, _) => Some(Action::NotReady { device: alice, reason: None }),
            (6..=8, _) => Some(Action::Ready { device: alice }),
            _ => None,
        };
        if let Some(action) = action {
            let _done_or_refused = switch.handle_action(action);
        }
        while switch.poll_event().is_some() {}
    }
    let answered = switch.statistics().agent_running(alice).unwrap().answered;
    assert!(answered > 40, "alice answered {answered} calls");
}

fn switch() -> Switch {
    Switch::new(&World::parse(include_str!("../worlds/living.toml")).unwrap()).unwrap()
}
