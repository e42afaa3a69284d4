//! `adjunct routing`: an application behind a CTI link says where the call goes, if it does so in
//! time (ASAI Route Request, Lucent 555-230-220, chapter 7).
//!
//! The link is a routing point of the world file with its number; whoever answers the requests of
//! that point is the application. Steps that follow at once ask over other links as well.

use nom::{Parser as _, combinator::opt};

use crate::{
    action::{Refusal, RouteChoice},
    call::{ConnectionState, Party, Waits},
    event::{Cause, Report},
    id::{CallId, DeviceId, Number},
    routing::Point,
    switch::{Switch, Wake},
    vector::{
        Command,
        grammar::{Parsed, keyword, number},
        log::VectorEvent,
        reference::Names,
        route_to::WayOut,
        run::{Flow, Phase},
    },
};

/// `adjunct routing link 1`: sends a route request and goes on at once. Waits, announcements and
/// `goto` give the application time; any other step that does something ends the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdjunctRouting {
    /// The CTI link.
    pub link: u32,
}

pub(super) fn read<'t>(_: &Names, text: &'t str) -> Parsed<'t, Command> {
    let (text, ()) = keyword("routing")(text)?;
    let (text, _) = opt(keyword("link")).parse(text)?;
    let (rest, link) = number(1..=99_999)(text)?;
    Ok((rest, Command::AdjunctRouting(AdjunctRouting { link })))
}

impl AdjunctRouting {
    /// Asks for a route. Without a link the step is skipped, and with it the waits and
    /// announcements that stand behind it to give the application time, unless another one was
    /// asked that has not answered.
    pub(super) fn run(&self, switch: &mut Switch, call: CallId) -> Flow {
        switch.discard_dial_ahead(call);
        match switch.request_route(call, self.link) {
            Ok(()) => Flow::Next,
            Err(event) => {
                switch.note(call, event);
                let skips = switch.vectors.site.release.facts().skips_waits_without_adjunct;
                if skips && switch.first_route_request(call).is_none() {
                    switch.skip_waits(call)
                } else {
                    Flow::Next
                }
            }
        }
    }
}

impl Switch {
    /// Sends a route request over a CTI link: the call is at the routing point of the link from
    /// here on, and in its vector as before. One that waits there already is not sent twice.
    fn request_route(&mut self, call: CallId, link: u32) -> Result<(), VectorEvent> {
        let point = self.vectors.links.get(&link).copied().ok_or(VectorEvent::LinkDown)?;
        let attended = self.routing_point(point).is_some_and(Point::is_attended);
        if !attended {
            return Err(VectorEvent::LinkDown);
        }
        if self.connection(point, call).is_ok() {
            return Ok(());
        }
        let mut party = Party::new(point, ConnectionState::enqueue, self.number_of(point));
        party.waits = Waits::Adjunct;
        self.add_party(call, party);
        if let Some(entry) = self.point_mut(point) {
            entry.come(call);
        }
        self.report(Report::RouteRequested { call, point });
        self.wakes.push_back(Wake::Point(point));
        Ok(())
    }

    /// Whether a call is at a routing point because its vector has asked there.
    pub(crate) fn is_asked_by_vector(&self, call: CallId, point: DeviceId) -> bool {
        let party = self.calls.get(call).and_then(|call| call.party(point));
        party.is_some_and(|party| party.waits == Waits::Adjunct)
    }

    /// An application answers the route request of a vector. The first destination that can be
    /// reached ends what the caller hears, and the requests to all others; one that cannot is
    /// refused, and the request stays. An application that knows no destination lets the vector
    /// go on at the next step.
    pub(crate) fn answer_route_request(
        &mut self,
        call: CallId,
        point: DeviceId,
        choice: RouteChoice,
    ) -> Result<(), Refusal> {
        match choice {
            RouteChoice::To(to) => {
                let way = self.way_from_vector(call, to.as_str(), true);
                let way = way.map_err(|event| {
                    if event == VectorEvent::NoTrunk {
                        Refusal::AllTrunksBusy
                    } else if self.route(&to).is_ok() {
                        Refusal::DestinationBusy
                    } else {
                        Refusal::InvalidNumber(to.clone())
                    }
                })?;
                self.cancel_vector_timer(call);
                self.end_route_request(call, point, Some(to));
                self.end_route_requests(call, None);
                self.follow_route(call, way);
            }
            RouteChoice::Default | RouteChoice::Reject => {
                self.note(call, VectorEvent::AdjunctFailed);
                self.end_route_request(call, point, None);
                self.interrupt_treatment(call);
            }
            RouteChoice::Disconnect => {
                self.end_route_request(call, point, None);
                self.drop_from_vector(call, Cause::NormalClearing);
            }
        }
        Ok(())
    }

    /// Ends a call's route requests; none of them is answered.
    pub(crate) fn end_route_requests(&mut self, call: CallId, why: Option<VectorEvent>) {
        let mut asked = false;
        while let Some(point) = self.first_route_request(call) {
            asked = true;
            self.end_route_request(call, point, None);
        }
        if let Some(event) = why.filter(|_| asked) {
            self.note(call, event);
        }
    }

    /// The link over which a vector has asked is down: the vector goes on as it is.
    pub(crate) fn lose_route_request(&mut self, call: CallId, point: DeviceId) {
        self.note(call, VectorEvent::LinkDown);
        self.end_route_request(call, point, None);
    }

    fn first_route_request(&self, call: CallId) -> Option<DeviceId> {
        let mut parties = self.calls.get(call)?.parties.iter();
        parties.find(|party| party.waits == Waits::Adjunct).map(|party| party.device)
    }

    fn end_route_request(&mut self, call: CallId, point: DeviceId, to: Option<Number>) {
        if self.remove_party(call, point).is_some() {
            self.report(Report::RouteUsed { call, point, to, by_default: false });
        }
    }

    fn follow_route(&mut self, call: CallId, way: WayOut) {
        match way {
            // The vector has stopped, and the call has waited in its queues.
            WayOut::Vdn(vdn) if self.run_mut(call).is_none() => {
                self.leave_vector_queues(call, None);
                self.begin_vector(call, vdn);
            }
            WayOut::Vdn(_) | WayOut::Busy | WayOut::Reach(..) => {
                let flow = self.go_from_vector(call, way);
                if self.follow(call, flow) {
                    self.run_vector(call);
                }
            }
        }
    }

    /// Ends the wait or the announcement that gave an application time.
    fn interrupt_treatment(&mut self, call: CallId) {
        let waits = self.run_mut(call).is_some_and(|run| match run.phase {
            Phase::Waiting { .. } | Phase::Announcing => true,
            Phase::Running
            | Phase::Pausing
            | Phase::Prompting { .. }
            | Phase::Collecting { .. }
            | Phase::Conversing { .. }
            | Phase::BusyTone
            | Phase::Closing => false,
        });
        if waits {
            self.cancel_vector_timer(call);
            self.continue_vector(call);
        }
    }

    /// Goes to the first step behind this one that neither waits nor plays.
    fn skip_waits(&mut self, call: CallId) -> Flow {
        let Some(run) = self.vectoring(call).and_then(|vectoring| vectoring.run.as_ref()) else {
            return Flow::Next;
        };
        let Some(vector) = self.vectors.vector(run.vector) else { return Flow::Next };
        let mut next = run.step.saturating_add(1);
        while let Some((step, command)) = vector.program.at_or_after(next) {
            if !matches!(command, Command::WaitTime(_) | Command::Announcement(_)) {
                return Flow::Goto(step);
            }
            next = step.saturating_add(1);
        }
        Flow::Goto(next)
    }
}
