//! The reports of one moment and one cause, looked at together.
//!
//! Some events need to know what follows: `EventHeld` names the consultation call that is about
//! to begin, `EventDialing` the type of a call that is about to leave the switch, a released
//! party of a call that ends altogether is nobody's deleted party. So reports are kept until the
//! next cause, and a few are put in the order in which T-Servers tell them.

use switch_sim::{
    call::ConnectionState,
    event::{Cause, Event, Report},
    id::{CallId, DeviceId},
    personality::table::AcwOrder,
    time::SimTime,
};
use tserver_wire::CallType;

/// Reports with one moment and one cause.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) at: SimTime,
    pub(crate) reports: Vec<Report>,
}

impl Batch {
    /// Puts events that belong together into T-Library's order.
    pub(crate) fn new(events: Vec<Event>, order: AcwOrder) -> Self {
        let at = events.first().map_or(SimTime::ZERO, |event| event.at);
        let mut batch =
            Self { at, reports: events.into_iter().map(|event| event.report).collect() };
        batch.drop_parts_of_joins();
        match order {
            AcwOrder::BeforeReleased => batch.tell_work_before_release(),
            AcwOrder::AfterReleased | AcwOrder::Untold => {}
        }
        batch
    }

    /// The calls that begin here.
    pub(crate) fn beginning(&self) -> impl Iterator<Item = CallId> {
        self.reports.iter().filter_map(begins).map(|(call, _)| call)
    }

    /// The consultation call that begins here for a call just held.
    pub(crate) fn consultation_of(&self, held: CallId) -> Option<CallId> {
        self.reports
            .iter()
            .filter_map(begins)
            .find(|(_, of)| *of == Some(held))
            .map(|(call, _)| call)
    }

    /// The type of a call that one of our numbers makes, as far as what follows shows it.
    pub(crate) fn type_of_outgoing(&self, call: CallId) -> CallType {
        self.reports.iter().find_map(|report| leads(report, call)).unwrap_or(CallType::Unknown)
    }

    /// Whether a device leaves a call here, in whatever way.
    pub(crate) fn clears(&self, call: CallId, device: DeviceId) -> bool {
        self.reports.iter().any(|report| {
            matches!(report, Report::Cleared { call: c, device: d, .. } if (*c, *d) == (call, device))
        })
    }

    /// Whether a call that comes to a queue here leaves it for an agent at once.
    pub(crate) fn passes_through(&self, call: CallId, queue: DeviceId) -> bool {
        let mut comes = false;
        let mut goes = false;
        for report in &self.reports {
            if let Report::Queued { call: c, queue: q, .. } = report {
                comes |= (*c, *q) == (call, queue);
            } else if let Report::Diverted { call: c, queue: q, .. } = report {
                goes |= (*c, *q) == (call, queue);
            }
        }
        comes && goes
    }

    /// The queue whose agent gets a call here; queues that lose it come after that one.
    pub(crate) fn delivering_queue(&self, call: CallId) -> Option<DeviceId> {
        self.reports.iter().find_map(|report| {
            if let Report::Diverted { call: c, queue, .. } = report {
                (*c == call).then_some(*queue)
            } else {
                None
            }
        })
    }

    /// The first queue that an abandoned call leaves here.
    pub(crate) fn first_abandoned(&self, call: CallId) -> Option<DeviceId> {
        self.reports.iter().find_map(|report| {
            if let Report::Cleared { call: c, device, was: ConnectionState::Queued, .. } = report {
                (*c == call).then_some(*device)
            } else {
                None
            }
        })
    }

    /// Whether a telephone answers here.
    pub(crate) fn answers(&self, call: CallId, device: DeviceId) -> bool {
        self.reports.contains(&Report::Established { call, device })
    }

    /// Whether an agent lets a call go here unanswered.
    pub(crate) fn goes_unanswered(&self, call: CallId) -> bool {
        self.reports.iter().any(|report| {
            if let Report::Cleared { call: c, was, cause, .. } = report {
                *c == call && *was == ConnectionState::Alerting && *cause == Cause::CallNotAnswered
            } else {
                false
            }
        })
    }

    /// Whether a telephone lets a queue's call go here unanswered.
    pub(crate) fn leaves_unanswered(&self, device: DeviceId) -> bool {
        self.reports.iter().any(|report| {
            if let Report::Cleared { device: d, was, cause, .. } = report {
                *d == device
                    && *was == ConnectionState::Alerting
                    && *cause == Cause::CallNotAnswered
            } else {
                false
            }
        })
    }

