//! An adapter on its link without a gateway, for those who look at it closely.

use gateway_core::{
    id::Dn,
    middleware::{Adapter, AdapterOutput, Command, CommandId, Event, LinkChange, Order},
};
use tokio::time::{Instant, sleep_until};

use crate::{clock::Clock, config::Config, links::Link};

/// The adapter that the configuration names.
pub(crate) struct Bench {
    adapter: Box<dyn Adapter + Send>,
    link: Link,
    clock: Clock,
    last_command: CommandId,
}

impl Bench {
    /// One that is about to open its link.
    pub(crate) fn new(config: &Config) -> Self {
        let clock = Clock::start();
        Self {
            adapter: (config.implementation.adapter)(config, clock.now(), 0),
            link: Link::new((config.implementation.target)(config)),
            clock,
            last_command: CommandId(0),
        }
    }

    /// Asks for something on behalf of a device; [`Self::next`] tells what becomes of it.
    pub(crate) fn ask(&mut self, dn: &Dn, order: Order) -> CommandId {
        self.last_command.0 += 1;
        let id = self.last_command;
        self.adapter.handle_command(self.clock.now(), Command { id, dn: dn.clone(), order });
        id
    }

    /// Loses the link, as if the network had.
    pub(crate) fn lose_link(&mut self) {
        self.link.close();
        self.adapter.handle_link(self.clock.now(), LinkChange::Closed);
    }

    /// Drives the adapter until it tells something; none: nothing until the end.
    pub(crate) async fn next(&mut self, end: Instant) -> Option<Event> {
        loop {
            while let Some(output) = self.adapter.poll_output() {
                match output {
                    AdapterOutput::Open(peer) => self.link.open(peer),
                    AdapterOutput::Transmit(bytes) => self.link.transmit(&bytes),
                    AdapterOutput::Close => self.link.close(),
                    AdapterOutput::Event(event) => return Some(event),
                }
            }
            let deadline = self.adapter.poll_timeout().map_or(end, |at| self.clock.instant(at));
            tokio::select! {
                change = self.link.next() => self.adapter.handle_link(self.clock.now(), change),
                () = sleep_until(deadline.min(end)) => {
                    if Instant::now() >= end {
                        return None;
                    }
                    self.adapter.handle_timeout(self.clock.now());
                }
            }
        }
    }
}
