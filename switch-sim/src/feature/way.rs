//! The way from a dialled number to where the call gets: telephones send it on, by forwarding or by
//! coverage.

use super::cover::Criterion;
use crate::{
    call::route::Route,
    event::{Cause, Report},
    id::{CallId, DeviceId, Number},
    switch::Switch,
};

/// Where a dialled number leads after every telephone that sends the call on.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    pub(crate) route: Route,
    /// The number that leads there.
    pub(crate) to: Number,
    /// Whose coverage path the call follows if nobody answers there; none: nobody's.
    pub(crate) origin: Option<Origin>,
    pub(super) hops: Vec<Hop>,
}

/// The telephone that was called (Avaya: the principal), and how far the call has come along its
/// coverage path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) principal: DeviceId,
    /// The point that is next; none: the call is not covered yet.
    pub(crate) next_point: Option<usize>,
}

/// A telephone sends the call on before it has rung there.
#[derive(Clone, Debug)]
pub(super) struct Hop {
    device: DeviceId,
    to: Number,
    covers: bool,
}

impl Way {
    /// A number that leads there at once.
    pub(crate) fn direct(route: Route, to: Number) -> Self {
        Self { route, to, origin: None, hops: Vec::new() }
    }

    /// The way goes on to where a telephone forwards the call.
    pub(super) fn forward(&mut self, device: DeviceId, route: Route, to: Number) {
        self.go_on(Hop { device, to, covers: false }, route);
    }

    /// The way goes on to a point of a coverage path, and there it ends.
    pub(super) fn cover(&mut self, origin: Origin, route: Route, to: Number) {
        self.go_on(Hop { device: origin.principal, to, covers: true }, route);
        self.origin = Some(origin);
    }

    fn go_on(&mut self, hop: Hop, route: Route) {
        self.route = route;
        self.to.clone_from(&hop.to);
        self.hops.push(hop);
    }

    /// Whether a telephone has sent the call on already.
    pub(super) fn has_passed(&self, device: DeviceId) -> bool {
        self.hops.iter().any(|hop| hop.device == device)
    }
}

impl Switch {
    /// Follows whatever sends a call on from a route, which `to` leads to. `call`: the one that goes
    /// there, if it has begun.
    ///
    /// A telephone that covers every call does so before it forwards; one that is busy, only after.
    pub(crate) fn way_on(
        &self,
        route: Route,
        to: Number,
        call: Option<CallId>,
    ) -> Result<Way, Cause> {
        let Route::Extension(principal) = route else { return Ok(Way::direct(route, to)) };
        let mut way = Way::direct(route, to.clone());
        if self.covers_every(principal, call) && self.cover_way(&mut way, principal, call) {
            return Ok(way);
        }
        let forwarded = self.forwarded_way(route, to, call);
        let criterion = self.criterion_at(principal, forwarded.as_ref().map(|way| way.route), call);
        if let Ok(forwarded) = &forwarded {
            way.clone_from(forwarded);
        }
        let covers = criterion.is_some_and(|criterion| self.covers(principal, criterion, call));
        if covers && self.cover_way(&mut way, principal, call) {
            return Ok(way);
        }
        forwarded?;
        way.origin = Some(Origin { principal, next_point: None });
        Ok(way)
    }

    /// By which criterion a telephone would cover a call that its forwarding brings to a route.
    fn criterion_at(
        &self,
        principal: DeviceId,
        route: Result<Route, &Cause>,
        call: Option<CallId>,
    ) -> Option<Criterion> {
        match route {
            Ok(route @ Route::Extension(_)) if self.admits(route, call).is_err() => {
                Some(Criterion::Busy)
            }
            Ok(Route::Extension(device)) if device == principal => {
                (!self.at.of(device).is_empty()).then_some(Criterion::Active)
            }
            Err(Cause::Busy) => Some(Criterion::Busy),
            Ok(_) | Err(_) => None,
        }
    }

    /// Reports the telephones that send a call on.
    pub(crate) fn report_hops(&mut self, call: CallId, way: &Way) {
        for Hop { device, to, covers } in &way.hops {
            let (device, number, rang) = (*device, to.clone(), false);
            self.note_sent_on(call);
            self.report(if *covers {
                Report::Covered { call, device, number, rang }
            } else {
                Report::Forwarded { call, device, number, rang }
            });
        }
    }

    /// A telephone has sent the call on.
    pub(super) fn note_sent_on(&mut self, call: CallId) {
        if let Some(entry) = self.calls.get_mut(call) {
            entry.sent_on = true;
        }
    }
}
