//! A vector at work: one step after the other until one waits, the call is delivered, or it ends.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use crate::{
    action::AgentName,
    agenda::AgendaKey,
    call::{ConnectionState, Waits},
    event::{Cause, Report},
    id::{CallId, DeviceId, VdnId, VectorId},
    statistics::vdn::Leaving,
    switch::{Switch, Timer},
    time::SimTime,
    vector::{
        Command,
        board::Listens,
        collect::Sent,
        consider::Best,
        feedback::Feedback,
        log::{LogEntry, VectorEvent},
        reference::{Skill, Variable},
        reply_best, return_to,
        site::Vector,
    },
    world::AfterCallWork,
};

/// What vectors know of a call, as long as it is up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vectoring {
    /// The vector that has the call; none: it stopped, or the call was delivered.
    pub(crate) run: Option<Run>,
    /// What the caller hears.
    pub(crate) hears: Feedback,
    /// How many steps were executed for the call.
    pub(crate) executed: u32,
    /// Whoever came to the first VDN.
    pub(crate) caller: Option<DeviceId>,
    /// The VDN whose settings hold.
    pub(crate) active: Option<VdnId>,
    /// The VDN that had the call last.
    pub(crate) latest: Option<VdnId>,
    /// When the call came there.
    pub(crate) since: SimTime,
    /// The VDN where the call is counted, and since when.
    pub(crate) counted_at: Option<(VdnId, SimTime)>,
    /// The agent who has, or had, the call.
    pub(crate) agent: Option<AgentName>,
    /// Whether the caller's exchange knows that the call was answered.
    pub(crate) answered: bool,
    /// Whether the exchange lets the caller hear ringback until then, whatever the vector gives.
    pub(crate) exchange_rings: bool,
    /// Whether a receiver listens for digits.
    pub(crate) takes_digits: bool,
    /// The collected digits.
    pub(crate) digits: String,
    /// Digits that no step has taken yet.
    pub(crate) ahead: String,
    pub(crate) persistent: BTreeMap<Variable, String>,
    pub(crate) sent: Sent,
}

/// A call's way through vectors.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) vector: VectorId,
    /// The step that is or was executed.
    pub(crate) step: u8,
    /// The step that follows.
    pub(crate) next: u8,
    /// How many steps came without a pause.
    in_a_row: u8,
    pub(crate) phase: Phase,
    /// When the phase ends by itself.
    pub(crate) timer: Option<AgendaKey>,
    /// How it stands with the announcement of the phase.
    pub(crate) listens: Listens,
    /// When the vector has had the call for too long.
    pub(crate) limit: Option<AgendaKey>,
    pub(crate) locals: BTreeMap<Variable, String>,
    /// Where `return` leads, the latest last.
    pub(crate) frames: Vec<(VectorId, u8)>,
    pub(crate) best: Option<Best>,
    /// Whether the latest attempt to queue the call failed.
    pub(crate) queue_failed: bool,
}

/// What a vector waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Running,
    /// The implicit wait after several steps in a row.
    Pausing,
    /// A wait; what the caller hears behind it, if that changes.
    Waiting {
        then: Option<Feedback>,
    },
    Announcing,
    /// The announcement before the caller's digits.
    Prompting {
        count: usize,
        into: Option<Variable>,
    },
    /// The caller's next digit.
    Collecting {
        count: usize,
        into: Option<Variable>,
    },
    /// The machine that the caller speaks to; what it is told, and whether it has sent digits.
    Conversing {
        told: String,
        returns: bool,
    },
    BusyTone,
    /// The last announcement.
    Closing,
}

/// How a vector goes on after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    Next,
    Goto(u8),
    Enter(VectorId, u8),
    /// Later.
    Suspended,
    /// Not at all: the call has left it.
    Ended,
}

impl Switch {
    /// A vector, by its place in the world file.
    pub fn vector(&self, vector: VectorId) -> Option<&Vector> {
        self.vectors.vector(vector)
    }

    /// The numbers that lead to a vector.
    pub fn numbers_of(&self, vector: VectorId) -> impl Iterator<Item = &str> {
        let vdns = self.vectors.site.vdns.iter().filter(move |vdn| vdn.vector == vector);
        vdns.map(|vdn| vdn.number.as_str())
    }

    /// What vectors ran into so far (the vendor's `display events`).
    pub fn vector_log(&self) -> impl Iterator<Item = &LogEntry> {
        self.vectors.log.entries()
    }

