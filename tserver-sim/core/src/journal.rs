//! The T-Server's own log: what goes over its links, in the text format of T-Server logs.
//!
//! The journal watches: it is told what comes and goes, and decodes by itself what clients send. An
//! event is written once, and after it a line for each client that got it. What belongs to T-Link
//! and not to T-Library (greeting, polls, farewell) stays out.

use std::collections::BTreeMap;

use switch_sim::time::SimTime;
use tserver_log::{Peer, Stamp, Writer};
use tserver_wire::{AttributeId as A, Decoder, Message, MessageType as M};

use crate::{link::LinkId, server::Output};

/// Writes the log of a T-Server, line by line, into whatever text the owner hands in.
#[derive(Debug)]
pub struct Journal {
    writer: Writer,
    /// What the simulation's time begins with, in Unix milliseconds.
    epoch_ms: u64,
    clients: BTreeMap<LinkId, Client>,
    /// The event being sent, until it is known who gets it.
    sending: Option<Sending>,
}

/// One client, as the log names it.
#[derive(Debug)]
struct Client {
    decoder: Decoder,
    peer: Peer,
}

/// Copies of one event.
#[derive(Debug)]
struct Sending {
    at: SimTime,
    /// The copy that says most: the one with the reference of the request it answers.
    message: Message,
    to: Vec<LinkId>,
}

impl Journal {
    /// The number of the line that says that a client connected: ours, from a range that public
    /// lists of standard messages do not have.
    pub const CONNECTED: u32 = 9_001;
    /// The number of the line that says that a client's connection is gone.
    pub const DISCONNECTED: u32 = 9_002;

    /// A journal of a server whose time begins at `epoch_ms`.
    pub fn new(writer: Writer, epoch_ms: u64) -> Self {
        Self { writer, epoch_ms, clients: BTreeMap::new(), sending: None }
    }

    /// The lines that open a file.
    pub fn begin(&self, at: SimTime, application: &str, out: &mut String) {
        self.writer.preamble(out, application, self.stamp(at));
    }

    /// A client connected from this address.
    pub fn opened(&mut self, at: SimTime, link: LinkId, address: &str, out: &mut String) {
        self.flush(out);
        let number = u32::try_from(link.0).unwrap_or(u32::MAX);
        let address = Some(address.to_owned());
        let peer = Peer { socket: Some(number), client: Some(number), address, ..Peer::default() };
        self.clients.insert(link, Client { decoder: Decoder::new(), peer });
        self.notice(at, Self::CONNECTED, &format!("client connected [{number}]"), out);
    }

    /// A client's connection is gone.
    pub fn closed(&mut self, at: SimTime, link: LinkId, out: &mut String) {
        self.flush(out);
        if self.clients.remove(&link).is_some() {
            self.notice(at, Self::DISCONNECTED, &format!("client disconnected [{}]", link.0), out);
        }
    }

    /// A client sent bytes. What cannot be decoded the server complains of itself.
    pub fn received(&mut self, at: SimTime, link: LinkId, bytes: &[u8], out: &mut String) {
        self.flush(out);
        let stamp = self.stamp(at);
        let Some(client) = self.clients.get_mut(&link) else { return };
        client.decoder.feed(bytes);
        while let Ok(Some(message)) = client.decoder.next() {
            if message.kind == M::LINK_HELLO {
                let name = message.string(A::APPLICATION_NAME).unwrap_or_default();
                name.clone_into(&mut client.peer.application);
            }
            if !message.kind.is_link() {
                self.writer.request(out, stamp, &client.peer, &message);
            }
        }
    }

    /// The server sends something. Lines may come only with the next output, or with
    /// [`flush`](Self::flush).
    pub fn sent(&mut self, at: SimTime, output: &Output, out: &mut String) {
        match output {
            Output::Transmit { message, .. } if message.kind.is_link() => {}
            Output::Transmit { link, message, .. } => {
                let sequence = message.conn_id(A::EVENT_SEQUENCE_NUMBER);
                let same = self.sending.as_mut().filter(|sending| {
                    sequence.is_some()
                        && sending.message.conn_id(A::EVENT_SEQUENCE_NUMBER) == sequence
                });
                if let Some(sending) = same {
                    sending.to.push(*link);
                    if message.attributes.len() > sending.message.attributes.len() {
                        sending.message = message.clone();
                    }
                } else {
                    self.flush(out);
                    let (message, to) = (message.clone(), vec![*link]);
                    self.sending = Some(Sending { at, message, to });
                }
            }
            // What is no message, a T-Server does not know that it sends.
            Output::Noise { .. } => {}
            Output::Close { link, .. } => self.closed(at, *link, out),
        }
    }

    /// Writes down what is held back.
    pub fn flush(&mut self, out: &mut String) {
        let Some(sending) = self.sending.take() else { return };
        let stamp = self.stamp(sending.at);
        self.writer.event(out, stamp, &sending.message);
        let peers = sending.to.iter().filter_map(|link| self.clients.get(link));
        for client in peers {
            self.writer.sent(out, stamp, sending.message.kind, &client.peer);
        }
    }

    fn notice(&self, at: SimTime, id: u32, text: &str, out: &mut String) {
        self.writer.notice(out, self.stamp(at), id, text);
    }

    fn stamp(&self, at: SimTime) -> Stamp {
        Stamp::of_unix_ms(self.epoch_ms.saturating_add(at.0))
    }
}
