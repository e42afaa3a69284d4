//! A log as a T-Server writes it.

use std::fmt::Write as _;

use tserver_wire::{AttributeId, Message, MessageType};

use crate::{
    line::Peer,
    stamp::{Stamp, TimeFormat},
};

/// Writes the lines of one server's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writer {
    /// How standard lines write times; what T-Library traces has its own form.
    pub format: TimeFormat,
    /// The server's version, in four parts as such logs have it.
    pub version: String,
}

impl Default for Writer {
    fn default() -> Self {
        let version = env!("CARGO_PKG_VERSION").to_owned() + ".00";
        Self { format: TimeFormat::Iso, version }
    }
}

impl Writer {
    /// The lines that open a file.
    pub fn preamble(&self, out: &mut String, application: &str, at: Stamp) {
        let local = TimeFormat::Iso.write(at);
        line(out, format_args!("Application name:     {application}"));
        line(out, format_args!("Application type:     TServer"));
        line(out, format_args!("Application version:  {}", self.version));
        line(out, format_args!("Local time:           {local}"));
        line(out, format_args!("UTC time:             {local}"));
        out.push('\n');
    }

    /// A request that came from a client.
    pub fn request(&self, out: &mut String, at: Stamp, peer: &Peer, message: &Message) {
        let (stamp, kind) = (self.format.write(at), message.kind);
        line(out, format_args!("{stamp} Trc 04541 {kind} received from {}", Named(peer)));
        line(out, format_args!("{message}\n"));
    }

    /// An event that the server sends: to one client if it answers a request, to all that are
    /// registered otherwise.
    pub fn event(&self, out: &mut String, at: Stamp, message: &Message) {
        let (stamp, version) = (TimeFormat::Trace.write(at), &self.version);
        let function = function(message.kind);
        line(out, format_args!("{stamp} [0] {version} {function}: {message}\n"));
    }

    /// To whom an event went.
    pub fn sent(&self, out: &mut String, at: Stamp, kind: MessageType, peer: &Peer) {
        let stamp = self.format.write(at);
        line(out, format_args!("{stamp} Trc 04542 {kind} sent to {}", Named(peer)));
    }

    /// Another line of the trace.
    pub fn notice(&self, out: &mut String, at: Stamp, id: u32, text: &str) {
        let stamp = self.format.write(at);
        line(out, format_args!("{stamp} Trc {id:05} {text}"));
    }
}

/// The function of the server that writes an event of this kind down.
fn function(kind: MessageType) -> &'static str {
    let whole_call = MessageType::EVENT_CALL_CREATED.0..=MessageType::EVENT_CALL_PARTY_DELETED.0;
    if whole_call.contains(&kind.0) {
        "distribute call/party event"
    } else if kind.mandatory().contains(&AttributeId::REFERENCE_ID) {
        "send_to_client"
    } else {
        "distribute_event"
    }
}

struct Named<'a>(&'a Peer);

impl std::fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let peer = self.0;
        let (socket, client) = (peer.socket.unwrap_or_default(), peer.client.unwrap_or_default());
        // A name with blanks or brackets would read as something else.
        let plain = |c: char| if c.is_ascii_graphic() && !"()".contains(c) { c } else { '_' };
        let name: String = peer.application.chars().map(plain).collect();
        let name = if name.is_empty() { "-" } else { &name };
        write!(f, "[{socket}] ({client:08x} {name}")?;
        if let Some(address) = &peer.address {
            write!(f, " {address}")?;
        }
        f.write_str(")")
    }
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _written = writeln!(out, "{text}");
}
