//! The gateway and its adapter, joined: one input in, every effect of it out; no I/O.

use std::sync::Arc;

use gateway_core::{
    config::GatewayConfig,
    gateway::Gateway,
    middleware::{Adapter, AdapterOutput, LinkChange, Peer},
    reply::{Output, Reply, RequestToken},
    request::Envelope,
    time::Timestamp,
};

use crate::observe;

/// Both state machines, with the wires between them.
pub(crate) struct Machine {
    pub(crate) gateway: Gateway,
    pub(crate) adapter: Box<dyn Adapter + Send>,
}

/// What happened outside.
#[derive(Debug)]
pub(crate) enum Cause<'a> {
    Link(LinkChange<'a>),
    Request {
        token: RequestToken,
        principal: Option<Arc<str>>,
        envelope: Envelope,
    },
    Departure(RequestToken),
    /// The gateway shall behave so from here on.
    Reconfigured(GatewayConfig),
    Timeout,
}

/// What is to be done outside.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Reply { token: RequestToken, reply: Reply },
    Open(Peer),
    Transmit(Vec<u8>),
    Close,
}

impl Machine {
    /// Takes one cause in.
    pub(crate) fn handle(&mut self, now: Timestamp, cause: Cause<'_>) {
        match cause {
            Cause::Link(change) => self.adapter.handle_link(now, change),
            Cause::Request { token, principal, envelope } => {
                self.gateway.handle_request_of(now, principal, token, envelope);
            }
            Cause::Reconfigured(config) => self.gateway.reconfigure(now, config),
            Cause::Departure(token) => self.gateway.handle_disconnect(now, token),
            Cause::Timeout => {
                if self.adapter.poll_timeout().is_some_and(|deadline| deadline <= now) {
                    self.adapter.handle_timeout(now);
                }
                if self.gateway.poll_timeout().is_some_and(|deadline| deadline <= now) {
                    self.gateway.handle_timeout(now);
                }
            }
        }
    }

    /// The next thing to do outside; commands and events between the two are carried over first.
    pub(crate) fn poll_effect(&mut self, now: Timestamp) -> Option<Effect> {
        loop {
            match self.gateway.poll_output() {
                Some(Output::Reply { token, reply }) => {
                    observe::reply(&reply);
                    return Some(Effect::Reply { token, reply });
                }
                Some(Output::Command(command)) => {
                    observe::command(&command);
                    self.adapter.handle_command(now, command);
                }
                None => match self.adapter.poll_output()? {
                    AdapterOutput::Open(peer) => return Some(Effect::Open(peer)),
                    AdapterOutput::Transmit(bytes) => return Some(Effect::Transmit(bytes)),
                    AdapterOutput::Close => return Some(Effect::Close),
                    AdapterOutput::Event(event) => {
                        observe::event(&event);
                        self.gateway.handle_link(now, event);
                    }
                },
            }
        }
    }

    /// When a [`Cause::Timeout`] is wanted.
    pub(crate) fn poll_timeout(&self) -> Option<Timestamp> {
        [self.gateway.poll_timeout(), self.adapter.poll_timeout()].into_iter().flatten().min()
    }
}
