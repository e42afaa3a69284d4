//! The product as it ships, on real sockets: `tserver-sim` and `gateway` as processes on free
//! ports, driven over HTTP and from the emulator's console.
//!
//! Every wait is for something to read, and has a bound; nothing sleeps. Whoever waits in vain is
//! told for what, with all that the processes said.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "an edge: a thread reads what a process says, and a failure shows it"
)]

mod adapters;
mod calls;
mod canaries;
mod desktop;
mod faults;
mod http;
mod link;
mod live;
mod pair;
#[expect(dead_code, reason = "the kill test has needs of its own")]
mod process;
mod readme;
mod requests;
mod terminal;
