//! `converse-on`: the caller speaks to a machine that is an agent of a skill, and comes back.

use crate::{
    call::{ConnectionState, Waits},
    event::{Cause, Report},
    id::{CallId, DeviceId},
    queue::Priority,
    switch::Switch,
    vector::{
        Command,
        feedback::Feedback,
        grammar::{Parsed, choice, expected, keyword, refuse, word},
        log::VectorEvent,
        reference::{Names, Skill, Variable, priority, variable},
        run::{Flow, Phase, Run},
    },
};

/// `converse-on skill 5 pri m passing ani and none`: the call keeps its places in other queues,
/// and the vector goes on when the machine hangs up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConverseOn {
    /// The machine's skill.
    pub skill: Skill,
    /// How urgent the call is there.
    pub priority: Priority,
    /// What the machine is told in tones, each followed by `#`.
    pub passing: [Passed; 2],
}

/// Digits that a machine is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passed {
    Nothing,
    Written(String),
    Ani,
    Digits,
    /// The place of the call in its queue.
    QueuePosition,
    Vdn,
    /// The expected wait.
    Wait,
    Variable(Variable),
}

pub(super) fn read<'t>(names: &Names, text: &'t str) -> Parsed<'t, Command> {
    let (text, skill) = names.skill(text)?;
    let (text, priority) = priority(text)?;
    let (text, ()) = keyword("passing")(text)?;
    let (text, first) = passed(text)?;
    let (text, ()) = keyword("and")(text)?;
    let (rest, second) = passed(text)?;
    if first == Passed::Nothing && second != Passed::Nothing {
        let message = "nothing is passed first, and something second".to_owned();
        return refuse(text, message, "write `none` second, or pass something first".to_owned());
    }
    let passing = [first, second];
    Ok((rest, Command::ConverseOn(ConverseOn { skill, priority, passing })))
}

impl ConverseOn {
    /// Puts the call into the machine's queue and waits for the machine to hang up.
    pub(super) fn run(&self, switch: &mut Switch, call: CallId) -> Flow {
        switch.take_best(call);
        switch.discard_dial_ahead(call);
        let queue = switch.skill_device(call, self.skill);
        let open = queue.and_then(|device| {
            let queue = switch.queue(device)?;
            let there = switch.calls.get(call)?.party(device).is_some();
            let open = !there && !queue.is_full() && !switch.has_lost_its_ports(device);
            open.then_some(device)
        });
        let Some(queue) = open else {
            switch.note(call, VectorEvent::ConverseFailed);
            return Flow::Next;
        };
        switch.enqueue(call, queue, self.priority);
        switch.mark_waiting(call, queue, Waits::Machine);
        let told: Vec<_> =
            self.passing.iter().filter_map(|passed| switch.told(call, passed)).collect();
        switch.park(call, Phase::Conversing { told: told.concat(), returns: false })
    }
}

impl Switch {
    /// Whether a device is the machine that a call's vector lets the caller speak to.
    pub(crate) fn is_converse_port(&self, call: CallId, device: DeviceId) -> bool {
        let party = self.calls.get(call).and_then(|call| call.party(device));
        party.is_some_and(|party| party.waits == Waits::Machine && party.queue.is_some())
    }

    /// The machine has answered, and is told what the step passes to it; what the caller has heard so
    /// far ends.
    pub(crate) fn tell_machine(&mut self, call: CallId, device: DeviceId) {
        if !self.is_converse_port(call, device) {
            return;
        }
        let Some(run) = self.run_mut(call) else { return };
        if let Phase::Conversing { told, .. } = &mut run.phase {
            let digits = std::mem::take(told);
            self.let_hear(call, Feedback::Silence);
            if !digits.is_empty() {
                self.report(Report::DigitsPassed { call, device, digits });
            }
        }
    }

    /// The machine presses keys: those of one conversation are the collected digits.
    pub(super) fn keep_returned(&mut self, call: CallId, keys: &str) {
        let most = self.vectors.site.release.facts().digits;
        let Some(vectoring) = self.vectoring_mut(call) else { return };
        if let Some(Run { phase: Phase::Conversing { returns, .. }, .. }) = &mut vectoring.run
            && !std::mem::replace(returns, true)
        {
            vectoring.digits.clear();
        }
        let room = most.saturating_sub(vectoring.digits.len());
        vectoring.digits.extend(keys.chars().take(room));
    }

