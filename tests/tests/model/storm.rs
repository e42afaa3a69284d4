//! Ten times as many callers as the site is made for: the rest is turned away with a reason,
//! nothing grows, and the site is as before soon after.

use std::{collections::BTreeMap, time::Duration};

use switch_sim::{
    action::{Action, Refusal},
    id::{CallId, Number},
};

use crate::desks::Desks;

/// Three agents who talk for five seconds serve 36 callers a minute. Twenty come in each of two
/// minutes, then 360 in one, then twenty again in each of two.
#[test]
fn row_31_a_storm_of_calls() {
    let mut site = Site::open();
    let calm = site.minutes(2, 3);
    assert_eq!(calm, Tally { placed: 40, served: 39, ..Tally::default() }, "the last is talked to");
    let storm = site.minutes(1, 0);
    assert_eq!(storm.placed + storm.no_circuit + storm.queue_full, 360, "{storm:?}");
    assert!(storm.no_circuit > 0 && storm.queue_full > 0, "both bounds are met: {storm:?}");
    // Nobody idles, so what can be served is served.
    assert!((30..=39).contains(&storm.served), "{storm:?}");
    let recovered = site.until_the_queue_is_empty();
    assert!(recovered <= Duration::from_secs(20), "after {recovered:?}");
    let after = site.minutes(2, 3);
    assert_eq!((after.placed, after.no_circuit, after.queue_full), (40, 0, 0));
    site.close();
}

/// What became of callers.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    /// They wait, or are served.
    placed: usize,
    /// The trunk group had no circuit for them.
    no_circuit: usize,
    /// The queue was full.
    queue_full: usize,
    /// An agent talked to them.
    served: usize,
}

struct Site {
    desks: Desks,
    /// Seconds so far.
    second: u64,
    /// Since when each call is answered.
    answered: BTreeMap<CallId, u64>,
    arrivals: u64,
}

impl Site {
    fn open() -> Self {
        let people = [("alice", "2001"), ("bob", "2002"), ("carol", "2003")];
        let mut desks = Desks::open(WORLD, &people);
        for (who, agent) in [("alice", "7001"), ("bob", "7002"), ("carol", "7003")] {
            let field = |key: &str, value: &str| (key.to_owned(), value.to_owned());
            let fields = [field("agent", agent), field("queue", "8100")];
            for (request, fields) in [
                ("AGENTINITIALIZE", fields.as_slice()),
                ("SETAGENTSTATE", &[field("state", "available")]),
            ] {
                let token = desks.send(who, request, fields);
                let reply = desks.wait_for(token);
                assert_eq!(reply.attribute("result"), Some("ok"), "{request}: {reply:?}");
            }
        }
        Self { desks, second: 0, answered: BTreeMap::new(), arrivals: 0 }
    }

    /// Minutes in which a caller comes every so many seconds; 0: six come each second.
    fn minutes(&mut self, minutes: u64, every: u64) -> Tally {
        let mut tally = Tally::default();
        for _ in 0..minutes * 60 {
            let callers = match every {
                0 => 6,
                every => usize::from(self.second.is_multiple_of(every)),
            };
            for _ in 0..callers {
                self.arrive(&mut tally);
            }
            self.pass_a_second(&mut tally);
        }
        tally
    }

    /// Somebody calls, over the one trunk group and the other in turn.
    fn arrive(&mut self, tally: &mut Tally) {
        self.arrivals += 1;
        let rig = &mut self.desks.rig;
        let group = if self.arrivals.is_multiple_of(2) { "PSTN1" } else { "PSTN2" };
        let group = rig.switch().trunk_group(group).expect("a trunk group");
        let called = Number::new("8005").expect("a number");
        match rig.act(Action::Arrive { group, calling: None, called, data: Vec::new() }) {
            Ok(_) => tally.placed += 1,
            Err(Refusal::AllTrunksBusy) => tally.no_circuit += 1,
            Err(Refusal::QueueFull) => tally.queue_full += 1,
            Err(refusal) => panic!("{refusal}"),
        }
    }

    /// The desktops answer what rings, and release what has lasted; the bounds hold.
    fn pass_a_second(&mut self, tally: &mut Tally) {
        self.second += 1;
        self.desks.pass(Duration::from_secs(1));
        for who in self.desks.people() {
            let device = self.desks.device(who);
            for (id, state) in self.desks.shown(who) {
                let call = self.desks.rig.switch().calls_at(device).first().copied();
                let call = call.expect("what is shown is there");
                let since = self.answered.get(&call).copied();
                let request = match (state.as_str(), since) {
                    ("ringing", _) => "ACCEPTCALL",
                    ("connected", Some(since)) if since + TALK <= self.second => "RELEASECALL",
                    ("connected", _) => continue,
                    other => panic!("{who} has a call that is {other:?}"),
                };
                let token = self.desks.send(who, request, &[("call".to_owned(), id)]);
                let reply = self.desks.wait_for(token);
                assert_eq!(reply.attribute("result"), Some("ok"), "{request}: {reply:?}");
                if request == "ACCEPTCALL" {
                    self.answered.insert(call, self.second);
                } else {
                    self.answered.remove(&call);
                    tally.served += 1;
                }
            }
            // Read each second: the numbers are without a gap.
            self.desks.events(who);
        }
        let switch = self.desks.rig.switch();
        let queue = switch.device_by_number("8100").and_then(|queue| switch.queue(queue));
        assert!(queue.expect("the queue").len() <= 4, "the queue is bounded");
        assert!(switch.calls().count() <= 7, "whoever is in is served or waits");
    }

    fn until_the_queue_is_empty(&mut self) -> Duration {
        let began = self.second;
        loop {
            let switch = self.desks.rig.switch();
            let queue = switch.device_by_number("8100").and_then(|queue| switch.queue(queue));
            if queue.expect("the queue").is_empty() {
                return Duration::from_secs(self.second - began);
            }
            self.pass_a_second(&mut Tally::default());
        }
    }

    /// The last callers are served; nothing is left.
    fn close(&mut self) {
        for _ in 0..30 {
            self.pass_a_second(&mut Tally::default());
        }
        assert_eq!(self.desks.rig.switch().calls().count(), 0);
        let documents = self.desks.documents.iter().map(Vec::as_slice);
        tests::schema::check(documents).expect("valid documents");
        for who in self.desks.people() {
            assert!(self.desks.shown(who).is_empty(), "{who} has a call left");
        }
    }
}

/// Seconds of a conversation.
const TALK: u64 = 5;

/// Three agents and a queue of four: a caller of the large trunk group finds the queue full, one of
/// the small group may find no circuit.
const WORLD: &str = r#"
[trunks.PSTN1]
channels = 3
[trunks.PSTN2]
channels = 8
[people]
a = { dn = "2001", login = "7001", queues = ["sales"] }
b = { dn = "2002", login = "7002", queues = ["sales"] }
c = { dn = "2003", login = "7003", queues = ["sales"] }
[queues.sales]
dn = "8100"
capacity = 4
after_call_work = "none"
[numbers]
"8005" = { queue = "sales" }
"#;