    /// A call comes to a number that leads to a vector.
    pub(crate) fn begin_vector(&mut self, call: CallId, vdn: VdnId) {
        let limit = self.vectors.site.disconnect_timer;
        let limit = limit
            .map(|span| self.agenda.schedule(self.now + span, Timer::VectorDisconnect { call }));
        let exchange_rings = self.is_on_unsupervised_line(call);
        let Some(entry) = self.calls.get_mut(call) else { return };
        let vectoring = entry.vectoring.get_or_insert_default();
        vectoring.exchange_rings = exchange_rings && !vectoring.answered;
        vectoring.ahead = std::mem::take(&mut vectoring.sent.digits);
        vectoring.active = None;
        vectoring.caller = entry.parties.first().map(|party| party.device);
        vectoring.run = Some(Run::new(limit));
        let flow = self.enter_vdn(call, vdn);
        if self.follow(call, flow) {
            if let Some(run) = self.run_mut(call) {
                run.in_a_row = 0;
            }
            self.run_vector(call);
        }
    }

    /// A call is at a VDN now; its vector follows.
    pub(crate) fn enter_vdn(&mut self, call: CallId, vdn: VdnId) -> Flow {
        let now = self.now;
        let active = self.vectoring(call).and_then(|vectoring| vectoring.active);
        let stays = active
            .filter(|&active| self.vectors.vdn(active).is_some_and(|vdn| !vdn.allows_override));
        let Some(vector) = self.vectors.vdn(vdn).map(|vdn| vdn.vector) else {
            return self.stop_vector(call);
        };
        if let Some(vectoring) = self.vectoring_mut(call) {
            vectoring.latest = Some(vdn);
            vectoring.active = stays.or(Some(vdn));
            vectoring.since = now;
        }
        self.count_at_vdn(call, vdn);
        Flow::Enter(vector, 1)
    }

    /// What follows a call of the active VDN, if it says so.
    pub(crate) fn work_after_vdn(&self, call: CallId) -> Option<AfterCallWork> {
        self.vectors.vdn(self.vectoring(call)?.active?)?.after_call_work
    }

    /// The numbers whose calls are followed by other work than their queues want.
    pub fn works_by_number(&self) -> impl Iterator<Item = (&str, AfterCallWork)> {
        let vdns = self.vectors.site.vdns.iter();
        vdns.filter_map(|vdn| Some((vdn.number.as_str(), vdn.after_call_work?)))
    }

    /// Whoever has answered a call has hung up: its caller returns to a vector, if the active VDN
    /// says so (Avaya: VDN return destination). False: nobody is left to return.
    pub(crate) fn returns_to_vdn(&mut self, call: CallId) -> bool {
        let Some(entry) = self.calls.get(call) else { return false };
        let [left] = entry.parties.as_slice() else { return false };
        let caller = entry.vectoring.as_ref().and_then(|vectoring| vectoring.caller);
        if caller != Some(left.device)
            || left.state != ConnectionState::Connected
            || entry.is_in_vector()
        {
            return false;
        }
        let active = self.vectoring(call).and_then(|vectoring| vectoring.active);
        let number = active
            .and_then(|active| self.vectors.vdn(active)?.return_destination.as_deref())
            .and_then(|number| self.vectors.vdn_numbered(number));
        let Some(vdn) = number else { return false };
        self.begin_vector(call, vdn);
        true
    }

    /// Executes steps until one takes time or ends the vector.
    pub(crate) fn run_vector(&mut self, call: CallId) {
        let facts = self.vectors.site.release.facts();
        let limit = self.vectors.site.step_limit();
        self.leave_port(call);
        loop {
            let Some(vectoring) = self.vectoring_mut(call) else { return };
            let executed = vectoring.executed;
            let Some(run) = &mut vectoring.run else { return };
            run.phase = Phase::Running;
            let (vector, next, in_a_row) = (run.vector, run.next, run.in_a_row);
            let program = self.vectors.vector(vector).map(|vector| Arc::clone(&vector.program));
            let step = program.as_ref().and_then(|program| program.at_or_after(next));
            let Some((step, command)) = step else {
                self.stop_vector(call);
                return;
            };
            if executed >= limit {
                self.note(call, VectorEvent::StepLimit);
                self.stop_vector(call);
                return;
            }
            if in_a_row >= facts.steps_without_pause {
                self.suspend(call, Phase::Pausing, facts.pause);
                return;
            }
            self.begin_step(call, step, command);
            if command.ends_route_requests() {
                self.end_route_requests(call, Some(VectorEvent::AdjunctCancelled));
            }
            let flow = self.execute(call, command);
            if !self.follow(call, flow) {
                return;
            }
        }
    }

