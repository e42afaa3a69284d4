//! The T-Server over T-Link bytes: call models as stories with goldens, refusals, sessions.

mod expectation;
mod models;
mod refusals;
mod rig;
mod sessions;
mod story;
