//! Coverage: calls that somebody does not take go to the points of a path, one after the other (Avaya
//! coverage path; GTE-D "call coverage").
//!
//! A point that is busy, undisturbed, covers or forwards every call itself, or has no circuit, is
//! passed over; a point's own path is not followed. The last point that takes the call rings on. With
//! no such point the telephone that was called rings, or is busy, as it would without a path.

use std::time::Duration;

use super::{Origin, Way};
use crate::{
    action::Refusal,
    call::route::{Attempt, Route, Target},
    event::Report,
    id::{CallId, DeviceId, Number},
    limits,
    switch::Switch,
};

/// The points to which calls of a telephone go, and which of its calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoveragePath {
    /// The name, e.g. `desk`.
    pub name: String,
    /// The numbers that are tried in this order.
    pub points: Vec<String>,
    /// Which calls of the site's own telephones are covered.
    pub inside: Vec<Criterion>,
    /// Which calls from outside are covered.
    pub outside: Vec<Criterion>,
    /// How often a call rings before it goes to the first point.
    pub rings: u32,
    /// How often it rings at a point before it goes to the next one.
    pub point_rings: u32,
}

/// Which calls are covered (Avaya `display coverage path`, coverage criteria).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Criterion {
    /// Those that find the telephone on another call, even if it could ring.
    Active,
    /// Those that find it busy.
    Busy,
    /// Those that nobody answers.
    NoAnswer,
    /// All.
    All,
    /// Those that come while send-all-calls or do-not-disturb is on (Avaya: DND/SAC/Goto Cover).
    SendAll,
}

impl Criterion {
    /// The criteria by the words of world files.
    pub const WORDS: &[(&str, Self)] = &[
        ("active", Self::Active),
        ("busy", Self::Busy),
        ("no_answer", Self::NoAnswer),
        ("all", Self::All),
        ("send_all", Self::SendAll),
    ];
    /// Those of a path that names none.
    pub const DEFAULT: [Self; 3] = [Self::Busy, Self::NoAnswer, Self::SendAll];
}

impl Switch {
    /// The coverage path of a telephone.
    pub fn coverage_path(&self, device: DeviceId) -> Option<&CoveragePath> {
        self.plant.coverage_path(device)
    }

    /// Refuses send-all-calls at a telephone whose calls would go nowhere.
    pub(super) fn require_path(&self, device: DeviceId) -> Result<(), Refusal> {
        let covers = self.coverage_path(device).is_some_and(|path| {
            path.inside
                .iter()
                .chain(&path.outside)
                .any(|criterion| *criterion == Criterion::SendAll)
        });
        if covers {
            Ok(())
        } else {
            Err(Refusal::Unsupported("the telephone has no coverage path"))
        }
    }

    /// Whether a telephone covers a call by the criterion. `call`: none has begun, and it comes from
    /// outside.
    pub(super) fn covers(
        &self,
        device: DeviceId,
        criterion: Criterion,
        call: Option<CallId>,
    ) -> bool {
        let Some(path) = self.coverage_path(device) else { return false };
        let from_outside = call.is_none_or(|call| self.has_circuit(call));
        let criteria = if from_outside { &path.outside } else { &path.inside };
        criteria.contains(&criterion)
    }

    /// Whether a telephone covers a call whether or not it could ring.
    pub(super) fn covers_every(&self, device: DeviceId, call: Option<CallId>) -> bool {
        let features = self.features(device);
        let wanted = features.is_some_and(|has| has.send_all_calls || has.do_not_disturb);
        self.covers(device, Criterion::All, call)
            || (wanted && self.covers(device, Criterion::SendAll, call))
    }

    /// Lets a way go on to the first point of the path that takes the call; false: none does.
    pub(super) fn cover_way(
        &self,
        way: &mut Way,
        principal: DeviceId,
        call: Option<CallId>,
    ) -> bool {
        let Some((route, to, next)) = self.point_from(principal, 0, call) else { return false };
        way.cover(Origin { principal, next_point: Some(next) }, route, to);
        true
    }

    /// How long a call rings before it goes to the next point; none: it rings on.
    pub(crate) fn covers_after(&self, call: CallId, origin: Origin) -> Option<Duration> {
        let path = self.coverage_path(origin.principal)?;
        let rings = match origin.next_point {
            None if self.covers(origin.principal, Criterion::NoAnswer, Some(call)) => path.rings,
            Some(next) if next < path.points.len() => path.point_rings,
            None | Some(_) => return None,
        };
        Some(limits::RING_CYCLE * rings)
    }

    /// Nobody has answered in time: the call goes to the next point of the path; false: there is
    /// none that takes it.
    pub(crate) fn cover_unanswered(&mut self, call: CallId, device: DeviceId) -> bool {
        let party = self.calls.get(call).and_then(|call| call.party(device));
        let Some(origin) = party.and_then(|party| party.origin) else { return false };
        let Some((way, target)) = self.seize_point(call, origin) else { return false };
        self.leave_for_point(call, device, &way);
        self.reach(Attempt { call, way, from: device, transfer: false }, target);
        true
    }

    /// The way of a call that nobody answers to the next point of a path, and what it has taken
    /// there; none: no point takes it.
    pub(crate) fn seize_point(&mut self, call: CallId, origin: Origin) -> Option<(Way, Target)> {
        self.covers_after(call, origin)?;
        let first = origin.next_point.unwrap_or(0);
        let (route, number, next) = self.point_from(origin.principal, first, Some(call))?;
        let target = self.seize(route)?;
        let mut way = Way::direct(route, number);
        way.origin = Some(Origin { next_point: Some(next), ..origin });
        Some((way, target))
    }

    /// A call that rang at a telephone goes to a point.
    pub(crate) fn leave_for_point(&mut self, call: CallId, device: DeviceId, way: &Way) {
        self.remove_party(call, device);
        self.note_sent_on(call);
        let number = way.to.clone();
        self.report(Report::Covered { call, device, number, rang: true });
    }

    /// The first point of a path, from a place on, that takes the call; and the place behind it.
    fn point_from(
        &self,
        principal: DeviceId,
        first: usize,
        call: Option<CallId>,
    ) -> Option<(Route, Number, usize)> {
        let path = self.coverage_path(principal)?;
        let points = path.points.iter().zip(1..).skip(first);
        let mut open = points.filter_map(|(point, next)| {
            let number = Number::new(point).ok()?;
            let route = self.route(&number).ok()?;
            self.takes_covered(route, principal, call).then_some((route, number, next))
        });
        open.next()
    }

    fn takes_covered(&self, route: Route, principal: DeviceId, call: Option<CallId>) -> bool {
        let is_open = match route {
            Route::Extension(device) => {
                let features = self.features(device);
                device != principal && features.is_some_and(|features| !features.sends_every_call())
            }
            Route::Queue(_)
            | Route::Point(_)
            | Route::Outside(_)
            | Route::Vector(_)
            | Route::HuntGroup(_)
            | Route::Agent { .. } => true,
        };
        is_open && self.admits(route, call).is_ok()
    }
}
