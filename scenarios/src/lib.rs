//! Plays call scenarios through the production gateway against the emulated switch, in virtual time.
//!
//! A story (`cases/**/*.scn`) is checked against the words of its world, played line by line on a
//! [`rig::Rig`], and compared with the golden beside it.

pub mod beside;
pub mod compare;
pub mod conversation;
pub mod expect;
pub mod golden;
pub mod hand;
pub mod import;
pub mod junit;
pub mod ladder;
pub mod language_server;
pub mod live;
pub mod play;
pub mod record;
pub mod report;
pub mod rig;
pub mod shuffle;
pub mod suite;
pub mod trace;
pub mod truth;
pub mod verify;
pub mod vocabulary;

mod check;
mod describe;
mod desktop;
mod limits;
mod monitor;
mod names;
mod passed;
mod resolve;
mod stage;
mod telephone;
