//! Random actions against the switch: no invariant breaks, and every call ends.

use proptest::{prelude::*, test_runner::Config};
use switch_sim::{
    Switch,
    action::Action,
    id::{CallId, DeviceId, Number},
    plant::DeviceKind,
    time::SimTime,
    world::World,
};

proptest! {
    // 64 runs of 200 actions: 12,800 steps in every CI run.
    #![proptest_config(Config { cases: 64, failure_persistence: None, ..Config::default() })]

    #[test]
    fn nothing_breaks_and_every_call_ends(steps in prop::collection::vec(step(), 200)) {
        let mut switch = Switch::new(&world()).unwrap();
        for Step { kind, device, call, number, pause } in steps {
            let action = action(&switch, kind, device, call, number);
            let before = fingerprint(&switch);
            if switch.handle_action(action).is_err() {
                prop_assert_eq!(before, fingerprint(&switch), "a refusal changes nothing");
            }
            prop_assert_eq!(switch.check_invariants(), Ok(()));
            if pause > 0 {
                let to = SimTime(switch.now().0 + u64::from(pause) * 500);
                switch.advance(to);
                prop_assert_eq!(switch.check_invariants(), Ok(()));
            }
            while switch.poll_event().is_some() {}
        }
        everybody_hangs_up(&mut switch)?;
    }
}

/// Whoever is still in a call leaves it; then no call may be left.
fn everybody_hangs_up(switch: &mut Switch) -> Result<(), TestCaseError> {
    for _ in 0..10_000 {
        let next = switch.calls().find_map(|call| {
            let device = call.parties.iter().map(|party| party.device).find(|device| {
                !matches!(switch.device(*device).kind, DeviceKind::Queue)
            })?;
            Some((call.id, device))
        });
        let Some((call, device)) = next else { break };
        let left = switch.handle_action(Action::Release { device, call });
        prop_assert!(left.is_ok(), "whoever is in a call can leave it: {left:?}");
        prop_assert_eq!(switch.check_invariants(), Ok(()));
    }
    prop_assert_eq!(switch.calls().count(), 0, "every call ends");
    Ok(())
}

#[derive(Clone, Debug)]
struct Step {
    kind: u8,
    device: u8,
    call: u8,
    number: u8,
    pause: u8,
}

fn step() -> impl Strategy<Value = Step> {
    (0..20_u8, any::<u8>(), any::<u8>(), any::<u8>(), prop_oneof![3 => Just(0_u8), 1 => 0..20_u8])
        .prop_map(|(kind, device, call, number, pause)| Step { kind, device, call, number, pause })
}

fn action(switch: &Switch, kind: u8, device: u8, call: u8, number: u8) -> Action {
    let device = pick_device(switch, device);
    let here: Vec<CallId> = switch
        .calls()
        .filter(|c| call % 8 == 0 || c.party(device).is_some())
        .map(|call| call.id)
        .collect();
    let nth = |n: usize| here.get(n % here.len().max(1)).copied().unwrap_or(CallId(9_999));
    let (one, other) = (nth(usize::from(call)), nth(usize::from(call) + 1));
    let to = Number::new(NUMBERS[usize::from(number) % NUMBERS.len()]).unwrap();
    let data = Vec::new();
    let group = switch.trunk_group("PSTN1").unwrap();
    match kind {
        0 | 1 => Action::Arrive { group, calling: None, called: to, data },
        2 => Action::MakeCall { device, to, data },
        3 | 4 => Action::Answer { device, call: one },
        5 => Action::Release { device, call: one },
        6 => Action::Hold { device, call: one },
        7 => Action::Retrieve { device, call: one },
        8 => Action::Alternate { device, held: one, active: other },
        9 | 10 => Action::Consult { device, call: one, to, data },
        11 => Action::Reconnect { device, held: one, active: other },
        12 => Action::CompleteTransfer { device, held: one, active: other },
        13 | 14 => Action::CompleteConference { device, held: one, active: other },
        15 => Action::SingleStepTransfer { device, call: one, to },
        16 => {
            let party = pick_device(switch, number);
            Action::DropParty { device, call: one, party }
        }
        17 => {
            let queue = switch.device_by_number("8100").unwrap();
            Action::LogOn { device, agent: format!("{}", device.0).into(), queues: vec![queue] }
        }
        18 => Action::Ready { device },
        _ => match number % 3 {
            0 => Action::LogOff { device },
            1 => Action::NotReady { device, reason: None },
            _ => Action::AfterCallWork { device },
        },
    }
}

fn pick_device(switch: &Switch, pick: u8) -> DeviceId {
    let devices: Vec<DeviceId> = switch.devices().map(|device| device.id).collect();
    devices[usize::from(pick) % devices.len()]
}

/// Calls, parties and agents in one text, to see whether anything changed.
fn fingerprint(switch: &Switch) -> String {
    let calls: Vec<String> = switch
        .calls()
        .map(|call| {
            let parties: Vec<_> =
                call.parties.iter().map(|party| (party.device, party.state)).collect();
            format!("{:?} {parties:?}", call.id)
        })
        .collect();
    let agents: Vec<String> = switch
        .devices()
        .filter_map(|device| switch.agent_at(device.id))
        .map(|agent| format!("{} {:?}", agent.name, agent.state))
        .collect();
    format!("{calls:?} {agents:?}")
}

fn world() -> World {
    World::parse(WORLD).expect("the test's world is right")
}

const NUMBERS: [&str; 8] = ["2001", "2002", "2003", "2004", "8100", "8005", "0777", "4444"];

const WORLD: &str = r#"
[trunks.PSTN1]
channels = 4
prefixes = ["0"]
[people]
a = { dn = "2001" }
b = { dn = "2002", call_waiting = true }
c = { dn = "2003", ring_limit = "3s" }
d = { dn = "2004" }
[outside]
x = { number = "0777", when_called = { answers = "1s", at_most = "4s" } }
[queues.sales]
dn = "8100"
capacity = 3
ring_limit = "4s"
after_call_work = "2s"
[numbers]
"8005" = { queue = "sales" }
"#;