    /// The time of a phase is over.
    pub(crate) fn continue_vector(&mut self, call: CallId) {
        let Some(run) = self.run_mut(call) else { return };
        run.timer = None;
        match std::mem::replace(&mut run.phase, Phase::Running) {
            Phase::Running | Phase::Pausing => {}
            Phase::Announcing => self.let_hear(call, Feedback::Silence),
            Phase::Waiting { then } => {
                if let Some(then) = then {
                    self.let_hear(call, then);
                }
            }
            Phase::Prompting { count, into } => {
                self.let_hear(call, Feedback::Silence);
                let span = self.vectors.site.digit_timeout();
                self.suspend(call, Phase::Collecting { count, into }, span);
                return;
            }
            Phase::Collecting { into, .. } => self.end_collecting(call, into),
            phase @ Phase::Conversing { .. } => {
                run.phase = phase;
                return;
            }
            Phase::BusyTone => return self.drop_from_vector(call, Cause::Busy),
            Phase::Closing => return self.drop_from_vector(call, Cause::NormalClearing),
        }
        self.run_vector(call);
    }

    /// A vector has had a call for as long as the site allows.
    pub(crate) fn disconnect_from_vector(&mut self, call: CallId) {
        if let Some(run) = self.run_mut(call) {
            run.limit = None;
        }
        self.note(call, VectorEvent::DisconnectTimer);
        self.drop_from_vector(call, Cause::NormalClearing);
    }

    /// Waits in a phase for as long as it lasts.
    pub(crate) fn suspend(&mut self, call: CallId, phase: Phase, span: Duration) -> Flow {
        let timer = self.agenda.schedule(self.now + span, Timer::Vector { call });
        match self.run_mut(call) {
            Some(run) => run.timer = Some(timer),
            None => drop(self.agenda.cancel(timer)),
        }
        self.park(call, phase)
    }

    /// Waits in a phase that something else ends.
    pub(crate) fn park(&mut self, call: CallId, phase: Phase) -> Flow {
        self.leave_port(call);
        if let Some(run) = self.run_mut(call) {
            run.phase = phase;
            run.in_a_row = 0;
        }
        Flow::Suspended
    }

    /// Ends the time that a phase would have had.
    pub(crate) fn cancel_vector_timer(&mut self, call: CallId) {
        if let Some(timer) = self.run_mut(call).and_then(|run| run.timer.take()) {
            self.agenda.cancel(timer);
        }
    }

    /// Takes a call out of its vector; its places in queues stay.
    pub(crate) fn leave_vector(&mut self, call: CallId) {
        let Some(run) = self.vectoring_mut(call).and_then(|vectoring| vectoring.run.take()) else {
            return;
        };
        for timer in [run.timer, run.limit].into_iter().flatten() {
            self.agenda.cancel(timer);
        }
        self.free_port(call, run.listens);
    }

    /// Gives what vectors know of a call to the one that it became part of.
    pub(crate) fn move_vectoring(
        &mut self,
        vectoring: Option<Box<Vectoring>>,
        from: CallId,
        to: CallId,
    ) {
        let Some(vectoring) = vectoring else { return };
        self.hand_over_port(from, to);
        let Some(entry) = self.calls.get_mut(to) else { return };
        if entry.is_in_vector() || entry.vectoring.is_some() && vectoring.run.is_none() {
            self.book_leaving(vectoring.counted_at, Leaving::FlowedOut);
            return;
        }
        let replaced = entry.vectoring.as_ref().and_then(|old| old.counted_at);
        self.book_leaving(replaced, Leaving::FlowedOut);
        let Some(entry) = self.calls.get_mut(to) else { return };
        let run = vectoring.run.as_ref();
        for timer in run.into_iter().flat_map(|run| [run.timer, run.limit]).flatten() {
            if let Some(Timer::Vector { call } | Timer::VectorDisconnect { call }) =
                self.agenda.get_mut(timer)
            {
                *call = to;
            }
        }
        entry.vectoring = Some(vectoring);
    }

