//! Random actions: whatever is asked, the switch stays consistent, and its reports say it all.

use std::time::Duration;

use proptest::{prelude::*, test_runner::RngSeed};
use switch_sim::{
    action::{Action, PredictiveWish, Refusal, RouteChoice, WorkPlan},
    call::ConnectionState,
    event::Event,
    feature::{ForwardWhen, Forwarding, Setting},
    id::{CallId, DeviceId, Number, TrunkGroupId},
    monitoring::{Monitoring, Scope, Voice},
    queue::{CallHandling, Order, Rings, Selection},
    switch::Switch,
    time::SimTime,
    world::{AfterCallWork, Assigned, Level, MultipleCalls, World},
};

use crate::mirror::Mirror;

/// Four drawn numbers, which [`act`] makes something of.
type Draw = [u16; 4];

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_asked_the_switch_stays_consistent(
        draws in proptest::collection::vec(any::<Draw>(), 300),
    ) {
        let first = play(&draws);
        let second = play(&draws);
        prop_assert_eq!(first, second, "the same actions, other reports");
    }
}

/// Plays what was drawn, then hangs up everywhere; all events.
fn play(draws: &[Draw]) -> Vec<Event> {
    let talk_on = draws.first().is_some_and(|draw| draw[0] % 2 == 0);
    let world = if talk_on {
        include_str!("../worlds/talk_on.toml")
    } else {
        include_str!("../worlds/stories.toml")
    };
    let mut world = World::parse(&format!("{world}{VECTORS}")).unwrap();
    // So short that many end while the actions are played, and their flows are checked.
    world.statistics_interval = Duration::from_secs(7);
    vary(&mut world, draws.first().map_or(0, |draw| usize::from(draw[1])));
    let mut rig = Rig::new(Switch::new(&world).unwrap(), Mirror::default());
    for agent in ["2001", "2002", "2003", "2004"] {
        let device = rig.switch.device_by_number(agent).unwrap();
        let queues = ["8100", "8200", "8300"].map(|dn| rig.switch.device_by_number(dn).unwrap());
        rig.act(Action::LogOn { device, agent: agent.into(), queues: queues.into() }).unwrap();
        rig.act(Action::Ready { device }).unwrap();
    }
    let point = rig.switch.device_by_number("8500").unwrap();
    rig.switch.handle_action(Action::RegisterRouting { point }).unwrap();
    for draw in draws {
        rig.step(*draw);
    }
    rig.hang_up_everywhere();
    rig.events
}

/// Queues that choose, and deliver, in other ways.
fn vary(world: &mut World, variant: usize) {
    let pick = |place: usize, ways: usize| (variant / (1 + place) + place) % ways;
    for (place, queue) in world.queues.iter_mut().enumerate() {
        queue.selection = Selection {
            order: ORDERS[pick(place, ORDERS.len())],
            by_level: variant.is_multiple_of(2),
            rings: RINGS[pick(place, RINGS.len())],
        };
        queue.multiple_calls = MULTIPLE[pick(place, MULTIPLE.len())];
        queue.thresholds = [60, 300].map(Duration::from_secs)[..pick(place, 3)].into();
        if pick(place, 5) == 0 {
            queue.unanswered.number = Some("8100".into());
        }
    }
    for (place, person) in world.people.iter_mut().enumerate() {
        person.login = Some(person.dn.clone());
        person.post.handling = Some(HANDLINGS[pick(place, 3)]);
        person.post.is_port = pick(place, 4) == 0;
        person.pickup_group = (pick(place, 3) > 0).then(|| "office".to_owned());
        person.coverage = (pick(place, 4) == 1).then(|| "desk".to_owned());
        person.post.direct = world.queues.first().map(|queue| queue.name.clone());
        for (queue, level) in
            world.queues.iter().zip([Level::Skill(2), Level::Reserve(1), Level::Reserve(2)])
        {
            let level = if pick(place, 2) == 0 { Level::Skill(1) } else { level };
            let assigned = Assigned { level, allotted: 30 };
            person.post.assigned.insert(queue.name.clone(), assigned);
        }
    }
    world.park_limit = Duration::from_secs(4);
    if let Some(trunk) = world.trunks.first_mut().filter(|_| variant.is_multiple_of(3)) {
        trunk.rules.overlap = Some(Duration::from_secs(3));
    }
    world.acd.mia_across_skills = !variant.is_multiple_of(3);
    world.acd.acw_is_idle = variant.is_multiple_of(5);
    if let Some(point) = world.routing_points.first_mut() {
        point.link = Some(1);
    }
}

