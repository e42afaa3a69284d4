//! Forwarding: calls to a telephone go elsewhere (ECMA-269 Set Forwarding).
//!
//! A call follows at most [`limits::FORWARDINGS`] telephones; one that comes back to a telephone
//! that has forwarded it finds it busy. For want of an answer a call is forwarded once.

use std::time::Duration;

use super::ForwardWhen;
use crate::{
    action::Refusal,
    call::route::{Attempt, Route},
    event::{Alerts, Cause, Report},
    id::{CallId, DeviceId, Number},
    limits,
    switch::Switch,
};

/// Where a dialled number leads after every forwarding on the way.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    pub(crate) route: Route,
    /// The number that leads there.
    pub(crate) to: Number,
    /// The telephones that forward, and the numbers they forward to.
    hops: Vec<(DeviceId, Number)>,
}

impl Way {
    /// A number that leads there at once.
    pub(crate) fn direct(route: Route, to: Number) -> Self {
        Self { route, to, hops: Vec::new() }
    }
}

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
    pub(crate) fn way_on(
        &self,
        route: Route,
        to: Number,
        call: Option<CallId>,
    ) -> Result<Way, Cause> {
        let mut way = Way::direct(route, to);
        while let Route::Extension(device) = way.route
            && let Some(next) = self.forwards_at_once(device, call)
        {
            let again = way.hops.iter().any(|(earlier, _)| *earlier == device);
            if again || way.hops.len() >= limits::FORWARDINGS {
                return Err(Cause::Busy);
            }
            way.route = self.route(&next)?;
            way.hops.push((device, next.clone()));
            way.to = next;
        }
        Ok(way)
    }

    /// Reports the forwardings that a call follows.
    pub(crate) fn report_hops(&mut self, call: CallId, way: &Way) {
        for (device, number) in &way.hops {
            self.forwarded(call, *device, number.clone(), false);
        }
    }

    /// How long a call rings at a telephone that no queue sent it to; none: for ever.
    pub(crate) fn ring_time(&self, call: CallId, device: DeviceId) -> Option<Duration> {
        let limit = self.plant.phone(device).and_then(|phone| phone.ring_limit);
        match self.forwards_unanswered(call, device) {
            Some(_) => Some(limit.map_or(FORWARD_AFTER, |limit| limit.min(FORWARD_AFTER))),
            None => limit,
        }
    }

    /// Nobody has answered in time: the call goes where the telephone forwards it to; false: it
    /// does not, or nobody takes the call there.
    pub(crate) fn forward_unanswered(&mut self, call: CallId, device: DeviceId) -> bool {
        let Some(to) = self.forwards_unanswered(call, device) else { return false };
        let way = self.route(&to).and_then(|route| self.way_on(route, to.clone(), Some(call)));
        let way = way.and_then(|way| self.admits_or_counts(way.route, Some(call)).map(|()| way));
        let Ok(way) = way else { return false };
        let Some(target) = self.seize(way.route) else { return false };
        self.remove_party(call, device);
        self.forwarded(call, device, to, true);
        self.report_hops(call, &way);
        self.reach(Attempt { call, to: way.to, from: device, transfer: false }, target);
        true
    }

    fn forwarded(&mut self, call: CallId, device: DeviceId, number: Number, rang: bool) {
        if let Some(entry) = self.calls.get_mut(call) {
            entry.forwarded = true;
        }
        self.report(Report::Forwarded { call, device, number, rang });
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
        let applies = forwarding.when == ForwardWhen::NoAnswer && !delivered && !call.forwarded;
        applies.then(|| forwarding.to.clone())
    }
}

/// How long a call rings before it is forwarded for want of an answer, at most.
const FORWARD_AFTER: Duration = Duration::from_secs(15);
