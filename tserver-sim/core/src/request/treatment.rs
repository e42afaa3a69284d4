//! Treatments: what a call hears while it waits at a routing point or in a queue, or speaks to a
//! machine's telephone; and the digits that are collected meanwhile (PSDK T-Library reference,
//! `TApplyTreatment`, `TCollectDigits`).
//!
//! There is no sound: a treatment is applied at once and ends after its time. `TreatmentParms` may
//! have `DURATION` in seconds; without it music, ringback, silence and busy go on until the call
//! leaves, an announcement takes five seconds, and digits are waited for ten. `MAX_DIGITS` says how
//! many are enough, `TERM_DIGITS` which keys end the collection without being counted.

use std::time::Duration;

use switch_sim::id::{CallId, DeviceId};
use tserver_wire::{AttributeId as A, KvList, KvValue, MessageType as M, TreatmentType};

use super::Ask;
use crate::{
    call::{Party, PartyState},
    error::{Denial, ErrorKind},
    event::{CallEvent, Draft, last_digit},
    limits,
    plant::{Dn, Kind},
    server::TServerSim,
    services::{Collection, Digits, Treatment},
};

impl TServerSim {
    /// Begins a treatment in the place of the one before.
    pub(super) fn apply_treatment(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        let device = self.own_dn(ask)?;
        let call = self.own_call(ask, A::CONN_ID, device)?;
        let (id, call) = (call.id, call.clone());
        let party = call.party(device).filter(|party| self.is_treated(device, party));
        let party = party.ok_or_else(|| {
            let text = "Treatments are for calls that wait at a routing point or in a queue, or \
                        that ThisDN has answered";
            Denial::new(ErrorKind::WrongState, text)
        })?;
        let Some(kind) = treatment_of(ask).filter(|kind| *kind != TreatmentType::Unknown) else {
            let event = CallEvent::of(M::EVENT_TREATMENT_NOT_APPLIED, &call, party).draft(self.now);
            let code = self.codes.code(ErrorKind::Unsupported);
            let event = event
                .with(A::ERROR_CODE, Some(code))
                .with(A::ERROR_MESSAGE, Some("This switch has no such treatment"))
                .with(A::TREATMENT_TYPE, ask.message.integer(A::TREATMENT_TYPE));
            return self.emit_answer(ask, device, event);
        };
        self.end_treatment(id);
        let parameters = ask.message.list(A::TREATMENT_PARMS);
        let end = lasts(kind, parameters).map(|span| self.now + span);
        let digits = digits(parameters);
        self.services.treatments.insert(id, Treatment { device, kind, end, digits });
        let mut event = CallEvent::of(M::EVENT_TREATMENT_APPLIED, &call, party).draft(self.now);
        if event.message.get(A::CUSTOMER_ID).is_none() {
            event = event.with(A::CUSTOMER_ID, Some(CUSTOMER));
        }
        if event.message.get(A::EXTENSIONS).is_none() {
            event = event.with(A::EXTENSIONS, Some(KvList::new()));
        }
        let event =
            event.with(A::TREATMENT_TYPE, Some(kind)).with(A::TREATMENT_PARMS, parameters.cloned());
        let answer = self.emit_answer(ask, device, event);
        self.calls.touch(id);
        self.tell_followers();
        answer
    }

    /// Listens to the keys that the others in the call press; the answer comes when there are
    /// enough, at one that ends them, or when `Timeout`, in seconds, is over.
    pub(super) fn collect_digits(&mut self, ask: Ask<'_>) -> Result<(), Denial> {
        let device = self.own_dn(ask)?;
        let call = self.own_call(ask, A::CONN_ID, device)?;
        let (id, party) = (call.id, call.party(device));
        if !party.is_some_and(|party| self.is_treated(device, party)) {
            let text = "Digits are collected where a call waits, or where ThisDN has answered it";
            return Err(Denial::new(ErrorKind::WrongState, text));
        }
        if self.services.collections.contains_key(&(id, device)) {
            let text = "Digits of this call are being collected at ThisDN already";
            return Err(Denial::new(ErrorKind::WrongState, text));
        }
        let seconds = ask.message.integer(A::TIMEOUT).and_then(|span| u64::try_from(span).ok());
        let end = self.now + Duration::from_secs(seconds.unwrap_or(DIGITS_TAKE));
        let collection = Collection {
            origin: self.origin(ask, device, M::EVENT_DIGITS_COLLECTED),
            end,
            digits: digits(ask.message.list(A::EXTENSIONS)),
        };
        self.services.collections.insert((id, device), collection);
        Ok(())
    }

    /// Somebody in a call has pressed keys.
    pub(crate) fn hear_digits(&mut self, id: CallId, from: DeviceId, keys: &str) {
        let treatment = self.services.treatments.get_mut(&id);
        let collects = |treatment: &&mut Treatment| {
            treatment.kind == TreatmentType::CollectDigits && treatment.device != from
        };
        if treatment.filter(collects).is_some_and(|treatment| treatment.digits.hear(keys)) {
            self.end_treatment(id);
        }
        let collections = self.services.collections.iter_mut();
        let complete: Vec<_> = collections
            .filter(|((call, listener), _)| *call == id && *listener != from)
            .filter_map(|(place, collection)| collection.digits.hear(keys).then_some(*place))
            .collect();
        complete.into_iter().for_each(|place| self.end_collection(place));
    }

