//! A switch and a T-Server in one place, driven by messages and looked at through them.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use switch_sim::{
    action::{Action, CallData},
    id::{CallId, DeviceId, Number},
    switch::Switch,
    world::World,
};
use tserver_sim_core::{Config, LinkId, Output, TServerSim};
use tserver_wire::{AttributeId as A, DnRole, Message, MessageType as M, PROTOCOL_VERSION};

/// The client that stories look through.
pub(crate) const FIRST: LinkId = LinkId(1);
/// A second client with the same registrations, never asking for anything.
pub(crate) const SECOND: LinkId = LinkId(2);

/// Switch, T-Server, and everything that the T-Server has sent.
pub(crate) struct Rig {
    pub(crate) switch: Switch,
    pub(crate) tserver: TServerSim,
    pub(crate) sent: Vec<(LinkId, Message)>,
    pub(crate) closed: Vec<(LinkId, String)>,
    /// The requests that were not refused, by reference.
    pub(crate) asked: BTreeMap<i32, M>,
    /// The kinds of request that were.
    pub(crate) refused: BTreeSet<M>,
    /// The kinds of event that clients were sent.
    pub(crate) told: BTreeSet<M>,
    reference: i32,
}

impl Rig {
    pub(crate) fn new(config: Config) -> Self {
        Self::in_world(&world(), config)
    }

    pub(crate) fn in_world(world: &World, config: Config) -> Self {
        let switch = Switch::new(world).unwrap();
        let tserver = TServerSim::new(config, &switch);
        Self {
            switch,
            tserver,
            sent: Vec::new(),
            closed: Vec::new(),
            asked: BTreeMap::new(),
            refused: BTreeSet::new(),
            told: BTreeSet::new(),
            reference: 0,
        }
    }

    /// Connects a client and greets.
    pub(crate) fn connect(&mut self, link: LinkId) {
        self.tserver.handle_opened(link);
        let hello = Message::new(M::LINK_HELLO)
            .with(A::PROTOCOL_VERSION, PROTOCOL_VERSION)
            .with(A::APPLICATION_NAME, "story");
        self.transmit(link, &hello);
    }

    /// Registers a number for a client.
    pub(crate) fn register(&mut self, link: LinkId, dn: &str) {
        self.request(link, &Message::new(M::REQUEST_REGISTER_ADDRESS).with(A::THIS_DN, dn));
    }

    /// Sends a request with the next reference; its reference.
    pub(crate) fn request(&mut self, link: LinkId, request: &Message) -> i32 {
        self.reference += 1;
        let request = request.clone().with(A::REFERENCE_ID, self.reference);
        self.transmit(link, &request);
        self.reference
    }

    pub(crate) fn transmit(&mut self, link: LinkId, message: &Message) {
        let mut bytes = Vec::new();
        message.encode(&mut bytes).unwrap();
        if let Some(reference) = message.integer(A::REFERENCE_ID) {
            self.asked.insert(reference, message.kind);
        }
        self.tserver.handle_bytes(&mut self.switch, link, &bytes);
        self.pump();
    }

    /// Somebody acts at the switch itself: a telephone's keys, somebody outside.
    pub(crate) fn act(&mut self, action: Action) {
        self.switch.handle_action(action).unwrap();
        self.pump();
    }

    /// Somebody outside calls a number.
    pub(crate) fn arrive(&mut self, calling: Option<&str>, called: &str, data: CallData) {
        let group = self.switch.trunk_group("PSTN1").unwrap();
        let calling = calling.map(|number| Number::new(number).unwrap());
        self.act(Action::Arrive { group, calling, called: Number::new(called).unwrap(), data });
    }

    /// The circuit that is in a call, standing for somebody outside.
    pub(crate) fn outside_party(&self, call: CallId) -> DeviceId {
        let parties = &self.switch.call(call).unwrap().parties;
        let name = |device| self.switch.device(device).number.as_str();
        let circuit = |device| name(device).starts_with("PSTN") || name(device).starts_with("TINY");
        parties.iter().map(|party| party.device).find(|device| circuit(*device)).unwrap()
    }

    pub(crate) fn device(&self, dn: &str) -> DeviceId {
        self.switch.device_by_number(dn).unwrap()
    }

    pub(crate) fn wait(&mut self, span: Duration) {
        let to = self.switch.now() + span;
        self.switch.advance(to);
        self.pump();
        self.tserver.handle_timeout(to);
        self.pump();
    }

    /// What a client has been sent since the last call.
    pub(crate) fn take(&mut self, link: LinkId) -> Vec<Message> {
        let (theirs, rest) =
            std::mem::take(&mut self.sent).into_iter().partition(|(l, _)| *l == link);
        self.sent = rest;
        let theirs: Vec<(LinkId, Message)> = theirs;
        theirs.into_iter().map(|(_, message)| message).collect()
    }

    pub(crate) fn pump(&mut self) {
        while let Some(event) = self.switch.poll_event() {
            self.tserver.handle_switch_event(&event);
        }
        while let Some(output) = self.tserver.poll_output() {
            match output {
                Output::Transmit { link, message, bytes } => {
                    let mut decoder = tserver_wire::Decoder::new();
                    decoder.feed(&bytes);
                    assert_eq!(decoder.next().unwrap().as_ref(), Some(&message));
                    assert_eq!(message.missing().collect::<Vec<_>>(), [], "{}", message.kind);
                    assert_eq!(forbidden(&message), [], "{}", message.one_line());
                    self.told.insert(message.kind);
                    if message.kind == M::EVENT_ERROR {
                        let reference = message.integer(A::REFERENCE_ID).unwrap_or_default();
                        self.refused.extend(self.asked.remove(&reference));
                    }
                    self.sent.push((link, message));
                }
                Output::Noise { .. } => panic!("a T-Server by itself sends messages only"),
                Output::Close { link, reason } => self.closed.push((link, reason)),
            }
        }
    }
}

/// The attributes that an event may not have: neither its table lists them, nor do they go with
/// every event (the stamp), every call (`CallUUID`), every OtherDN (its role) or, in a queue's own
/// events, with the queue; nor are they the role of the queue that makes a predictive call.
fn forbidden(message: &Message) -> Vec<A> {
    let kind = message.kind;
    let is_origination = message.integer(A::THIS_DN_ROLE) == Some(DnRole::Origination.code());
    let listed = |id: &A| kind.mandatory().contains(id) || kind.optional().contains(id);
    let allowed = |id: &A| {
        listed(id)
            || [A::TIME_IN_SECS, A::TIME_IN_USECS, A::EVENT_SEQUENCE_NUMBER].contains(id)
            || (*id == A::REFERENCE_ID && kind.is_event())
            || (*id == A::CALL_UUID && listed(&A::CONN_ID))
            || (*id == A::OTHER_DN_ROLE && message.get(A::OTHER_DN).is_some())
            || (*id == A::THIS_QUEUE && kind == M::EVENT_PARTY_CHANGED)
            || (*id == A::THIS_DN_ROLE && kind == M::EVENT_DIVERTED && is_origination)
    };
    message.attributes.iter().map(|attribute| attribute.id).filter(|id| !allowed(id)).collect()
}

/// The site of all stories.
pub(crate) fn world() -> World {
    World::parse(include_str!("world.toml")).unwrap()
}
