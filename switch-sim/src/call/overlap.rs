//! Overlap receiving: the network sends the called number digit by digit (ITU-T Q.931 §5.2.4, RFC 3578).

use std::{
    collections::BTreeMap,
    ops::Bound::{Excluded, Unbounded},
    time::Duration,
};

use crate::{
    action::{CallData, Refusal},
    agenda::AgendaKey,
    call::{arrive::called_here, glare::Arrival},
    event::{Cause, Report},
    id::{CallId, Number, TrunkGroupId},
    q850::Q850,
    switch::{Switch, Timer},
};

/// A call whose number is not complete.
#[derive(Clone, Debug)]
pub(crate) struct Overlap {
    group: TrunkGroupId,
    /// What the network has sent so far.
    sent: String,
    /// When no more digits are expected.
    timer: AgendaKey,
}

/// What the digits of a caller amount to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Dialled {
    /// A number that no further digit can belong to.
    Whole(Number),
    /// The beginning of a number, which may be one already.
    Part(Number),
}

impl Switch {
    /// What the digits that a group's caller has sent amount to; an error: no number begins so.
    pub(crate) fn dialled(&self, group: TrunkGroupId, sent: Number) -> Result<Dialled, Refusal> {
        let rules = &self.trunks.get(group.index()).ok_or(Refusal::WrongDevice)?.rules;
        let called = called_here(rules, sent.clone());
        if rules.overlap.is_none() {
            return called.map(Dialled::Whole);
        }
        // So far all digits are deleted.
        let Ok(number) = called else { return Ok(Dialled::Part(sent)) };
        if self.plant.begins_a_longer(&number) {
            return Ok(Dialled::Part(number));
        }
        match self.route_inside(&number) {
            Ok(_) | Err(Cause::Busy) => Ok(Dialled::Whole(number)),
            Err(_) => Err(Refusal::InvalidNumber(number)),
        }
    }

    /// A caller begins to dial: the call is up, and leads nowhere until its number is complete.
    pub(crate) fn arrive_partly(
        &mut self,
        group: TrunkGroupId,
        calling: Option<Number>,
        (sent, called): (Number, Number),
        data: CallData,
    ) -> Result<CallId, Refusal> {
        let circuit = match self.circuit_for_arrival(group, calling.as_ref())? {
            Arrival::Circuit(circuit) => circuit,
            Arrival::Crossed(call) => return Ok(call),
        };
        self.count_trunk_call(group, true);
        let call = self.begin_arrival(circuit, calling, called, data);
        let (sent, timer) = (sent.as_str().to_owned(), self.limit_dialling(call, group));
        self.overlaps.insert(call, Overlap { group, sent, timer });
        Ok(call)
    }

    /// Whether a call waits for the rest of its number.
    pub(crate) fn is_dialling(&self, call: CallId) -> bool {
        self.overlaps.contains_key(&call)
    }

    /// More digits of the called number come.
    pub(crate) fn receive_digits(&mut self, call: CallId, digits: &Number) -> Result<(), Refusal> {
        let Some(overlap) = self.overlaps.get(&call) else {
            return Err(Refusal::UnknownCall(call));
        };
        let group = overlap.group;
        let sent = Number::new(&format!("{}{digits}", overlap.sent));
        let sent = sent.map_err(|_| Refusal::InvalidNumber(digits.clone()))?;
        self.forget_digits(call);
        match self.dialled(group, sent.clone()) {
            Ok(Dialled::Part(number)) => {
                let (sent, timer) = (sent.as_str().to_owned(), self.limit_dialling(call, group));
                self.overlaps.insert(call, Overlap { group, sent, timer });
                self.extend_number(call, number);
            }
            Ok(Dialled::Whole(number)) => {
                self.extend_number(call, number.clone());
                self.send_to_number(call, number);
            }
            Err(_) => self.end_if_alone(call, Cause::InvalidNumber),
        }
        Ok(())
    }

    /// No more digits have come: what is there is the number.
    pub(crate) fn end_dialling(&mut self, call: CallId) {
        self.overlaps.remove(&call);
        let Some(number) = self.calls.get(call).map(|call| call.called.clone()) else { return };
        match self.route_inside(&number) {
            Err(Cause::InvalidNumber) => {
                self.end_if_alone(call, Cause::Network(Q850::InvalidNumberFormat));
            }
            Ok(_) | Err(_) => self.send_to_number(call, number),
        }
    }

    /// The rest of the number is not waited for.
    pub(crate) fn forget_digits(&mut self, call: CallId) {
        if let Some(overlap) = self.overlaps.remove(&call) {
            self.agenda.cancel(overlap.timer);
        }
    }

    fn extend_number(&mut self, call: CallId, number: Number) {
        if let Some(entry) = self.calls.get_mut(call) {
            entry.called = number.clone();
        }
        self.report(Report::DigitsReceived { call, called: number });
    }

    fn limit_dialling(&mut self, call: CallId, group: TrunkGroupId) -> AgendaKey {
        let rules = self.trunks.get(group.index()).map(|trunk| &trunk.rules);
        let span = rules.and_then(|rules| rules.overlap).unwrap_or(Duration::ZERO);
        self.agenda.schedule(self.now + span, Timer::Overlap { call })
    }
}

/// Whether a table has a number that begins with this one and is longer.
pub(crate) fn has_longer<T>(table: &BTreeMap<Number, T>, number: &Number) -> bool {
    let behind = (Excluded(number.as_str()), Unbounded);
    let next = table.range::<str, _>(behind).next();
    next.is_some_and(|(longer, _)| longer.as_str().starts_with(number.as_str()))
}
