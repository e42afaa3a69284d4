//! Treatments: what a call hears while it waits at a routing point (PSDK T-Library reference, `TApplyTreatment`).
//!
//! There is no sound: a treatment is applied at once and ends after its time. `TreatmentParms` may
//! have `DURATION` in seconds; without it music, ringback, silence and busy go on until the call
//! leaves, an announcement takes five seconds, and digits are waited for ten.

use std::time::Duration;

use switch_sim::id::CallId;
use tserver_wire::{AttributeId as A, KvList, KvValue, MessageType as M, TreatmentType};

use super::Ask;
use crate::{
    error::{Denial, ErrorKind},
    event::CallEvent,
    server::TServerSim,
    services::Treatment,
};

impl TServerSim {
    /// Begins a treatment in the place of the one before.
    pub(super) fn apply_treatment(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        let point = self.own_dn(ask)?;
        let call = self.own_call(ask, A::CONN_ID, point)?;
        let (id, call) = (call.id, call.clone());
        if !self.services.routing.contains(&point) {
            let text = "Treatments are for calls at a routing point";
            return Err(Denial::new(ErrorKind::WrongState, text));
        }
        let Some(party) = call.party(point) else { return Ok(()) };
        let Some(kind) = treatment_of(ask).filter(|kind| *kind != TreatmentType::Unknown) else {
            let event = CallEvent::of(M::EVENT_TREATMENT_NOT_APPLIED, &call, party).draft();
            let code = self.codes.code(ErrorKind::Unsupported);
            let event = event
                .with(A::ERROR_CODE, Some(code))
                .with(A::ERROR_MESSAGE, Some("This switch has no such treatment"))
                .with(A::TREATMENT_TYPE, ask.message.integer(A::TREATMENT_TYPE));
            return self.emit_answer(ask, point, event);
        };
        self.end_treatment(id);
        let parameters = ask.message.list(A::TREATMENT_PARMS);
        let end = lasts(kind, parameters).map(|span| self.now + span);
        self.services.treatments.insert(id, Treatment { point, kind, end });
        let event = CallEvent::of(M::EVENT_TREATMENT_APPLIED, &call, party)
            .draft()
            .with(A::CUSTOMER_ID, Some(CUSTOMER))
            .with(A::TREATMENT_TYPE, Some(kind))
            .with(A::TREATMENT_PARMS, parameters.cloned());
        let event = if event.message.get(A::EXTENSIONS).is_none() {
            event.with(A::EXTENSIONS, Some(KvList::new()))
        } else {
            event
        };
        self.emit_answer(ask, point, event)
    }

    /// Ends the treatments whose time is over.
    pub(crate) fn end_treatments(&mut self) {
        let now = self.now;
        let due = self.services.treatments.iter();
        let due = due.filter(|(_, treatment)| treatment.end.is_some_and(|end| end <= now));
        let due: Vec<CallId> = due.map(|(call, _)| *call).collect();
        for call in due {
            self.end_treatment(call);
        }
    }

    /// Ends the treatment of a call, if it has one and the call is still where it got it.
    fn end_treatment(&mut self, id: CallId) {
        let Some(Treatment { point, kind, .. }) = self.services.treatments.remove(&id) else {
            return;
        };
        let Some(call) = self.calls.get(id) else { return };
        let Some(party) = call.party(point) else { return };
        let event = CallEvent::of(M::EVENT_TREATMENT_END, call, party).draft();
        let digits = (kind == TreatmentType::CollectDigits).then_some("");
        let event = event.with(A::TREATMENT_TYPE, Some(kind)).with(A::COLLECTED_DIGITS, digits);
        self.emit(event);
    }
}

fn treatment_of(ask: Ask<'_>) -> Option<TreatmentType> {
    match ask.message.kind {
        M::REQUEST_GIVE_MUSIC_TREATMENT => Some(TreatmentType::Music),
        M::REQUEST_GIVE_SILENCE_TREATMENT => Some(TreatmentType::Silence),
        M::REQUEST_GIVE_RING_BACK_TREATMENT => Some(TreatmentType::RingBack),
        _ => ask.message.integer(A::TREATMENT_TYPE).and_then(TreatmentType::from_code),
    }
}

fn lasts(kind: TreatmentType, parameters: Option<&KvList>) -> Option<Duration> {
    let given = parameters.and_then(|list| list.get("DURATION")).and_then(|value| match value {
        KvValue::Integer(seconds) => u32::try_from(*seconds).ok(),
        KvValue::String(text) => text.parse().ok(),
        KvValue::Binary(_) | KvValue::List(_) | KvValue::Opaque { .. } => None,
    });
    let usual = match kind {
        TreatmentType::PlayAnnouncement => Some(5),
        TreatmentType::CollectDigits => Some(10),
        TreatmentType::Unknown
        | TreatmentType::Music
        | TreatmentType::Silence
        | TreatmentType::RingBack
        | TreatmentType::Busy => None,
    };
    given.or(usual).map(|seconds| Duration::from_secs(seconds.into()))
}

/// The tenant that events name where they must name one; this site has no other.
const CUSTOMER: &str = "Environment";
