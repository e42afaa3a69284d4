//! Predictive calls (PSDK T-Library reference, `TMakePredictiveCall`).

use std::time::Duration;

use switch_sim::{
    action::{Action, PredictiveWish},
    switch::Switch,
};
use tserver_wire::{AttributeId as A, MessageType as M};

use super::Ask;
use crate::{
    error::{Denial, ErrorKind},
    pending::Origin,
    server::TServerSim,
};

impl TServerSim {
    /// Lets `ThisDN`, a queue or routing point, call somebody outside: answered by `EventDialing`;
    /// what comes of it follows. `Timeout` is in seconds.
    pub(super) fn make_predictive_call(
        &mut self,
        switch: &mut Switch,
        ask: Ask<'_>,
    ) -> Result<(), Denial> {
        let group = self.own_dn(ask)?;
        let (to, dn) = ask.destination()?;
        let no_answer = ask.message.integer(A::TIMEOUT).map(seconds).transpose()?;
        require_one_destination(ask)?;
        let wish = PredictiveWish { no_answer, drop_machines: machines(ask)? };
        let data = self.given_data(ask)?;
        let origin = Origin { data, to: Some(dn), ..self.origin(ask, group, M::EVENT_DIALING) };
        let data = Vec::new();
        self.act(switch, origin, Action::PredictiveCall { group, to, wish, data })?;
        Ok(())
    }
}

fn seconds(given: i32) -> Result<Duration, Denial> {
    match u64::try_from(given) {
        Ok(seconds @ 1..=MOST_SECONDS) => Ok(Duration::from_secs(seconds)),
        Ok(_) | Err(_) => {
            let text = format!("Timeout is how long it rings: 1 to {MOST_SECONDS} seconds");
            Err(Denial::new(ErrorKind::InvalidAttribute, text))
        }
    }
}

/// Refuses other destinations than `ThisDN` for those who answer, by the keys `VoiceDest` and `FaxDest`
/// of Extensions: a person goes where the calls of the group go, a fax is dropped.
fn require_one_destination(ask: Ask<'_>) -> Result<(), Denial> {
    let elsewhere = ["VoiceDest", "FaxDest"].into_iter().find_map(|key| {
        let dn = ask.extension(key)?;
        (key == "FaxDest" || Some(dn) != ask.message.string(A::THIS_DN)).then_some((key, dn))
    });
    let Some((key, dn)) = elsewhere else { return Ok(()) };
    let text = format!(
        "Unsupported operation: {key}={dn}; people go to ThisDN, faxes are dropped: leave {key} out"
    );
    Err(Denial::new(ErrorKind::Unsupported, text))
}

/// What becomes of answering machines, by the key `AnsMachine` of Extensions; none: what the
/// switch is set to.
fn machines(ask: Ask<'_>) -> Result<Option<bool>, Denial> {
    match ask.extension("AnsMachine").map(str::to_ascii_lowercase).as_deref() {
        None => Ok(None),
        Some("drop") => Ok(Some(true)),
        Some("connect") => Ok(Some(false)),
        Some(other) => {
            let text = format!(
                "Unsupported operation: AnsMachine={other}; machines are connected or dropped: \
                 say `connect` or `drop`"
            );
            Err(Denial::new(ErrorKind::Unsupported, text))
        }
    }
}

/// How long a predictive call may ring.
const MOST_SECONDS: u64 = 3_600;
