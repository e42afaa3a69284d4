//! Priorities of waiting calls, as call vectors name them (Avaya `queue-to skill … pri h`).

use std::ops::Range;

/// How urgent a waiting call is. Calls of a higher priority are served first, whenever they came;
/// a call that an agent is busy with is not interrupted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Before all others.
    Top,
    /// Before medium and low.
    High,
    /// What a number without a priority gives.
    #[default]
    Medium,
    /// After all others.
    Low,
}

impl Priority {
    /// How many priorities there are.
    pub const COUNT: usize = 4;

    /// All of them, the highest first.
    pub const ALL: [Self; Self::COUNT] = [Self::Top, Self::High, Self::Medium, Self::Low];

    /// The place among the priorities, 0 for the highest.
    pub fn index(self) -> usize {
        match self {
            Self::Top => 0,
            Self::High => 1,
            Self::Medium => 2,
            Self::Low => 3,
        }
    }

    /// The place in a queue of the first call that ever waits with this priority.
    pub(crate) fn middle(self) -> i64 {
        self.places().start + PLACES / 2
    }

    /// The places in a queue that calls of this priority can have.
    pub(crate) fn places(self) -> Range<i64> {
        let start = match self {
            Self::Top => 0,
            Self::High => PLACES,
            Self::Medium => 2 * PLACES,
            Self::Low => 3 * PLACES,
        };
        start..start + PLACES
    }
}

/// How many places each priority has: more than calls can come in a switch's life.
const PLACES: i64 = 1 << 60;