const RINGS: [Rings; 3] = [Rings::AtOne, Rings::AtAll, Rings::AtOneMore];

const ORDERS: [Order; 10] = [
    Order::MostIdle,
    Order::LeastOccupied,
    Order::First,
    Order::Circular,
    Order::FewestCalls,
    Order::LeastTalk,
    Order::Random,
    Order::Weighted,
    Order::Allotted,
    Order::LeastHarm,
];

const MULTIPLE: [MultipleCalls; 5] = [
    MultipleCalls::None,
    MultipleCalls::ManyForced,
    MultipleCalls::OnRequest,
    MultipleCalls::OneForced,
    MultipleCalls::OnePerSkill,
];

const HANDLINGS: [CallHandling; 3] =
    [CallHandling::GreatestNeed, CallHandling::SkillLevel, CallHandling::PercentAllocation];

/// A switch, and what its reports add up to.
pub(crate) struct Rig {
    switch: Switch,
    mirror: Mirror,
    events: Vec<Event>,
}

impl Rig {
    pub(crate) fn new(switch: Switch, mirror: Mirror) -> Self {
        Self { switch, mirror, events: Vec::new() }
    }

    pub(crate) fn switch(&self) -> &Switch {
        &self.switch
    }

    fn step(&mut self, draw: Draw) {
        if draw[0] % 8 == 7 {
            let span = u64::from(draw[1] % 15_000);
            self.switch.advance(SimTime(self.switch.now().0 + span));
            self.check();
        } else {
            let _refused = self.act(action(&self.switch, draw));
        }
    }

    /// Acts, and checks that the reports say what has happened; a refusal has none, nor has a plan.
    pub(crate) fn act(&mut self, action: Action) -> Result<(), Refusal> {
        let before = self.events.len();
        let accepted = self.switch.handle_action(action.clone());
        self.check();
        let caused = self.events[before..].iter().map(|event| event.action);
        match &accepted {
            Ok(accepted) => {
                let plans = matches!(action, Action::PlanWork { .. });
                assert!(caused.len() > 0 || plans, "{action:?} was accepted without a report");
                assert!(caused.into_iter().all(|cause| cause == Some(accepted.action)));
            }
            Err(refusal) => assert_eq!(caused.len(), 0, "{action:?} was refused: {refusal}"),
        }
        accepted.map(|_| ())
    }

    fn check(&mut self) {
        while let Some(event) = self.switch.poll_event() {
            self.mirror.follow(&event.report);
            self.events.push(event);
        }
        self.mirror.compare(&self.switch);
        self.switch.check_invariants().unwrap();
    }

    /// Lets everybody leave every call, and checks that nothing remains.
    pub(crate) fn hang_up_everywhere(&mut self) {
        let first = |switch: &Switch| switch.calls().next().cloned();
        while let Some(call) = first(&self.switch) {
            let id = call.id;
            let people = call.parties.iter().map(|party| party.device);
            let speaks = |device: &DeviceId| {
                self.switch.queue(*device).is_none() && self.switch.routing_point(*device).is_none()
            };
            let people: Vec<_> = people.filter(speaks).collect();
            for device in people {
                if self.switch.call(id).is_some_and(|call| call.party(device).is_some()) {
                    self.act(Action::Release { device, call: id }).unwrap();
                }
            }
        }
        assert_eq!(self.mirror.begun, self.mirror.ended);
        assert!(self.switch.trunks().all(|trunk| trunk.busy() == 0));
        assert!(self.switch.devices().all(|device| self.switch.calls_at(device.id).is_empty()));
    }
}

