//! What has happened at the site, kept to be read and told to whoever subscribes.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use switch_sim::{event::Event, switch::Switch, time::SimTime};
use tokio::sync::broadcast;
use tserver_sim_control::{
    limits as control_limits,
    trace::{Record, What},
};
use tserver_sim_core::{LinkId, Output};
use tserver_wire::Decoder;

use crate::limits;

/// Numbered records, the last of them kept.
#[derive(Debug)]
pub(crate) struct TraceBook {
    kept: VecDeque<Record>,
    last: u64,
    live: broadcast::Sender<Arc<str>>,
    /// Read along what clients send.
    decoders: BTreeMap<LinkId, Decoder>,
}

impl TraceBook {
    pub(crate) fn new() -> Self {
        let (live, _nobody_yet) = broadcast::channel(limits::LIVE_BACKLOG);
        Self { kept: VecDeque::new(), last: 0, live, decoders: BTreeMap::new() }
    }

    /// Every record from here on, in JSON.
    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Arc<str>> {
        self.live.subscribe()
    }

    /// The oldest records that are kept and came after one, at most so many.
    pub(crate) fn after(&self, number: u64, limit: usize) -> Vec<Record> {
        let from = self.kept.partition_point(|record| record.number <= number);
        self.kept.iter().skip(from).take(limit).cloned().collect()
    }

    pub(crate) fn opened(&mut self, now: SimTime, link: LinkId) {
        self.decoders.insert(link, Decoder::new());
        self.put(now, What::Connected { link: link.0 });
    }

    pub(crate) fn closed(&mut self, now: SimTime, link: LinkId) {
        if self.decoders.remove(&link).is_some() {
            self.put(now, What::Disconnected { link: link.0 });
        }
    }

    pub(crate) fn received(&mut self, now: SimTime, link: LinkId, bytes: &[u8]) {
        let Some(decoder) = self.decoders.get_mut(&link) else { return };
        decoder.feed(bytes);
        let mut requests = Vec::new();
        while let Ok(Some(message)) = decoder.next() {
            requests.push(What::request(link, &message));
        }
        for request in requests {
            self.put(now, request);
        }
    }

    pub(crate) fn sent(&mut self, now: SimTime, output: &Output) {
        match output {
            Output::Transmit { .. } | Output::Noise { .. } => self.put(now, What::output(output)),
            Output::Close { link, .. } => self.closed(now, *link),
        }
    }

    pub(crate) fn reported(&mut self, switch: &Switch, event: &Event) {
        self.put(event.at, What::report(switch, event));
    }

    fn put(&mut self, now: SimTime, what: What) {
        self.last += 1;
        let record = Record { number: self.last, at_ms: now.0, what };
        if self.live.receiver_count() > 0
            && let Ok(text) = serde_json::to_string(&record)
        {
            // Whoever listened may have gone.
            let _nobody = self.live.send(text.into());
        }
        if self.kept.len() == control_limits::TRACE_KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back(record);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_records_are_kept_with_their_numbers() {
        let mut book = TraceBook::new();
        for link in 0..control_limits::TRACE_KEPT + 5 {
            book.put(SimTime::ZERO, What::Missed(u64::try_from(link).unwrap_or(0)));
        }
        assert_eq!(book.kept.len(), control_limits::TRACE_KEPT);
        let numbers = |after| book.after(after, 2).iter().map(|r| r.number).collect::<Vec<_>>();
        assert_eq!(numbers(0), [6, 7]);
        assert_eq!(numbers(10_004), [10_005]);
    }
}
