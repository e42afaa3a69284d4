//! Every bound of the player of scenarios; those of the language are in `scenario-lang`.

use std::time::Duration;

/// Requests that are on their way to a live gateway at once; the next one waits until one is answered.
pub(crate) const REQUESTS: usize = 256;

/// Longer than any request is answered: a long poll takes 25 s.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// The longest document that is read of a live gateway, in bytes.
pub(crate) const DOCUMENT_BYTES: u64 = 16 * 1024 * 1024;

/// How many messages of a log further on the rest of a step, or where a call arrives, is looked for.
pub(crate) const LOOK_AHEAD: usize = 200;

/// Messages of a kind and a number that the emulator has said and an imported log not yet; beyond it, the
/// oldest is forgotten.
pub(crate) const UNHEARD: usize = 256;

/// How long after the emulator a log may say the same of an agent or a number. What a log says of a call
/// it may say at any time: its identifier tells which message it is.
pub(crate) const UNHEARD_TIME: Duration = Duration::from_secs(300);
