//! Every bound of the T-Server.

use std::time::Duration;

/// Clients connected at once.
pub const CLIENTS: usize = 1_000;

/// Numbers that one client has registered at once.
pub const REGISTRATIONS_PER_CLIENT: usize = 20_000;

/// Requests whose effect the switch has not reported yet.
pub const OPEN_REQUESTS: usize = 10_000;

/// Bytes of a call's user data, packed, where a site sets nothing else.
pub const USER_DATA_BYTES_DEFAULT: usize = 16_000;

/// The most that a site can allow for a call's user data: what the packed form can count.
pub const USER_DATA_BYTES: usize = 65_535;

/// Calls that a snapshot tells of.
pub const CALLS_PER_SNAPSHOT: usize = 200;

/// Agents that routers have reserved at once.
pub const RESERVATIONS: usize = 10_000;

/// Bytes of an agent's login, and of a place.
pub const AGENT_ID_BYTES: usize = 255;

/// How deep user data nest: a snapshot carries them two lists further in.
pub const USER_DATA_DEPTH: usize = tserver_wire::limits::LIST_DEPTH - 2;

/// Bytes of a request's Reasons, packed; every event that the request causes carries them.
pub const REASONS_BYTES: usize = 4_000;

/// Bytes of a snapshot, packed. Calls that do not fit are told without their user data, or by
/// their ConnID only.
pub const SNAPSHOT_BYTES: usize = 60_000;

/// Seconds of after-call work, and of a legal guard time after it.
pub const WRAP_UP_SECONDS: u64 = 24 * 3_600;

/// Digits that one treatment or request collects.
pub const COLLECTED_DIGITS: usize = 64;

/// Faults of one kind that wait for the messages they meet; beyond it, the oldest goes.
pub const FAULT_RULES: usize = 1_000;

/// Events that a fault makes late; beyond it, the one that is due first is told.
pub const LATE_EVENTS: usize = 10_000;

/// Bytes that may be on their way to a client that reads slowly by a fault; beyond it, the
/// T-Server parts with it.
pub const SLOW_BYTES: usize = 32 * 1024;

/// How long an event that is to change places waits for the next one.
pub const REORDER_TIME: Duration = Duration::from_secs(5);

/// Characters of a refusal's text, and of a number that a refusal repeats.
pub const REFUSAL_CHARS: usize = 400;

/// How long the switch is asked to keep calls at routing points for clients that come over after a hot
/// switch-over: a client that connects again at once needs a second, one that backs off a few.
pub const ROUTING_GRACE: Duration = Duration::from_secs(10);
