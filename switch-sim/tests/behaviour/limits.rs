//! Everything from outside has a bound, and what is beyond it is refused.

use switch_sim::{
    action::{Action, Refusal},
    id::Number,
    limits,
    switch::Switch,
    world::World,
};

#[test]
fn what_is_beyond_a_bound_is_refused() {
    let mut world = World::parse(include_str!("../worlds/stories.toml")).unwrap();
    let queue = world.queues[0].clone();
    world.queues = (0..=limits::QUEUES_PER_AGENT)
        .map(|n| switch_sim::world::Queue {
            name: format!("q{n}"),
            dn: format!("8{n:03}"),
            ..queue.clone()
        })
        .collect();
    world.numbers.clear();
    world.routing_points.clear();
    let mut switch = Switch::new(&world).unwrap();
    let device = switch.device_by_number("2001").unwrap();
    let queues = world.queues.iter().map(|queue| switch.device_by_number(&queue.dn).unwrap());
    let queues: Vec<_> = queues.collect();
    let long = |bytes: usize| "x".repeat(bytes + 1);
    let data = vec![("key".to_owned(), long(limits::CALL_DATA_BYTES))];

    let refused = [
        Action::LogOn { device, agent: "7001".into(), queues },
        Action::LogOn { device, agent: long(limits::NAME_BYTES).as_str().into(), queues: vec![] },
        Action::MakeCall { device, to: Number::new("2002").unwrap(), data },
    ];
    for action in refused {
        let refusal = switch.handle_action(action.clone()).unwrap_err();
        assert!(matches!(refusal, Refusal::Limit { .. }), "{action:?}: {refusal}");
    }
    switch.handle_action(Action::LogOn { device, agent: "7001".into(), queues: vec![] }).unwrap();
    let reason = Some(long(limits::NAME_BYTES));
    let refusal = switch.handle_action(Action::NotReady { device, reason }).unwrap_err();
    assert!(matches!(refusal, Refusal::Limit { .. }), "{refusal}");
}

#[test]
fn a_world_beyond_a_bound_makes_no_switch() {
    let sound = World::parse(include_str!("../worlds/stories.toml")).unwrap();
    let breaks: [(&str, Spoil); 7] = [
        ("conference_limit must be 3 to 64, not 2", |world| world.conference_limit = Some(2)),
        ("a queue's capacity must be 0 to 100000, not 100001", |world| {
            world.queues[0].capacity = 100_001;
        }),
        ("a trunk group's channels must be 1 to 200000, not 0", |world| {
            world.trunks[0].channels = 0;
        }),
        ("the world has more than 200000 devices", |world| world.trunks[0].channels = 200_000),
        ("the number 2001 is there twice", |world| world.people[1].dn = "2001".into()),
        ("the number 8001 leads to sales, which this world does not have", |world| {
            world.queues[0].name = "sail".into();
        }),
        (
            "an extension: `` is not a telephone number: 1 to 32 digits, letters, `*`, `#`, `+` or `_`",
            |world| world.people[0].dn.clear(),
        ),
    ];
    for (letter, spoil) in breaks {
        let mut world = sound.clone();
        spoil(&mut world);
        assert_eq!(Switch::new(&world).unwrap_err().to_string(), letter);
    }
}

/// Makes a mistake in a world.
type Spoil = fn(&mut World);
