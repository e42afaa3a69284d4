//! A pair in hot standby: what clients have asked of the one in charge goes on with the other.

use std::time::Duration;

use switch_sim::{
    action::Action,
    call::ConnectionState,
    id::{CallId, Number},
    switch::Switch,
    world::{Standby, StandbyMode},
};
use tserver_sim_core::{
    Config, ErrorKind, Host, LinkId, Output,
    fault::{self, FaultInjector},
    limits,
};
use tserver_wire::{AttributeId as A, KvList, Message, MessageType as M, PROTOCOL_VERSION};

use crate::rig::world;

/// A switch, the pair, and what its clients were sent.
struct Site {
    switch: Switch,
    pair: FaultInjector,
    sent: Vec<(LinkId, Message)>,
}

const OLD: LinkId = LinkId(1);
const NEW: LinkId = LinkId(2);
const TAKEOVER: Duration = Duration::from_secs(2);

impl Site {
    /// A router has registered the routing point 8500 with the first of the two.
    fn begin() -> Self {
        let switch = Switch::new(&world()).unwrap();
        let standby = Standby { mode: StandbyMode::Hot, takeover: TAKEOVER };
        let pair = FaultInjector::new(Config::default(), Some(standby), 1, &switch);
        let mut site = Self { switch, pair, sent: Vec::new() };
        site.connect(Host::First, OLD);
        site.ask(OLD, &Message::new(M::REQUEST_REGISTER_ADDRESS).with(A::THIS_DN, "8500"));
        site
    }

    fn connect(&mut self, host: Host, link: LinkId) {
        assert!(self.pair.handle_opened(host, link));
        let hello = Message::new(M::LINK_HELLO).with(A::PROTOCOL_VERSION, PROTOCOL_VERSION);
        self.transmit(link, &hello.with(A::APPLICATION_NAME, "router"));
    }

    /// The answer to a request.
    fn ask(&mut self, link: LinkId, request: &Message) -> Message {
        self.sent.clear();
        self.transmit(link, &request.clone().with(A::REFERENCE_ID, 1));
        let answer = |(to, event): &(LinkId, Message)| {
            (*to == link && event.integer(A::REFERENCE_ID) == Some(1)).then(|| event.clone())
        };
        self.sent.iter().find_map(answer).unwrap()
    }

    fn transmit(&mut self, link: LinkId, message: &Message) {
        let mut bytes = Vec::new();
        message.encode(&mut bytes).unwrap();
        self.pair.handle_bytes(&mut self.switch, link, &bytes);
        self.pump();
    }

    fn arrive(&mut self, called: &str) -> CallId {
        let group = self.switch.trunk_group("PSTN1").unwrap();
        let called = Number::new(called).unwrap();
        let arrive = Action::Arrive { group, calling: None, called, data: Vec::new() };
        let call = self.switch.handle_action(arrive).unwrap().call.unwrap();
        self.pump();
        call
    }

    fn breaks(&mut self, name: &str) {
        let fault = fault::read("tserver", name, &[], false).unwrap();
        self.pair.inject(&mut self.switch, fault, None).unwrap();
        self.pump();
    }

    fn wait(&mut self, span: Duration) {
        let end = self.switch.now() + span;
        while self.switch.now() < end {
            let next = self.switch.next_deadline().into_iter().chain(self.pair.poll_timeout());
            let next = next.min().map_or(end, |at| at.min(end)).max(self.switch.now());
            self.switch.advance(next);
            self.pump();
            self.pair.handle_timeout(&mut self.switch, next);
            self.pump();
        }
    }

    fn pump(&mut self) {
        while let Some(event) = self.switch.poll_event() {
            self.pair.handle_switch_event(&self.switch, &event);
        }
        while let Some(output) = self.pair.poll_output() {
            if let Output::Transmit { link, message, .. } = output {
                self.sent.push((link, message));
            }
        }
    }

    /// Whether a call waits at the routing point.
    fn waits(&self, call: CallId) -> bool {
        let point = self.switch.device_by_number("8500").unwrap();
        let party = self.switch.call(call).and_then(|call| call.party(point));
        party.is_some_and(|party| party.state == ConnectionState::Queued)
    }
}

