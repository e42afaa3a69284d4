//! A deterministic ACD and PBX in virtual time.

pub mod action;
pub mod call;
pub mod event;
pub mod id;
pub mod time;
pub mod world;
