//! The panes, one file each.

pub mod agents;
pub mod call;
pub mod calls;
pub mod device;
pub mod devices;
pub mod gateway;
pub mod ladder;
pub mod list;
pub mod overview;
pub mod queues;
pub mod statistics;
pub mod story;
pub mod trace;
pub mod trunks;
pub mod vectors;
