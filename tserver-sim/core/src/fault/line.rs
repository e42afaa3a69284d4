//! One client's connection while faults act on it: what is on its way, and when it arrives.

use std::{collections::VecDeque, time::Duration};

use switch_sim::time::SimTime;
use tserver_wire::Message;

/// One direction of a connection. What is on its way keeps its order.
#[derive(Debug, Default)]
pub(super) struct Lane {
    on_the_way: VecDeque<(SimTime, Freight)>,
    bytes: usize,
    /// When the last of it arrives.
    last: SimTime,
    /// Something has gone nowhere: what follows it would not fit.
    pub(super) holed: bool,
}

/// What travels on a connection.
#[derive(Debug)]
pub(super) enum Freight {
    Message(Message, Vec<u8>),
    /// Bytes that are no whole message.
    Bytes(Vec<u8>),
    /// The end of the connection, and why.
    End(String),
}

impl Freight {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Message(_, bytes) | Self::Bytes(bytes) => bytes.len(),
            Self::End(_) => 0,
        }
    }
}

impl Lane {
    /// Sends freight on its way; what arrives at once is handed back, if nothing is before it.
    pub(super) fn send(&mut self, now: SimTime, freight: Freight, pace: Pace) -> Option<Freight> {
        let reading = pace.reading(freight.len());
        let due = (now + pace.delay).max(self.last.max(now) + reading);
        if self.on_the_way.is_empty() && due <= now {
            return Some(freight);
        }
        self.last = due;
        self.bytes += freight.len();
        self.on_the_way.push_back((due, freight));
        None
    }

    /// Takes out the next that has arrived.
    pub(super) fn arrived(&mut self, now: SimTime) -> Option<Freight> {
        self.on_the_way.front().filter(|(due, _)| *due <= now)?;
        let (_, freight) = self.on_the_way.pop_front()?;
        self.bytes -= freight.len();
        Some(freight)
    }

    /// When the next arrives.
    pub(super) fn deadline(&self) -> Option<SimTime> {
        self.on_the_way.front().map(|(due, _)| *due)
    }

    /// Bytes on their way.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }
}

/// How fast a connection is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pace {
    pub(super) delay: Duration,
    /// Bytes a second that the reader takes; none: whatever comes.
    pub(super) rate: Option<u64>,
}

impl Pace {
    fn reading(self, bytes: usize) -> Duration {
        let millis = |rate: u64| (bytes as u64).saturating_mul(1_000) / rate.max(1);
        Duration::from_millis(self.rate.map_or(0, millis))
    }
}