    /// All machines of a queue have logged off: calls that wait there for one go on in their vectors.
    pub(crate) fn give_up_machines(&mut self, queue: DeviceId) {
        let waiting = self.queue(queue).into_iter().flat_map(|queue| queue.waiting());
        let for_machine = |call: &CallId| {
            let party = self.calls.get(*call).and_then(|call| call.party(queue));
            party.is_some_and(|party| party.waits == Waits::Machine)
        };
        let calls: Vec<_> = waiting.map(|waiting| waiting.call).filter(for_machine).collect();
        for call in calls {
            self.note(call, VectorEvent::ConverseFailed);
            self.clear(call, queue, Cause::Redirected, None);
            self.resumed.push_back(call);
        }
    }

    /// Takes the machine out of a call whose agent has come.
    pub(crate) fn clear_converse_port(&mut self, call: CallId) {
        let parties = self.calls.get(call).into_iter().flat_map(|call| &call.parties);
        let mut ports = parties.filter(|party| party.waits == Waits::Machine);
        let port = ports.find(|party| party.state != ConnectionState::Queued);
        if let Some(port) = port.map(|party| party.device) {
            self.clear(call, port, Cause::Redirected, None);
        }
    }

    /// The machine has hung up: the vector goes on.
    pub(crate) fn resume_after_machine(&mut self, call: CallId) {
        let conversing =
            self.run_mut(call).is_some_and(|run| matches!(run.phase, Phase::Conversing { .. }));
        if !conversing {
            return;
        }
        let parties = self.calls.get(call).into_iter().flat_map(|call| call.participants());
        if parties.filter(|party| party.state != ConnectionState::Queued).count() > 1 {
            // The machine has brought the caller to somebody else.
            self.leave_vector_queues(call, None);
            self.leave_vector(call);
            return;
        }
        self.run_vector(call);
    }

    /// What the machine is told; none when it is told nothing.
    fn told(&mut self, call: CallId, passed: &Passed) -> Option<String> {
        let digits = match passed {
            Passed::Nothing => return None,
            Passed::Written(digits) => digits.clone(),
            Passed::Ani => self.ani(call).unwrap_or_default(),
            Passed::Digits => self.vectoring(call)?.digits.clone(),
            Passed::QueuePosition => {
                self.position_in_queue(call).map_or_else(String::new, |p| p.to_string())
            }
            Passed::Vdn => self.vectors.vdn(self.vectoring(call)?.active?)?.number.clone(),
            Passed::Wait => {
                self.expected_wait_of_call(call).map_or_else(String::new, |wait| wait.to_string())
            }
            Passed::Variable(variable) => self.variable(call, *variable).unwrap_or_else(|| {
                self.note_empty(call, *variable);
                String::new()
            }),
        };
        Some(digits + "#")
    }
}

/// Makes what a word stands for.
type Make = fn() -> Passed;

fn passed(text: &str) -> Parsed<'_, Passed> {
    if let Ok((rest, make)) = choice(&PASSED)(text) {
        return Ok((rest, make()));
    }
    if let Ok((rest, variable)) = variable(text) {
        return Ok((rest, Passed::Variable(variable)));
    }
    match word(text) {
        Ok((rest, digits)) if digits == "#" || is_passable(digits) => {
            Ok((rest, Passed::Written(digits.to_owned())))
        }
        Ok(_) | Err(_) => {
            expected(text, "`none`, digits, `ani`, `digits`, `qpos`, `vdn`, `wait` or a variable")
        }
    }
}

fn is_passable(digits: &str) -> bool {
    digits.len() <= 6 && digits.chars().all(|c| c.is_ascii_digit() || c == '*')
}

const PASSED: [(&str, Make); 6] = [
    ("none", || Passed::Nothing),
    ("ani", || Passed::Ani),
    ("digits", || Passed::Digits),
    ("qpos", || Passed::QueuePosition),
    ("vdn", || Passed::Vdn),
    ("wait", || Passed::Wait),
];
