//! How a world's second T-Server stands by.

use std::time::Duration;

use crate::world::reader::Fields;

/// How a second T-Server stands by (Genesys high availability).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standby {
    /// What it knows when it takes charge.
    pub mode: StandbyMode,
    /// How long it takes until it is in charge when the first has died.
    pub takeover: Duration,
}

/// What a backup knows when it takes charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandbyMode {
    /// What the switch can tell it: the calls, under new connection identifiers, without their data.
    Warm,
    /// What the other T-Server knew.
    Hot,
}

/// Reads what the section `[tserver]` says of it.
pub(crate) fn read(fields: &mut Fields<'_, '_>) -> Option<Standby> {
    let takeover = fields.duration("takeover").unwrap_or(TAKEOVER_DEFAULT);
    let text = fields.text("standby")?;
    let mode = match text.text.as_str() {
        "warm" => StandbyMode::Warm,
        "hot" => StandbyMode::Hot,
        "none" => return None,
        _ => {
            let known = ["none", "warm", "hot"].into_iter();
            fields.mistakes().note_unknown(text.at, "standby", &text.text, known);
            return None;
        }
    };
    Some(Standby { mode, takeover })
}

/// How long a takeover lasts where the file does not say.
const TAKEOVER_DEFAULT: Duration = Duration::from_secs(1);