    /// Ends the treatments and collections whose time is over.
    pub(crate) fn end_treatments(&mut self) {
        let now = self.now;
        let due = self.services.treatments.iter();
        let due = due.filter(|(_, treatment)| treatment.end.is_some_and(|end| end <= now));
        let due: Vec<CallId> = due.map(|(call, _)| *call).collect();
        let ends = !due.is_empty();
        due.into_iter().for_each(|call| self.end_treatment(call));
        if ends {
            self.tell_followers();
        }
        let late = self.services.collections.iter();
        let late = late.filter(|(_, collection)| collection.end <= now);
        let late: Vec<_> = late.map(|(place, _)| *place).collect();
        late.into_iter().for_each(|place| self.end_collection(place));
    }

    /// Forgets the treatments of calls that have left; who waits for digits of one is told.
    pub(crate) fn settle_treatments(&mut self) {
        let is_there = |call: &CallId, device: DeviceId| {
            self.calls.get(*call).is_some_and(|call| call.party(device).is_some())
        };
        self.services.treatments.retain(|call, treatment| is_there(call, treatment.device));
        let gone = self.services.collections.keys();
        let gone = gone.filter(|(call, device)| !is_there(call, *device));
        let gone: Vec<_> = gone.copied().collect();
        for place in gone {
            let Some(Collection { origin, .. }) = self.services.collections.remove(&place) else {
                continue;
            };
            let text = "The call has left ThisDN before all digits were pressed";
            self.deny(&origin, &Denial::new(ErrorKind::WrongState, text));
        }
    }

    /// Ends the treatment of a call, if it has one.
    fn end_treatment(&mut self, id: CallId) {
        let Some(treatment) = self.services.treatments.remove(&id) else { return };
        self.calls.touch(id);
        let collected = treatment.kind == TreatmentType::CollectDigits;
        let digits = collected.then_some(treatment.digits.heard);
        if let (Some(digits), Some(call)) = (&digits, self.calls.get_mut(id)) {
            call.facts.digits = Some(Dn::from(digits.as_str()));
        }
        let event = self.about_digits(M::EVENT_TREATMENT_END, id, treatment.device, digits);
        if let Some(event) = event {
            self.emit(event.with(A::TREATMENT_TYPE, Some(treatment.kind)));
        }
    }

    /// Answers a request for digits.
    fn end_collection(&mut self, (id, device): (CallId, DeviceId)) {
        let Some(collection) = self.services.collections.remove(&(id, device)) else { return };
        let digits = collection.digits.heard;
        if let Some(call) = self.calls.get_mut(id) {
            call.facts.digits = Some(Dn::from(digits.as_str()));
        }
        let event = self.about_digits(M::EVENT_DIGITS_COLLECTED, id, device, Some(digits));
        if let Some(event) = event {
            // The only no is that too many requests wait; then this one has waited in vain.
            let _sent = self.emit_for(collection.origin, event);
        }
    }

    fn about_digits(
        &self,
        kind: M,
        id: CallId,
        device: DeviceId,
        digits: Option<String>,
    ) -> Option<Draft> {
        let call = self.calls.get(id)?;
        let event = CallEvent::of(kind, call, call.party(device)?).draft(self.now);
        let last = digits.as_deref().and_then(last_digit);
        Some(event.with(A::COLLECTED_DIGITS, digits).with(A::LAST_COLLECTED_DIGIT, last))
    }

    /// Whether a call at a number can be given a treatment there.
    fn is_treated(&self, device: DeviceId, party: &Party) -> bool {
        match self.plant.kind(device) {
            Some(Kind::RoutingPoint { .. }) => {
                party.state == PartyState::Queued && self.services.routing.contains(&device)
            }
            Some(Kind::Queue) => party.state == PartyState::Queued,
            Some(Kind::Extension) => party.state == PartyState::Connected,
            Some(Kind::VirtualQueue | Kind::Circuit) | None => false,
        }
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
    let usual = match kind {
        TreatmentType::PlayAnnouncement => Some(5),
        TreatmentType::CollectDigits => Some(DIGITS_TAKE),
        TreatmentType::Unknown
        | TreatmentType::Music
        | TreatmentType::Silence
        | TreatmentType::RingBack
        | TreatmentType::Busy => None,
    };
    number(parameters, "DURATION").map(u64::from).or(usual).map(Duration::from_secs)
}

/// What completes the digits of a treatment or a request.
fn digits(parameters: Option<&KvList>) -> Digits {
    let most = number(parameters, "MAX_DIGITS").and_then(|most| usize::try_from(most).ok());
    let most = most.unwrap_or(limits::COLLECTED_DIGITS).clamp(1, limits::COLLECTED_DIGITS);
    let ends = parameters.and_then(|list| list.string("TERM_DIGITS")).unwrap_or("#").to_owned();
    Digits { heard: String::new(), most, ends }
}

fn number(parameters: Option<&KvList>, key: &str) -> Option<u32> {
    match parameters?.get(key)? {
        KvValue::Integer(number) => u32::try_from(*number).ok(),
        KvValue::String(text) => text.parse().ok(),
        KvValue::Binary(_) | KvValue::List(_) | KvValue::Opaque { .. } => None,
    }
}

/// How long digits are waited for where nothing says otherwise, in seconds.
const DIGITS_TAKE: u64 = 10;

/// The tenant that events name where they must name one and no client has.
const CUSTOMER: &str = "Environment";