    /// Ends a call at the wish of its vector. People who speak to each other go on.
    pub(crate) fn drop_from_vector(&mut self, call: CallId, cause: Cause) {
        let alone = self.waits_alone(call);
        self.leave_vector(call);
        if alone {
            self.end_with(call, cause);
        } else {
            self.leave_vector_queues(call, None);
        }
    }

    /// Whether nobody but one caller is there, machines and queues of the vector apart.
    pub(crate) fn waits_alone(&self, call: CallId) -> bool {
        let parties = self.calls.get(call).into_iter().flat_map(|call| call.participants());
        parties.filter(|party| party.waits == Waits::Itself).count() == 1
    }

    /// Writes down what a step ran into.
    pub(crate) fn note(&mut self, call: CallId, event: VectorEvent) {
        let Some(run) = self.run_mut(call) else { return };
        let (vector, step) = (run.vector, run.step);
        self.vectors.log.note(self.now, event, (vector, step), call);
        self.report(Report::VectorEvent { call, vector, step, event });
    }

    pub(crate) fn vectoring(&self, call: CallId) -> Option<&Vectoring> {
        self.calls.get(call)?.vectoring.as_deref()
    }

    pub(crate) fn vectoring_mut(&mut self, call: CallId) -> Option<&mut Vectoring> {
        self.calls.get_mut(call)?.vectoring.as_deref_mut()
    }

    pub(crate) fn run_mut(&mut self, call: CallId) -> Option<&mut Run> {
        self.vectoring_mut(call)?.run.as_mut()
    }

    /// The queue that a step means.
    pub(crate) fn skill_device(&self, call: CallId, skill: Skill) -> Option<DeviceId> {
        let active = self.vectoring(call)?.active;
        self.place_device(self.vectors.queue_of(skill, active)?)
    }

    /// The queue at a place among the queues.
    pub(crate) fn place_device(&self, place: usize) -> Option<DeviceId> {
        self.queues.get(place).map(|queue| queue.device)
    }

    fn begin_step(&mut self, call: CallId, step: u8, command: &Command) {
        let Some(vectoring) = self.vectoring_mut(call) else { return };
        vectoring.executed += 1;
        let Some(run) = &mut vectoring.run else { return };
        run.step = step;
        run.next = step.saturating_add(1);
        let vector = run.vector;
        self.report(Report::VectorStep { call, vector, step, command: command.verb() });
    }

    /// Prepares the next step; whether it is to be executed at once.
    pub(crate) fn follow(&mut self, call: CallId, flow: Flow) -> bool {
        let Some(run) = self.run_mut(call) else { return false };
        match flow {
            Flow::Next => {}
            Flow::Goto(step) => run.next = step,
            Flow::Enter(vector, step) => {
                run.vector = vector;
                run.next = step;
                let blank = self.vectors.vector(vector).is_none_or(|v| v.program.steps.is_empty());
                if blank {
                    self.note(call, VectorEvent::NoSteps);
                }
            }
            Flow::Suspended | Flow::Ended => return false,
        }
        if let Some(run) = self.run_mut(call) {
            run.in_a_row += 1;
        }
        true
    }

    fn execute(&mut self, call: CallId, command: &Command) -> Flow {
        match command {
            Command::AdjunctRouting(step) => step.run(self, call),
            Command::Announcement(step) => step.run(self, call),
            Command::Busy => self.busy_from_vector(call),
            Command::Check(step) => step.run(self, call),
            Command::Collect(step) => step.run(self, call),
            Command::Consider(step) => step.run(self, call),
            Command::ConverseOn(step) => step.run(self, call),
            Command::Disconnect(step) => step.run(self, call),
            Command::Goto(step) => step.run(self, call),
            Command::Messaging(step) => step.run(self, call),
            Command::QueueTo(step) => step.run(self, call),
            Command::ReplyBest => reply_best::run(self, call),
            Command::Return => return_to::run(self, call),
            Command::RouteTo(step) => step.run(self, call),
            Command::Set(step) => step.run(self, call),
            Command::Stop => self.stop_vector(call),
            Command::WaitTime(step) => step.run(self, call),
        }
    }
}

impl Run {
    fn new(limit: Option<AgendaKey>) -> Self {
        Self {
            vector: VectorId(0),
            step: 0,
            next: 1,
            in_a_row: 0,
            phase: Phase::Running,
            timer: None,
            listens: Listens::Freely,
            limit,
            locals: BTreeMap::new(),
            frames: Vec::new(),
            best: None,
            queue_failed: false,
        }
    }
}
