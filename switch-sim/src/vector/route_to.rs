//! `route-to`: the call goes to a number, and leaves its vector when it gets there.

use nom::{Parser as _, combinator::opt};

use crate::{
    call::route::{Attempt, Route, Target},
    event::{Cause, Report},
    id::{CallId, DeviceId, Number, VdnId},
    statistics::vdn::Leaving,
    switch::Switch,
    vector::{
        Command,
        condition::{Condition, condition_of_route},
        grammar::{Parsed, choice, keyword, refuse, word},
        log::VectorEvent,
        reference::{Names, Term, dialled},
        run::Flow,
    },
    world::WhenCalled,
};

/// `route-to number 2003 with cov n if unconditionally`, `route-to digits with coverage y`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteTo {
    /// Where to; collected digits, too.
    pub to: Term,
    /// With coverage the call is given to the destination, its coverage path included, whatever it
    /// does; without, the step fails unless the destination, or where it forwards to, can ring.
    pub coverage: bool,
    /// What must hold; otherwise the next step follows.
    pub condition: Condition,
}

pub(super) fn read<'t>(names: &Names, text: &'t str) -> Parsed<'t, Command> {
    if let Ok((_, found @ ("name1" | "name2" | "name3" | "meetme"))) = word(text) {
        let message = format!("`route-to {found}` is not modelled");
        return refuse(text, message, "route to a number or to digits".to_owned());
    }
    let (text, to) = match choice(&KINDS)(text) {
        Ok((text, true)) => (text, Term::Digits),
        Ok((text, false)) => dialled(text)?,
        // Without the word `number`, as people write it.
        Err(error) => dialled(text).or(Err(error))?,
    };
    let (text, with) = opt(keyword("with")).parse(text)?;
    let (text, coverage) = match (choice(&COVERAGE)(text), with) {
        (Ok((text, ())), _) => choice(&YES_OR_NO)(text)?,
        (Err(error), Some(())) => return Err(error),
        (Err(_), None) => (text, false),
    };
    let (rest, condition) = match keyword("if")(text) {
        Ok(_) => condition_of_route(names, text)?,
        Err(_) => {
            let (rest, _) = opt(keyword("unconditionally")).parse(text)?;
            (rest, Condition::Unconditionally)
        }
    };
    Ok((rest, Command::RouteTo(RouteTo { to, coverage, condition })))
}

impl RouteTo {
    /// Brings the call to the number. A failure leaves it where it is: in its vector and queues.
    pub(super) fn run(&self, switch: &mut Switch, call: CallId) -> Flow {
        if !switch.holds(call, &self.condition) {
            return Flow::Next;
        }
        let Some(digits) = switch.digits_of(call, &self.to) else {
            switch.note(call, VectorEvent::NoDigitsToRoute);
            return Flow::Next;
        };
        match switch.way_from_vector(call, &digits, self.coverage) {
            Ok(way) => switch.go_from_vector(call, way),
            Err(event) => {
                switch.note(call, event);
                Flow::Next
            }
        }
    }
}

impl Switch {
    /// Finds the way from a vector to a number, and takes the circuit that it needs; nothing else
    /// has changed.
    pub(crate) fn way_from_vector(
        &mut self,
        call: CallId,
        digits: &str,
        coverage: bool,
    ) -> Result<WayOut, VectorEvent> {
        let failed = |_| VectorEvent::RouteFailed;
        let to = Number::new(digits).map_err(|_| VectorEvent::RouteFailed)?;
        let route = self.route(&to).map_err(failed)?;
        if let Route::Vector(vdn) = route {
            return Ok(WayOut::Vdn(vdn));
        }
        let from = self.calls.get(call).and_then(|call| call.parties.first());
        let from = from.map(|party| party.device).ok_or(VectorEvent::RouteFailed)?;
        // A call that a telephone has sent on already is not covered again.
        let coverage = coverage && self.calls.get(call).is_some_and(|call| !call.sent_on);
        let way = if coverage {
            self.way_on(route, to, Some(call))
        } else {
            self.forwarded_way(route, to, Some(call))
        };
        let admitted =
            way.and_then(|way| self.admits_or_counts(way.route, Some(call)).map(|()| way));
        let way = match (admitted, route) {
            (Ok(way), _) => way,
            (Err(Cause::Busy), Route::Extension(device)) if coverage && from != device => {
                // Nobody covers the destination: the caller hears that it is busy.
                return Ok(WayOut::Busy);
            }
            (Err(Cause::TrunksBusy), _) => return Err(VectorEvent::NoTrunk),
            (Err(_), _) => return Err(VectorEvent::RouteFailed),
        };
        if let Route::Outside(_) = way.route
            && self.plant.when_called(&way.to) == WhenCalled::UNKNOWN
        {
            return Err(VectorEvent::RouteFailed);
        }
        let target = self.seize(way.route).ok_or(VectorEvent::NoTrunk)?;
        Ok(WayOut::Reach(Attempt { call, way, from, transfer: false }, target))
    }

    /// Goes the way that was found.
    pub(crate) fn go_from_vector(&mut self, call: CallId, way: WayOut) -> Flow {
        match way {
            WayOut::Vdn(vdn) => {
                if self.vectors.site.release.facts().route_to_vdn_dequeues {
                    self.leave_vector_queues(call, None);
                }
                self.enter_vdn(call, vdn)
            }
            WayOut::Busy => self.busy_from_vector(call),
            WayOut::Reach(attempt, target) => {
                self.discard_dial_ahead(call);
                if let Target::Circuit(circuit) = target
                    && self.lacks_messages(circuit)
                {
                    // Nobody tells when the destination answers (555-230-520, p. 279).
                    self.return_answer(call);
                }
                self.leave_vdn(call, Leaving::Routed);
                self.leave_vector(call);
                self.leave_vector_queues(call, target.device());
                self.reach(attempt, target);
                Flow::Ended
            }
        }
    }

    /// Takes a call out of the queues to which its vector sent it, towards a device or nowhere.
    pub(crate) fn leave_vector_queues(&mut self, call: CallId, to: Option<DeviceId>) {
        while let Some(queue) = self.first_vector_queue(call) {
            match to {
                Some(to) => {
                    if self.remove_party(call, queue).is_some() {
                        self.count_redirected(queue);
                        self.report(Report::Diverted { call, queue, to });
                    }
                }
                None => self.clear(call, queue, Cause::Redirected, None),
            }
        }
    }
}

/// How a call leaves its vector, or goes on in another one.
#[derive(Clone, Debug)]
pub(crate) enum WayOut {
    Vdn(VdnId),
    Busy,
    Reach(Attempt, Target),
}

/// The words, and whether each means the collected digits.
const KINDS: [(&str, bool); 2] = [("number", false), ("digits", true)];

const COVERAGE: [(&str, ()); 2] = [("cov", ()), ("coverage", ())];

const YES_OR_NO: [(&str, bool); 4] = [("y", true), ("n", false), ("yes", true), ("no", false)];
