//! Identifiers that a T-Server gives out: ConnID, `CallUUID`, session names, sequence numbers.
//!
//! All of them are counted, none is random, so that a run repeats byte by byte. A ConnID's first
//! three bytes are the same for one server and one start, as in public logs (`006c02…`).

use std::fmt;

/// A T-Library connection identifier; unique per T-Server, written as 16 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnId(pub u64);

impl fmt::Display for ConnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for ConnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ConnId({self})")
    }
}

/// Gives out identifiers.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    /// Tells this server and this start from others.
    origin: u64,
    calls: u64,
    sessions: u64,
    events: u64,
    /// The call that ended last, and whether the next one is to take its identifier.
    last_ended: Option<ConnId>,
    reuses: bool,
}

impl Identity {
    /// Identifiers of the server of this name, started at this moment (Unix milliseconds).
    pub(crate) fn new(server: &str, started: u64) -> Self {
        let mixed = server.bytes().fold(FNV_OFFSET, fnv);
        let origin = started.to_be_bytes().into_iter().fold(mixed, fnv);
        Self { origin, calls: 0, sessions: 0, events: 0, last_ended: None, reuses: false }
    }

    /// The identifiers of one more call.
    pub(crate) fn next_call(&mut self) -> (ConnId, String) {
        self.calls += 1;
        let prefix = CONN_ID_FAMILY << 56 | CONN_ID_MARK << 48 | (self.origin & 0xff) << 40;
        let fresh = ConnId(prefix | (self.calls & COUNTER_MASK));
        let reused = self.last_ended.filter(|_| std::mem::take(&mut self.reuses));
        (reused.unwrap_or(fresh), uuid(self.origin, self.calls))
    }

    /// A call has ended.
    pub(crate) fn ended(&mut self, conn: Option<ConnId>) {
        self.last_ended = conn.or(self.last_ended);
    }

    /// The next call gets the identifier of the one that ended last: a fault.
    pub(crate) fn reuse(&mut self) {
        self.reuses = true;
    }

    /// The name of one more client session.
    pub(crate) fn next_session(&mut self) -> String {
        self.sessions += 1;
        format!("{:08x}-{}", self.origin & 0xffff_ffff, self.sessions)
    }

    /// The number of one more event.
    pub(crate) fn next_event(&mut self) -> u64 {
        self.events += 1;
        self.events
    }
}

/// 32 characters of `[0-9A-Z]`: 20 for server and start, 12 for the call.
fn uuid(origin: u64, call: u64) -> String {
    let spread = u128::from(origin) << 64 | u128::from(fnv(origin, 0x55));
    let mut text = base36(spread, 20);
    text.push_str(&base36(u128::from(call), 12));
    text
}

/// The lowest `digits` digits of a number in base 36.
fn base36(mut number: u128, digits: usize) -> String {
    let mut reversed = Vec::with_capacity(digits);
    for _ in 0..digits {
        let digit = u32::try_from(number % 36).unwrap_or(0);
        reversed.push(char::from_digit(digit, 36).unwrap_or('0').to_ascii_uppercase());
        number /= 36;
    }
    reversed.into_iter().rev().collect()
}

/// One step of the FNV-1a hash.
fn fnv(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const CONN_ID_FAMILY: u64 = 0x00;
const CONN_ID_MARK: u64 = 0x6c;
/// Five bytes count calls.
const COUNTER_MASK: u64 = 0x00ff_ffff_ffff;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conn_ids_share_three_bytes_per_server_and_start() {
        let mut identity = Identity::new("TServer_Sim", 1_000);
        let (first, _) = identity.next_call();
        let (second, _) = identity.next_call();
        assert_eq!(first.0 >> 40, second.0 >> 40);
        assert_ne!(first, second);
        assert!(first.to_string().starts_with("006c") && first.to_string().len() == 16);
        let (other, _) = Identity::new("TServer_Sim", 2_000).next_call();
        assert_ne!(first, other);
    }

    #[test]
    fn uuids_have_32_capital_letters_and_digits() {
        let (_, uuid) = Identity::new("TServer_Sim", 0).next_call();
        assert_eq!(uuid.len(), 32);
        assert!(uuid.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase()));
    }

    #[test]
    fn the_same_start_gives_the_same_identifiers() {
        let run = || {
            let mut identity = Identity::new("TServer_Sim", 7);
            (identity.next_call(), identity.next_session(), identity.next_event())
        };
        assert_eq!(run(), run());
    }
}