/// The one in charge changes while a call waits for its route; the router comes over and gives it.
fn check_routing(fault: &str) {
    let mut site = Site::begin();
    let call = site.arrive("8500");
    let asked = site.sent.iter().find(|(_, event)| event.kind == M::EVENT_ROUTE_REQUEST).unwrap();
    let conn = asked.1.conn_id(A::CONN_ID).unwrap();
    site.breaks(fault);
    site.wait(TAKEOVER);
    assert!(site.waits(call), "{fault}");
    site.connect(Host::Second, NEW);
    assert!(site.waits(call), "{fault}");
    let about = |kind| Message::new(kind).with(A::THIS_DN, "8500");
    site.ask(NEW, &about(M::REQUEST_REGISTER_ADDRESS));
    let route = about(M::REQUEST_ROUTE_CALL).with(A::CONN_ID, conn).with(A::OTHER_DN, "2003");
    assert_eq!(site.ask(NEW, &route).kind, M::EVENT_ROUTE_USED, "{fault}");
    site.wait(Duration::from_secs(20));
    let next = site.arrive("8500");
    assert!(site.waits(next), "{fault}");
}

#[test]
fn calls_wait_for_their_route_through_a_switch_over() {
    check_routing("switchover");
}

#[test]
fn calls_wait_for_their_route_through_a_takeover() {
    check_routing("crash");
}

#[test]
fn who_does_not_come_over_is_not_waited_for() {
    let mut site = Site::begin();
    site.breaks("switchover");
    site.wait(Duration::from_secs(9));
    let call = site.arrive("8500");
    assert!(site.waits(call));
    site.wait(Duration::from_secs(1));
    assert!(!site.waits(call));
    let next = site.arrive("8500");
    assert!(!site.waits(next));
}

#[test]
fn an_agent_stays_reserved() {
    for fault in ["switchover", "crash"] {
        let mut site = Site::begin();
        let reserve = Message::new(M::REQUEST_RESERVE_AGENT).with(A::THIS_DN, "2001");
        let reserve = reserve.with(A::TIMEOUT, 60_000);
        assert_eq!(site.ask(OLD, &reserve).kind, M::EVENT_AGENT_RESERVED);
        site.breaks(fault);
        site.wait(TAKEOVER);
        site.connect(Host::Second, NEW);
        let refused = site.ask(NEW, &reserve);
        assert_eq!(refused.integer(A::ERROR_CODE), Some(ErrorKind::WrongState.default_code()));
        site.wait(Duration::from_secs(60));
        assert_eq!(site.ask(NEW, &reserve).kind, M::EVENT_AGENT_RESERVED, "{fault}");
    }
}

#[test]
fn more_late_events_than_are_kept_are_told_in_their_turn() {
    let mut site = Site::begin();
    site.ask(OLD, &Message::new(M::REQUEST_REGISTER_ADDRESS).with(A::THIS_DN, "2003"));
    site.arrive("2003");
    let ringing = site.sent.iter().find_map(|(_, event)| event.conn_id(A::CONN_ID)).unwrap();
    let by = [("by".to_owned(), "1h".to_owned()), ("count".to_owned(), "1000000".to_owned())];
    let late = fault::read("tserver", "late", &by, false).unwrap();
    site.pair.inject(&mut site.switch, late, None).unwrap();
    site.sent.clear();
    let update = Message::new(M::REQUEST_UPDATE_USER_DATA).with(A::CONN_ID, ringing);
    let update = update.with(A::THIS_DN, "2003").with(A::REFERENCE_ID, 1);
    for number in 0..limits::LATE_EVENTS {
        let data = KvList::new().with("number", number.to_string());
        site.transmit(OLD, &update.clone().with(A::USER_DATA, data));
    }
    assert_eq!(site.sent, []);
    for _ in 0..3 {
        site.transmit(OLD, &update.clone().with(A::USER_DATA, KvList::new().with("k", "v")));
    }
    let told = site.sent.iter().map(|(_, event)| event.list(A::USER_DATA).unwrap().clone());
    let first = |number: usize| KvList::new().with("number", number.to_string());
    assert_eq!(told.collect::<Vec<_>>(), [first(0), first(1), first(2)]);
}
