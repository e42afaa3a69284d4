//! Personalities: where brands of switches differ in what a CTI client sees, one row per difference.
//!
//! The rows and their values are in [`table`]; what a brand is like is a file under
//! `personality/brands`, with how sure each row is. A world names a brand (`[switch] personality`)
//! and may set single rows otherwise (`[personality]`). Whatever decides by a row asks
//! [`Switch::personality`](crate::switch::Switch::personality). `PERSONALITIES.md` beside this crate
//! is made from the table and the files.

pub mod brand;
mod row;
pub mod table;

use std::time::Duration;

use crate::{limits, personality::table::Personality, world::span_of_time};

/// A row of the table of differences.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The key in world files.
    pub key: &'static str,
    /// What the row is about.
    pub about: &'static str,
    /// What it can be.
    pub values: Values,
}

/// What a row can be.
#[derive(Clone, Copy, Debug)]
pub enum Values {
    /// One of these words, each with what a client sees.
    Words(&'static [(&'static str, &'static str)]),
    /// A whole number between the two, both included.
    Count { least: u64, most: u64 },
    /// A span of time, or `none`.
    Span,
}

impl Row {
    /// The row of this key.
    pub fn find(key: &str) -> Option<&'static Self> {
        Personality::ROWS.iter().find(|row| row.key == key)
    }

    /// What a row is shown with: all its words, or what the brands have.
    pub fn samples(&self) -> Vec<String> {
        if let Values::Words(words) = self.values {
            return words.iter().map(|(word, _)| (*word).to_owned()).collect();
        }
        let mut samples: Vec<String> = Vec::new();
        for brand in &brand::BRANDS {
            let value = brand.personality().value(self.key);
            if !samples.contains(&value) {
                samples.push(value);
            }
        }
        samples
    }
}

impl Personality {
    /// How a row stands, as a world file would say it.
    pub fn value(&self, key: &str) -> String {
        let amount = self.amount(key).unwrap_or_default();
        match Row::find(key).map(|row| row.values) {
            Some(Values::Words(_)) | None => self.word(key).unwrap_or_default().to_owned(),
            Some(Values::Count { .. }) => amount.to_string(),
            Some(Values::Span) => match amount {
                0 => NONE.to_owned(),
                ms if ms % 1_000 == 0 => format!("{}s", ms / 1_000),
                ms => format!("{ms}ms"),
            },
        }
    }

    /// The same with one row set otherwise; none when the row cannot be that.
    pub fn with(mut self, key: &str, value: &str) -> Option<Self> {
        let fits = match Row::find(key)?.values {
            Values::Words(_) => self.set_word(key, value),
            Values::Count { least, most } => {
                let count = value.parse().ok().filter(|count| (least..=most).contains(count));
                self.set_amount(key, count?)
            }
            Values::Span if value == NONE => self.set_amount(key, 0),
            Values::Span => {
                let span = span_of_time(value)?.as_millis();
                self.set_amount(key, u64::try_from(span).ok()?)
            }
        };
        fits.then_some(self)
    }

    /// How long a call waits at a routing point that says nothing of it; none: for ever.
    pub fn time_for_routes(&self) -> Option<Duration> {
        (self.route_timeout > 0).then(|| Duration::from_millis(self.route_timeout))
    }

    /// How long clients do not know which queue delivered a call.
    pub fn attribution_delay(&self) -> Duration {
        Duration::from_millis(self.skill_attribution_delay)
    }

    /// How many parties one call may have.
    pub fn conference_limit(&self) -> usize {
        usize::try_from(self.conf_max_parties).unwrap_or(limits::PARTIES)
    }

    /// How many queues an agent may be logged on to.
    pub fn queues_per_agent(&self) -> usize {
        usize::try_from(self.groups_per_agent).unwrap_or(limits::QUEUES_PER_AGENT)
    }
}

/// What a span is written as that does not end, or does not begin.
const NONE: &str = "none";

#[cfg(test)]
mod tests {
    use super::{Personality, Row, brand::BRANDS};

    #[test]
    fn every_value_can_be_set_and_read_again() {
        for row in Personality::ROWS {
            for sample in row.samples() {
                let set = Personality::default().with(row.key, &sample);
                assert_eq!(set.unwrap().value(row.key), sample, "{}", row.key);
            }
            assert!(Personality::default().with(row.key, "something else").is_none());
        }
    }

    #[test]
    fn every_brand_has_every_row_and_no_other() {
        for brand in &BRANDS {
            let known: Vec<_> = brand.rows().into_iter().map(|opinion| opinion.key).collect();
            let rows: Vec<_> = Personality::ROWS.iter().map(|row| row.key.to_owned()).collect();
            assert_eq!(known, rows, "{}: the rows of the table, in its order", brand.name);
            for opinion in brand.rows() {
                let fits = Personality::default().with(&opinion.key, &opinion.value).is_some();
                assert!(fits, "{}: {} = {}", brand.name, opinion.key, opinion.value);
            }
        }
    }

    #[test]
    fn the_neutral_brand_is_what_a_world_has_that_names_none() {
        let neutral = BRANDS.iter().find(|brand| brand.name == "genesys-neutral").unwrap();
        assert_eq!(neutral.personality(), Personality::default());
        assert!(Row::find("conf_last_two").is_some());
    }
}
