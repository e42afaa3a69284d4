//! The HTTP face over real loopback sockets, with the test as the owner of the gateway.
//!
//! Tests named `row_N` hold row N of the table of faults.

#[cfg(test)]
mod auth;
#[cfg(test)]
mod bounds;
#[cfg(test)]
mod corpus;
#[cfg(test)]
mod polling;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod rig;
#[cfg(test)]
mod tls;
#[cfg(test)]
mod websocket;
