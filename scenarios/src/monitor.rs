//! A second client of the T-Server, which watches the queues as a statistics server would, and routes calls
//! at the routing points where the world says that a client does.
//!
//! The gateway registers telephones only; what happens at a queue is shown by this client's events.

use switch_sim::world::{Router, World};
use tserver_wire::{
    AttributeId as A, Decoder, Message, MessageType as M, PROTOCOL_VERSION, RegisterMode,
};

/// The watching client.
#[derive(Debug)]
pub(crate) struct Monitor {
    numbers: Vec<(String, RegisterMode)>,
    follows_calls: bool,
    decoder: Decoder,
    outputs: Vec<Message>,
    /// The number of the last request.
    reference: i32,
    /// Why the last route was refused, if it was.
    refusal: Option<Message>,
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
        let queues = world.queues.iter().map(|queue| (queue.dn.clone(), RegisterMode::Monitor));
        let points = world.routing_points.iter().filter_map(|point| {
            let mode = match point.router {
                Some(Router::Client) => Some(RegisterMode::Share),
                Some(Router::LongestIdle | Router::Skills(_) | Router::Number(_)) | None => {
                    watched.points.then_some(RegisterMode::Monitor)
                }
            };
            Some((point.dn.clone(), mode?))
        });
        Self {
            numbers: queues.chain(points).collect(),
            follows_calls: watched.calls,
            decoder: Decoder::new(),
            outputs: Vec::new(),
            reference: 0,
            refusal: None,
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
                _ if message.get(A::CONN_ID).is_some() => {
                    if message.kind == M::EVENT_ERROR {
                        self.refusal = Some(message.clone());
                    }
                    events.push(message);
                }
                _ => {}
            }
        }
        events
    }

    /// Asks the T-Server for something about a call; the request as it is sent.
    pub(crate) fn request(&mut self, request: Message) -> Message {
        self.refusal = None;
        self.push(request.clone());
        request
    }

    /// Why the T-Server has refused the last request about a call, if it has.
    pub(crate) fn take_refusal(&mut self) -> Option<Message> {
        self.refusal.take()
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
        for (number, mode) in self.numbers.clone() {
            let request = Message::new(M::REQUEST_REGISTER_ADDRESS)
                .with(A::THIS_DN, number)
                .with(A::REGISTER_MODE, mode);
            self.push(request);
        }
        if self.follows_calls {
            self.push(Message::new(M::REQUEST_START_CALL_MONITORING));
        }
    }

    fn push(&mut self, request: Message) {
        self.reference = self.reference.wrapping_add(1);
        self.outputs.push(request.with(A::REFERENCE_ID, self.reference));
    }
}