    /// Whether a call goes to somebody else here after a device has let it go.
    pub(crate) fn goes_on(&self, call: CallId, device: DeviceId) -> bool {
        let lets_go = |report: &&Report| leaves(report) != Some((call, device));
        let later = self.reports.iter().skip_while(lets_go);
        later.filter_map(comes).any(|reached| reached == call)
    }

    /// Whether a call ends here.
    pub(crate) fn ends(&self, call: CallId) -> bool {
        self.reports.contains(&Report::CallCleared { call })
    }

    /// A transfer or conference reports who moved and who left; separate reports of the same
    /// departures would tell them twice.
    fn drop_parts_of_joins(&mut self) {
        let joins: Vec<Vec<(CallId, DeviceId)>> =
            self.reports.iter().filter_map(departures).collect();
        self.reports.retain(|report| match part_of_join(report) {
            Some(part) => !joins.iter().any(|join| join.contains(&part)),
            None => true,
        });
    }

    /// Emulated after-call work begins before the release is told.
    fn tell_work_before_release(&mut self) {
        let mut at = 0;
        while let Some(report) = self.reports.get(at) {
            if let Report::AgentWorkingAfterCall { device, .. } = report {
                let leaves = |earlier: &Report| leaver(earlier) == Some(*device);
                let first = self.reports.iter().take(at).position(leaves);
                if let Some(first) = first {
                    let work = self.reports.remove(at);
                    self.reports.insert(first, work);
                }
            }
            at += 1;
        }
    }
}

/// Who leaves which call by this report.
fn leaves(report: &Report) -> Option<(CallId, DeviceId)> {
    if let Report::Cleared { call, device, .. } = report { Some((*call, *device)) } else { None }
}

/// The call that comes to a telephone, a queue, a vector or the network by this report.
fn comes(report: &Report) -> Option<CallId> {
    if let Report::Delivered { call, .. }
    | Report::Queued { call, .. }
    | Report::VectorStep { call, .. }
    | Report::RouteRequested { call, .. }
    | Report::NetworkReached { call, .. } = report
    {
        Some(*call)
    } else {
        None
    }
}

/// The call that a report begins, and the call it consults for.
fn begins(report: &Report) -> Option<(CallId, Option<CallId>)> {
    if let Report::Originated { call, consult_of, .. } = report {
        Some((*call, *consult_of))
    } else {
        None
    }
}

/// The type that a report shows an outgoing call to have.
fn leads(report: &Report, wanted: CallId) -> Option<CallType> {
    let (call, kind) = if let Report::NetworkReached { call, .. } = report {
        (call, CallType::Outbound)
    } else if let Report::Failed { call, cause: Cause::TrunksBusy, .. } = report {
        (call, CallType::Outbound)
    } else if let Report::Failed { call, cause: Cause::Busy | Cause::QueueFull, .. }
    | Report::Delivered { call, .. }
    | Report::Queued { call, .. }
    | Report::VectorStep { call, .. }
    | Report::RouteRequested { call, .. }
    | Report::RouteUsed { call, .. } = report
    {
        (call, CallType::Internal)
    } else {
        return None;
    };
    (*call == wanted).then_some(kind)
}

/// Who leaves which call by a transfer or conference.
fn departures(report: &Report) -> Option<Vec<(CallId, DeviceId)>> {
    if let Report::Transferred { held, active, controller, moved }
    | Report::Conferenced { held, active, controller, moved } = report
    {
        let from_active = moved.iter().chain([controller]).map(|device| (*active, *device));
        Some(from_active.chain([(*held, *controller)]).collect())
    } else if let Report::SingleStepTransferred { call, controller, .. } = report {
        Some(vec![(*call, *controller)])
    } else {
        None
    }
}

/// The departure that a report tells, if a transfer or conference may have told it already.
fn part_of_join(report: &Report) -> Option<(CallId, DeviceId)> {
    if let Report::Cleared { call, device, cause: Cause::Transfer | Cause::Conference, .. } = report
    {
        Some((*call, *device))
    } else {
        None
    }
}

/// Who stops being a party by this report.
fn leaver(report: &Report) -> Option<DeviceId> {
    if let Report::Cleared { device, was, .. } = report {
        (*was != ConnectionState::Queued).then_some(*device)
    } else if let Report::Transferred { controller, .. }
    | Report::SingleStepTransferred { controller, .. } = report
    {
        Some(*controller)
    } else {
        None
    }
}
