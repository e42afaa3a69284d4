//! The T-Server's log of a run, as its own journal writes it.

use switch_sim::time::SimTime;
use tserver_sim_core::{Host, Journal, LinkId, Output};

use super::{EPOCH, Rig};

/// A log that grows while the run goes on.
#[derive(Debug)]
pub(super) struct Kept {
    journal: Journal,
    text: String,
}

impl Kept {
    pub(super) fn new(server: &str) -> Self {
        let journal = Journal::new(tserver_log::Writer::default(), EPOCH.0);
        let mut text = String::new();
        journal.begin(SimTime::ZERO, server, &mut text);
        Self { journal, text }
    }

    pub(super) fn sent(&mut self, now: SimTime, output: &Output) {
        self.journal.sent(now, output, &mut self.text);
    }
}

impl Rig {
    /// The T-Server's log so far; empty for a rig that keeps none.
    pub fn log(&mut self) -> &str {
        self.log.as_mut().map_or("", |log| {
            log.journal.flush(&mut log.text);
            &log.text
        })
    }

    /// False: the client does not get through.
    pub(super) fn open_client(&mut self, host: Host, link: LinkId) -> bool {
        let opened = self.tserver.handle_opened(host, link);
        if let Some(log) = self.log.as_mut().filter(|_| opened) {
            // Addresses of the documentation network, one for each connection.
            let address = format!("192.0.2.{}:49152", link.0 % 254 + 1);
            log.journal.opened(self.now, link, &address, &mut log.text);
        }
        opened
    }

    pub(super) fn hear_client(&mut self, link: LinkId, bytes: &[u8]) {
        if let Some(log) = &mut self.log {
            log.journal.received(self.now, link, bytes, &mut log.text);
        }
        self.tserver.handle_bytes(&mut self.switch, link, bytes);
    }

    pub(super) fn close_client(&mut self, link: LinkId) {
        if let Some(log) = &mut self.log {
            log.journal.closed(self.now, link, &mut log.text);
        }
        self.tserver.handle_closed(link);
    }
}
