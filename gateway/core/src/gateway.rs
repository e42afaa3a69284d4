//! The gateway as one state machine: requests and middleware events in, replies and commands out.

use std::collections::VecDeque;

use crate::{
    config::GatewayConfig,
    middleware,
    reply::{Output, RequestToken},
    request::Envelope,
    time::Timestamp,
};

/// The gateway. After every `handle_*`, call [`Self::poll_output`] until it is `None`, then ask
/// [`Self::poll_timeout`].
#[derive(Debug)]
pub struct Gateway {
    outputs: VecDeque<Output>,
}

impl Gateway {
    /// A gateway without sessions, whose link is down. `seed` must be unguessable: session ids
    /// follow from it.
    pub fn new(_config: GatewayConfig, _now: Timestamp, _seed: u128) -> Self {
        Self { outputs: VecDeque::new() }
    }

    /// A client asks for something; the reply comes as an output with the same token, once.
    pub fn handle_request(&mut self, _now: Timestamp, _token: RequestToken, _request: Envelope) {}

    /// The client that waited for this reply has gone; a parked poll is forgotten, a command is not.
    pub fn handle_disconnect(&mut self, _now: Timestamp, _token: RequestToken) {}

    /// The adapter reports something.
    pub fn handle_link(&mut self, _now: Timestamp, _event: middleware::Event) {}

    /// The moment that `poll_timeout` named has come.
    pub fn handle_timeout(&mut self, _now: Timestamp) {}

    /// What is to be done next.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When `handle_timeout` is wanted.
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        None
    }

    /// How many sessions there are, those that have just ended included.
    pub fn sessions(&self) -> usize {
        0
    }

    /// Whether the link to the middleware is up.
    pub fn link_up(&self) -> bool {
        false
    }
}