/// An action that mostly, not always, makes sense in the present state.
fn action(switch: &Switch, [kind, a, b, c]: Draw) -> Action {
    use ConnectionState::{Alerting, Connected, Held, Initiated};

    let to = Number::new(NUMBERS[usize::from(c) % NUMBERS.len()]).unwrap();
    let data = Vec::new();
    let anybody = || {
        let devices = u16::try_from(switch.devices().count()).unwrap();
        let calls = switch.calls().count().max(1);
        let call = switch.calls().nth(usize::from(b) % calls).map_or(CallId(9_999), |call| call.id);
        (DeviceId(u32::from(a % devices)), call)
    };
    // Somebody whose connection is in one of the states; one time in eight, anybody.
    let somebody = |states: &[ConnectionState]| {
        let parties = switch.calls().flat_map(|call| call.parties.iter().map(|p| (p, call.id)));
        let fits = parties.filter(|(party, _)| states.contains(&party.state));
        let fits: Vec<_> = fits.map(|(party, call)| (party.device, call)).collect();
        match fits.get(usize::from(b) % fits.len().max(1)) {
            Some(&fit) if a % 8 != 0 => fit,
            _ => anybody(),
        }
    };
    let (holder, held) = somebody(&[Held]);
    let mut others = switch.calls_at(holder).iter().filter(|&&call| call != held);
    let active = others.next_back().copied().unwrap_or(held);
    let (device, call) = match kind / 8 % 32 {
        3..=9 => somebody(&[Alerting]),
        28 if a % 3 == 0 => somebody(&[Alerting]),
        28 if a % 3 == 1 => somebody(&[Connected]),
        10 => somebody(&[Alerting, Connected, Initiated, Held]),
        11 | 14..=18 | 25 | 26 => somebody(&[Connected]),
        12 => (holder, held),
        _ => anybody(),
    };
    match kind / 8 % 32 {
        0 | 1 => {
            let group = TrunkGroupId(u32::from(a % 2));
            Action::Arrive { group, calling: None, called: to, data }
        }
        2 if a % 5 == 4 => {
            let group = switch.device_by_number(PREDICTING[usize::from(b) % 3]).unwrap();
            let drop_machines = b.is_multiple_of(7).then_some(true);
            let wish = PredictiveWish { no_answer: None, drop_machines };
            Action::PredictiveCall { group, to, wish, data }
        }
        2 if a % 3 == 0 => keys(somebody(&[Initiated, Connected]), c),
        2 => Action::MakeCall { device, to, data },
        3..=9 => Action::Answer { device, call },
        10 => Action::Release { device, call },
        11 => Action::Hold { device, call },
        12 => Action::Retrieve { device, call },
        13 => Action::Alternate { device: holder, held, active },
        14..=18 => Action::Consult { device, call, to, data },
        19 => Action::Reconnect { device: holder, held, active },
        20 | 21 => Action::CompleteTransfer { device: holder, held, active },
        22..=24 => Action::CompleteConference { device: holder, held, active },
        25 => Action::SingleStepTransfer { device, call, to },
        26 => {
            let parties = switch.call(call).map_or(&[][..], |call| &call.parties);
            let party = parties.get(usize::from(c) % parties.len().max(1));
            Action::DropParty { device, call, party: party.map_or(device, |party| party.device) }
        }
        27 | 28 if a % 4 == 0 => select_route(switch, call, b, to),
        27 => Action::Ready { device },
        28 => feature(device, call, to, a),
        29 => Action::NotReady { device, reason: None },
        30 if a % 2 == 0 => Action::AfterCallWork { device },
        30 if a % 3 == 0 => Action::PlanWork { device, plan: plan(b) },
        30 => Action::LogOff { device },
        _ => {
            let queues = switch.device_by_number("8100").into_iter().collect();
            Action::LogOn { device, agent: format!("{}", device.0).as_str().into(), queues }
        }
    }
}

/// What follows an agent's calls.
fn plan(drawn: u16) -> WorkPlan {
    match drawn % 4 {
        0 => WorkPlan::Queue,
        1 => WorkPlan::Auto,
        2 => WorkPlan::Own(AfterCallWork::Manual),
        _ => WorkPlan::Own(AfterCallWork::Timed(Duration::from_secs(3))),
    }
}

/// Some keys, pressed by whoever that is.
fn keys((device, call): (DeviceId, CallId), drawn: u16) -> Action {
    let digits = ["1", "2", "12#", "00"][usize::from(drawn) % 4];
    Action::SendDigits { device, call, digits: Number::new(digits).unwrap() }
}

/// A route for a call that waits at the routing point, if one does.
fn select_route(switch: &Switch, otherwise: CallId, how: u16, to: Number) -> Action {
    let point = switch.device_by_number("8500").unwrap_or(DeviceId(9_999));
    let waits = switch.calls().find(|call| call.party(point).is_some());
    let route = match how % 8 {
        0 => RouteChoice::Reject,
        1 => RouteChoice::Disconnect,
        2 => RouteChoice::Default,
        _ => RouteChoice::To(to),
    };
    Action::SelectRoute { point, call: waits.map_or(otherwise, |call| call.id), route }
}

