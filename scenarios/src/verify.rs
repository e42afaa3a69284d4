//! The switch against queueing theory: exact results of the theory, and what the whole switch does.
//!
//! A row of truth is one quantity of one model, say the mean wait of M/M/14 with so many calls a
//! second. The model becomes a world file with people who live by themselves; their calls go the
//! whole way (trunk, number, vector, queue, agent), and the switch's own statistics are the
//! estimate. The run is divided into batches, whose variation gives the standard error (batch
//! means).

pub mod day;
pub mod metric;
pub mod model;
pub mod report;
pub mod run;
pub mod site;
pub mod truth;

pub use run::{Checked, Effort, Verdict, check};
pub use truth::{Case, Row, Truth};
