//! The moments of a log's entries on one line of time, whatever the notations of its stamps.

use crate::{
    read::{Content, Log},
    stamp::{MICROS_PER_DAY, Stamp},
};

impl Log {
    /// The moment of each entry, in microseconds after the first one that has a time. Time never
    /// runs backwards: a stamp without a day that is much earlier than the one before is of the
    /// next day, one that is a little earlier counts as the same moment.
    pub fn moments(&self) -> Vec<u64> {
        let stamps: Vec<Option<Stamp>> = self.entries.iter().map(|entry| entry.stamp()).collect();
        let first = stamps.iter().flatten().find_map(|stamp| stamp.day);
        let mut day = first.unwrap_or_default();
        let mut begin = None;
        let mut last = 0;
        let mut moments = Vec::with_capacity(stamps.len());
        for stamp in stamps {
            if let Some(stamp) = stamp {
                day = stamp.day.unwrap_or(day);
                let mut moment = stamp.micros_on(day);
                if begin.is_some() && stamp.day.is_none() && moment < last - MICROS_PER_DAY / 2 {
                    day += 1;
                    moment += MICROS_PER_DAY;
                }
                last = if begin.is_some() { moment.max(last) } else { moment };
                begin.get_or_insert(last);
            }
            moments.push(u64::try_from(last - begin.unwrap_or(last)).unwrap_or_default());
        }
        moments
    }
}

impl crate::read::Entry {
    /// The entry's own time, if it has one.
    pub fn stamp(&self) -> Option<Stamp> {
        match &self.content {
            Content::Message { header, .. } => header.stamp,
            Content::Notice(notice) => notice.stamp,
            Content::Fragment(_) => None,
        }
    }
}
