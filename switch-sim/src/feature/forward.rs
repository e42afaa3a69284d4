//! Forwarding: calls to a telephone go elsewhere (ECMA-269 Set Forwarding).
//!
//! A call follows at most [`limits::FORWARDINGS`] telephones; one that comes back to a telephone
//! that has forwarded it finds it busy. For want of an answer a call is forwarded once.

use std::time::Duration;

use super::{ForwardWhen, Origin, Way};
use crate::{
    action::Refusal,
    call::route::{Attempt, Route},
    event::{Alerts, Cause, Report},
    id::{CallId, DeviceId, Number},
    limits,
    switch::Switch,
};

impl Switch {
    /// Refuses to forward to the telephone itself, or to nowhere.
    pub(crate) fn require_elsewhere(&self, device: DeviceId, to: &Number) -> Result<(), Refusal> {
        let itself = self.plant.inside(to) == Some(device);
        if itself || self.route(to).is_err() {
            return Err(Refusal::InvalidNumber(to.clone()));
        }
        Ok(())
    }

    /// Follows the forwardings from a route, which `to` leads to. `call`: the one that goes there,
    /// if it has begun.
    pub(crate) fn forwarded_way(
        &self,
        route: Route,
        to: Number,
        call: Option<CallId>,
    ) -> Result<Way, Cause> {
        let mut way = Way::direct(route, to);
        while let Route::Extension(device) = way.route
            && let Some(next) = self.forwards_at_once(device, call)
        {
            if way.has_passed(device) || way.hops.len() >= limits::FORWARDINGS {
                return Err(Cause::Busy);
            }
            let route = self.route(&next)?;
            way.forward(device, route, next);
        }
        Ok(way)
    }

    /// Nobody has answered in time: the call goes where the telephone forwards it to; false: it
    /// does not, or nobody takes the call there.
    pub(crate) fn forward_unanswered(&mut self, call: CallId, device: DeviceId) -> bool {
        let Some(to) = self.forwards_unanswered(call, device) else { return false };
        let party = self.calls.get(call).and_then(|call| call.party(device));
        let principal = party.and_then(|party| party.origin).map(|origin| origin.principal);
        let way = self.route(&to).and_then(|way| self.forwarded_way(way, to.clone(), Some(call)));
        let way = way.and_then(|way| self.admits_or_counts(way.route, Some(call)).map(|()| way));
        let Ok(mut way) = way else { return false };
        let Some(target) = self.seize(way.route) else { return false };
        way.origin = Some(Origin { principal: principal.unwrap_or(device), next_point: None });
        self.remove_party(call, device);
        self.note_sent_on(call);
        self.report(Report::Forwarded { call, device, number: to, rang: true });
        self.reach(Attempt { call, way, from: device, transfer: false }, target);
        true
    }

    /// How long a call rings before the telephone forwards it; none: it does not.
    pub(crate) fn forwards_after(&self, call: CallId, device: DeviceId) -> Option<Duration> {
        self.forwards_unanswered(call, device).map(|_| FORWARD_AFTER)
    }

    /// Where a telephone sends a call before it rings.
    fn forwards_at_once(&self, device: DeviceId, call: Option<CallId>) -> Option<Number> {
        let forwarding = self.features(device)?.forwarding.as_ref()?;
        let applies = match forwarding.when {
            ForwardWhen::Always => true,
            ForwardWhen::Busy => self.is_undisturbed(device) || self.is_busy(device, call),
            ForwardWhen::NoAnswer => false,
        };
        applies.then(|| forwarding.to.clone())
    }

    /// Where a telephone sends a call that nobody answers.
    fn forwards_unanswered(&self, call: CallId, device: DeviceId) -> Option<Number> {
        let call = self.calls.get(call)?;
        let delivered = call
            .party(device)
            .is_some_and(|party| party.queue.is_some() || party.alerts == Alerts::InParallel);
        let forwarding = self.features(device)?.forwarding.as_ref()?;
        let applies = forwarding.when == ForwardWhen::NoAnswer && !delivered && !call.sent_on;
        applies.then(|| forwarding.to.clone())
    }
}

/// How long a call rings before it is forwarded for want of an answer, at most.
const FORWARD_AFTER: Duration = Duration::from_secs(15);
