//! A second client of the T-Server, which watches the queues as a statistics server would.
//!
//! The gateway registers telephones only; what happens at a queue is shown by this client's events.

use switch_sim::world::{RoutingPoint, World};
use tserver_wire::{
    AttributeId as A, Decoder, Message, MessageType as M, PROTOCOL_VERSION, RegisterMode,
};

/// The watching client.
#[derive(Debug)]
pub(crate) struct Monitor {
    numbers: Vec<String>,
    follows_calls: bool,
    decoder: Decoder,
    outputs: Vec<Message>,
}

/// What the client watches beside the queues.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Watched {
    pub points: bool,
    /// Calls as wholes (PSDK T-Library reference, `TStartCallMonitoring`).
    pub calls: bool,
}

impl Monitor {
    /// A client for the queues of a world, not connected yet.
    pub(crate) fn new(world: &World, watched: Watched) -> Self {
        let queues = world.queues.iter().map(|queue| &queue.dn);
        let points: &[RoutingPoint] = if watched.points { &world.routing_points } else { &[] };
        let points = points.iter().map(|point| &point.dn);
        Self {
            numbers: queues.chain(points).cloned().collect(),
            follows_calls: watched.calls,
            decoder: Decoder::new(),
            outputs: Vec::new(),
        }
    }

    /// Begins a conversation with a T-Server.
    pub(crate) fn greet(&mut self) {
        let hello = Message::new(M::LINK_HELLO)
            .with(A::PROTOCOL_VERSION, PROTOCOL_VERSION)
            .with(A::APPLICATION_NAME, "monitor");
        self.decoder = Decoder::new();
        self.outputs = vec![hello];
    }

    /// Takes in bytes; gives the events about calls among them.
    pub(crate) fn receive(&mut self, bytes: &[u8]) -> Vec<Message> {
        self.decoder.feed(bytes);
        let mut events = Vec::new();
        while let Ok(Some(message)) = self.decoder.next() {
            match message.kind {
                M::EVENT_LINK_CONNECTED => self.register(),
                M::LINK_POLL => self.outputs.push(Message::new(M::LINK_POLL_ACK)),
                _ if message.get(A::CONN_ID).is_some() => events.push(message),
                _ => {}
            }
        }
        events
    }

    /// Every message to send, as bytes.
    pub(crate) fn take_output(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for message in self.outputs.drain(..) {
            let encoded = message.encode(&mut bytes);
            debug_assert!(encoded.is_ok(), "the monitor's own messages are within every bound");
        }
        bytes
    }

    fn register(&mut self) {
        let requests = (1..).zip(&self.numbers).map(|(reference, number)| {
            Message::new(M::REQUEST_REGISTER_ADDRESS)
                .with(A::THIS_DN, number.as_str())
                .with(A::REGISTER_MODE, RegisterMode::Monitor)
                .with(A::REFERENCE_ID, reference)
        });
        self.outputs.extend(requests);
        if self.follows_calls {
            let reference = i32::try_from(self.numbers.len() + 1).unwrap_or(i32::MAX);
            let follow = Message::new(M::REQUEST_START_CALL_MONITORING);
            self.outputs.push(follow.with(A::REFERENCE_ID, reference));
        }
    }
}
