//! What was counted, as a client reads it, over two intervals.

use std::time::Duration;

use serde_json::{Value, json};
use switch_sim::{switch::Switch, time::SimTime, world::World};
use tserver_sim_control::{Act, AgentAct, Operation, OutsideAct, PhoneKey, PlaceCall, act, look};
use tserver_sim_core::{Config, fault::FaultInjector};

const WORLD: &str = r#"
[switch]
statistics_interval = "30m"
[trunks.T1]
channels = 2
[people]
alice = { dn = "2001", login = "7001", queues = ["sales"] }
[queues.sales]
dn = "8100"
after_call_work = "none"
service_levels = ["5s", "20s"]
[numbers]
"8000" = { vector = "V1" }
[vectors]
V1 = """
01 queue-to skill sales pri m
02 queue-to skill sales pri m
"""
"#;

/// A switch, its T-Server, and hands.
struct Site {
    switch: Switch,
    tserver: FaultInjector,
}

impl Site {
    fn does(&mut self, wanted: Act) {
        act(&mut self.switch, &mut self.tserver, &wanted).expect("it can be done");
    }

    fn calls(&mut self) -> String {
        let place = PlaceCall { to: "8000".to_owned(), ..PlaceCall::default() };
        let from = Some("01715550123".to_owned());
        let place = Act::Place(PlaceCall { from, ..place });
        let placed = act(&mut self.switch, &mut self.tserver, &place).expect("a circuit is free");
        placed.call.expect("a call")
    }

    fn agent(&mut self, act: AgentAct) {
        self.does(Act::Agent { number: "2001".to_owned(), act });
    }

    fn presses(&mut self, key: PhoneKey) {
        self.does(Act::Press { number: "2001".to_owned(), key });
    }

    fn waits(&mut self, seconds: u64) {
        let to = self.switch.now() + Duration::from_secs(seconds);
        self.switch.advance(SimTime(to.0));
        while self.switch.poll_event().is_some() {}
    }

    fn reads(&self, what: &str) -> Value {
        let path = format!("/v1/{what}");
        let read = Operation::read("GET", &path, "", b"").expect("there is such a path");
        let Operation::Look(wanted) = read else { panic!("{path} is to be read") };
        let list = look(&self.switch, &self.tserver, &wanted).expect("a list");
        list.get(0).expect("the only one").clone()
    }
}

/// One call of 36 s is answered after 4 s, one given up after 10 s; the next interval is empty.
#[test]
fn two_intervals() {
    let world = World::parse(WORLD).unwrap();
    let switch = Switch::new(&world).unwrap();
    let tserver = FaultInjector::new(Config::default(), None, 1, &switch);
    let mut site = Site { switch, tserver };
    let (agent, queues) = ("7001".to_owned(), vec!["8100".to_owned()]);
    site.agent(AgentAct::LogOn { agent, queues });
    site.agent(AgentAct::Ready {});
    site.calls();
    site.waits(4);
    site.presses(PhoneKey::Answer { call: None });
    let second = site.calls();
    site.waits(10);
    site.does(Act::Outside { call: second, act: OutsideAct::Hangup { party: None } });
    site.waits(26);
    site.presses(PhoneKey::Hangup { call: None });
    site.waits(1_800);

    // The second call waits when the second step wants it to.
    let event = site.reads("vector-events");
    assert_eq!((&event["event"], &event["step"]), (&json!(20), &json!("V1.02")));
    assert_eq!((&event["call"], &event["first_ms"]), (&json!("c2"), &json!(4_000)));
    assert_eq!(event["count"], 1);

    let queue = site.reads("statistics/queues");
    assert_eq!((&queue["of"], &queue["name"]), (&json!("8100"), &json!("sales")));
    assert_eq!(queue["interval"]["offered"], 0);
    let last = &queue["last"];
    assert_eq!(last["span_ms"], 1_800_000);
    let flow = ["offered", "answered", "abandoned", "there_at_start", "there_at_end"];
    assert_eq!(flow.map(|name| last[name].as_u64().unwrap()), [2, 1, 1, 0, 0]);
    assert_eq!(last["average_speed_of_answer"], 4.0);
    assert_eq!(last["average_handling_time"], 36.0);
    assert_eq!((&last["erlangs"], &last["ccs"]), (&json!(0.02), &json!(0.36)));
    let level = |span: &str, at: usize| queue[span]["service_levels"][at].clone();
    let formulas = ["of_offered", "of_answered", "without_short_abandons", "with_abandons_in_time"];
    assert_eq!(formulas.map(|name| level("last", 0)[name].as_f64().unwrap()), [0.5, 1.0, 0.5, 0.5]);
    assert_eq!(formulas.map(|name| level("last", 1)[name].as_f64().unwrap()), [0.5, 1.0, 1.0, 1.0]);
    assert_eq!(level("interval", 0)["of_offered"], Value::Null);
    assert_eq!(level("running", 0)["average_of_intervals"], 0.5);

    let agent = site.reads("statistics/agents");
    assert_eq!((&agent["of"], &agent["last"]["answered"]), (&json!("2001"), &json!(1)));
    assert_eq!(agent["last"]["talking_ms"], 36_000);
    assert_eq!(agent["interval"]["idle_ms"], agent["interval"]["staffed_ms"]);
    let trunk = site.reads("statistics/trunks");
    assert_eq!((&trunk["of"], &trunk["last"]["incoming"]), (&json!("T1"), &json!(2)));
    // Forty seconds on one circuit, ten on the other.
    assert_eq!(
        (&trunk["last"]["ccs"], &trunk["last"]["all_busy_ms"]),
        (&json!(0.5), &json!(10_000))
    );
    let vdn = site.reads("statistics/vdns");
    assert_eq!((&vdn["of"], &vdn["last"]["answered"]), (&json!("8000"), &json!(1)));
    assert_eq!(vdn["last"]["abandoned"], 1);
}
