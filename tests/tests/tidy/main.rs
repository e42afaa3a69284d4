//! Holds the house rules that a compiler does not: who imports whom, sizes, docs, goldens, words.
#![expect(clippy::unwrap_used, reason = "a file that cannot be read fails the test that reads it")]

mod arrows;
mod documents;
mod faults;
mod goldens;
mod robustness;
mod sources;
