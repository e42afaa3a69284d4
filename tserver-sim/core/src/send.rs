//! Sending: who gets an event, whose copy answers a request, and the stamp every event carries.

use switch_sim::personality::table::Subset;
use tserver_wire::{AttributeId as A, Message, MessageType};

use crate::{
    error::Denial,
    event::{CallEvent, Draft},
    limits,
    link::LinkId,
    server::{Output, TServerSim},
};

impl TServerSim {
    /// Sends events of a call to the clients of their numbers.
    pub(crate) fn emit_all(&mut self, events: impl IntoIterator<Item = CallEvent>) {
        for event in events {
            let draft = event.draft(self.now);
            self.emit(draft);
        }
    }

    /// Sends an event to every client of its number. The request that caused it, if this event
    /// answers it, is named in the requester's copy; its reasons are in all copies.
    pub(crate) fn emit(&mut self, draft: Draft) {
        let Some(device) = draft.device else { return };
        let origin = self.current.and_then(|id| self.pending.get_mut(id));
        let origin = origin.filter(|origin| origin.device == device);
        let mut answered = None;
        let mut reasons = None;
        let mut hardware = None;
        if let Some(origin) = origin {
            if draft.kind == origin.answer && !origin.answered && origin.refused.is_none() {
                origin.answered = true;
                hardware = origin.reason.clone();
                answered = Some((origin.link, origin.reference));
            }
            reasons = origin.reasons.clone();
        }
        let missing = |draft: &Draft, id| draft.message.get(id).is_none();
        let reasons = reasons.filter(|_| missing(&draft, A::REASONS));
        let hardware = hardware.filter(|_| missing(&draft, A::EXTENSIONS));
        let draft = draft.with(A::REASONS, reasons).with(A::EXTENSIONS, hardware);
        if !self.is_serving() {
            return;
        }
        // Whoever asked is answered, whatever administration says of the event.
        let held_back = !self.is_let_through(draft.kind, device);
        let one_copy = self.personality.event_subset_by_admin == Subset::OneCopy;
        let event = self.stamp(draft.message);
        let wants = |link: &LinkId| {
            let mask = self.links.get(link).and_then(|client| client.mask.as_ref());
            mask.is_none_or(|mask| mask.contains(event.kind))
        };
        let asker = answered.map(|(asker, _)| asker);
        let clients = self.registrations.clients(device).filter(wants);
        let clients = clients.take(if one_copy { 1 } else { usize::MAX });
        let clients: Vec<LinkId> =
            clients.filter(|link| !held_back || asker == Some(*link)).collect();
        for link in clients {
            let mut copy = event.clone();
            if let Some((_, reference)) = answered.filter(|(asker, _)| *asker == link) {
                copy.push(A::REFERENCE_ID, reference);
            }
            self.transmit(link, copy);
        }
    }

    /// Sends an event to whoever asked for what it tells, and to nobody else.
    pub(crate) fn answer_only(&mut self, draft: Draft) {
        let Some(origin) = self.current.and_then(|id| self.pending.get_mut(id)) else { return };
        if Some(origin.device) != draft.device || origin.answer != draft.kind || origin.answered {
            return;
        }
        origin.answered = true;
        let (link, reference) = (origin.link, origin.reference);
        self.stamp_and_transmit(link, draft.message.with(A::REFERENCE_ID, reference));
    }

    /// Tells a client that its request was refused, and why.
    pub(crate) fn refuse(&mut self, link: LinkId, request: &Message, denial: &Denial) {
        self.refuse_by_code(link, request, (self.codes.code(denial.kind), &denial.text));
    }

    /// The same, with a number that need not be one of a kind.
    pub(crate) fn refuse_by_code(
        &mut self,
        link: LinkId,
        request: &Message,
        (code, text): (i32, &str),
    ) {
        let short = |text: &str| text.chars().take(limits::REFUSAL_CHARS).collect::<String>();
        let mut error = Message::new(MessageType::EVENT_ERROR)
            .with(A::ERROR_CODE, code)
            .with(A::ERROR_MESSAGE, short(text))
            .with(A::REFERENCE_ID, request.integer(A::REFERENCE_ID).unwrap_or(NO_REFERENCE));
        if let Some(dn) = request.string(A::THIS_DN) {
            error.push(A::THIS_DN, short(dn));
        }
        if let Some(conn) = request.conn_id(A::CONN_ID) {
            error.push(A::CONN_ID, conn);
        }
        self.stamp_and_transmit(link, error);
    }

    pub(crate) fn stamp_and_transmit(&mut self, link: LinkId, event: Message) {
        let event = self.stamp(event);
        self.transmit(link, event);
    }

    /// Hands a message to the owner. A message that fits no frame is a bug here: user data are
    /// the only long values, and they are bounded.
    pub(crate) fn transmit(&mut self, link: LinkId, message: Message) {
        if self.faults.silences(link, &message) {
            return;
        }
        debug_assert!(
            message.missing().next().is_none(),
            "{} lacks {:?}",
            message.kind,
            message.missing().collect::<Vec<_>>()
        );
        let mut bytes = Vec::new();
        match message.encode(&mut bytes) {
            Ok(()) => self.outputs.push_back(Output::Transmit { link, message, bytes }),
            Err(error) => debug_assert!(false, "a message that cannot be sent: {error}"),
        }
    }

    /// Adds the time and the number of the event.
    pub(crate) fn stamp(&mut self, event: Message) -> Message {
        let millis = self.config.epoch_ms.saturating_add(self.now.0);
        let seconds = i32::try_from(millis / 1_000).unwrap_or(i32::MAX);
        let micros = i32::try_from(millis % 1_000 * 1_000).unwrap_or_default();
        event
            .with(A::TIME_IN_SECS, seconds)
            .with(A::TIME_IN_USECS, micros)
            .with(A::EVENT_SEQUENCE_NUMBER, self.identity.next_event())
    }
}

/// What logs show in the place of a reference that was not given: all bits set.
const NO_REFERENCE: i32 = -1;