/// Something beside the conversation: a call sent elsewhere, tones, mute, a setting.
fn feature(device: DeviceId, call: CallId, to: Number, draw: u16) -> Action {
    let when = [ForwardWhen::Always, ForwardWhen::Busy, ForwardWhen::NoAnswer];
    let forwarding = Forwarding { when: when[usize::from(draw) % 3], to: to.clone() };
    let other = DeviceId(u32::from(draw / 128 % 6));
    let monitoring = Monitoring {
        agent: other,
        voice: Voice::ALL[usize::from(draw) % 3].1,
        scope: if draw.is_multiple_of(5) { Scope::OneCall } else { Scope::AllCalls },
    };
    match draw / 8 % 16 {
        8 => Action::SingleStepConference { device, call, to },
        9 => Action::SetAside { device, call, party: other },
        10 => Action::TakeBack { device, call, party: other },
        11..=13 => Action::Monitor { device: DeviceId(u32::from(draw % 6)), monitoring },
        14 => Action::CancelMonitoring { device, agent: other },
        0 | 1 => Action::Deflect { device, call, to },
        2 => Action::PickUp { device, at: (!draw.is_multiple_of(3)).then_some(to) },
        15 if draw.is_multiple_of(2) => {
            Action::Unpark { device, at: draw.is_multiple_of(3).then_some(to) }
        }
        7 if draw.is_multiple_of(2) => Action::Park { device, call, at: Some(to) },
        15 => Action::Park { device, call, at: None },
        3 => Action::Mute { device, call },
        4 => Action::Unmute { device, call },
        5 if draw.is_multiple_of(3) => {
            Action::Set { device, setting: Setting::SendAllCalls(draw.is_multiple_of(2)) }
        }
        5 => Action::Set { device, setting: Setting::DoNotDisturb(draw.is_multiple_of(2)) },
        6 if draw.is_multiple_of(3) => {
            Action::Set { device, setting: Setting::OffHook(draw.is_multiple_of(2)) }
        }
        6 => Action::Set { device, setting: Setting::Forwarding(Some(forwarding)) },
        _ => Action::Set { device, setting: Setting::Forwarding(None) },
    }
}

/// Who makes predictive calls.
const PREDICTING: [&str; 3] = ["8100", "8300", "8500"];

const NUMBERS: [&str; 25] = [
    "8",
    "860",
    "8003",
    "8600",
    "8601",
    "8602",
    "8600",
    "8500",
    "8501",
    "2001",
    "2002",
    "2003",
    "2004",
    "2005",
    "2006",
    "2090",
    "8100",
    "8100",
    "8200",
    "8300",
    "8005",
    "01715550123",
    "01715550199",
    "01715550111",
    "0091",
];

/// Vectors for the worlds of the stories: several queues, digits, a machine, subroutines, loops.
const VECTORS: &str = r#"
[numbers.8600]
vector = "all"
[numbers.8601]
vector = "menu"
vdn_override = true
return_destination = "8600"
[numbers.8602]
vector = "machine"

[announcements]
hello = { length = "3s", ports = 1, queue = 1 }
tune = { length = "3s", barge_in = true }

[coverage_paths.desk]
points = ["2003", "8005", "8600"]
rings = 1

[vectoring]
release = "cm"
disconnect_timer = "1m"

[vectors]
all = '''
01 queue-to sales pri m
02 queue-to quick pri h
03 check timed pri l if calls-queued < 1
04 announcement hello
05 queue-to sales pri t
06 adjunct routing link 1
07 wait-time 5 secs hearing music
08 goto step 10 if expected-wait for call > 300
09 goto vector menu @step 2 if queue-fail
10 goto step 6 unconditionally
'''
menu = '''
01 collect 1 digits after announcement hello for A
02 route-to number 2002 with cov n if digit = 1
03 route-to number 8600 with cov y if digit = 2
04 route-to number 2003 with cov y if digit = 9
05 return
06 busy
'''
machine = '''
01 queue-to sales pri l
02 converse-on quick pri m passing ani and wait
03 consider timed pri m
04 queue-to best
05 wait-time 8 secs hearing ringback
06 announcement tune
07 disconnect after announcement hello
'''
"#;
