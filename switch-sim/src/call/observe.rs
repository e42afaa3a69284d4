//! Observe: a supervisor takes part in an agent's call, heard by nobody, by the agent, or by all
//! (Avaya service observing; T-Library `TMonitorNextCall`, `TCancelMonitoring`).
//!
//! An observer counts as a party for the conference limit, and for nothing else: it keeps no call
//! up, holds, transfers and drops nothing, and goes with the agent.

use crate::{
    action::Refusal,
    call::{Call, ConnectionState, Party},
    event::{Cause, Report},
    id::{CallId, DeviceId},
    monitoring::{Monitoring, Observation, Scope, Voice},
    switch::Switch,
};

impl Switch {
    /// Lets a supervisor monitor an agent from here on, or a queue: the calls that its agents answer;
    /// one who monitors somebody else already stops doing so. An observation in progress goes on, and takes over the voice if it is the
    /// same agent's.
    pub(crate) fn monitor(
        &mut self,
        device: DeviceId,
        monitoring: Monitoring,
    ) -> Result<(), Refusal> {
        let Monitoring { agent, voice, scope } = monitoring;
        self.require_extension(device)?;
        let is_queue = self.queue(agent).is_some();
        if !is_queue {
            self.require_extension(agent)?;
        }
        if device == agent {
            return Err(Refusal::WrongDevice);
        }
        self.require_offered(voice)?;
        if !is_queue && self.plant.phone(agent).is_none_or(|phone| !phone.observable) {
            return Err(Refusal::NotObservable(agent));
        }
        if let Some(other) = self.monitorings.supervisor_of(agent).filter(|&other| other != device)
        {
            return Err(Refusal::MonitoredAlready(other));
        }
        if let Some(old) = self.monitorings.set(device, monitoring)
            && old.agent != agent
        {
            self.report(Report::MonitoringCancelled { device, agent: old.agent });
        }
        self.report(Report::MonitoringSet { device, agent, voice, scope });
        match self.observed_call(device, agent) {
            Some(call) => self.set_voice(device, call, voice),
            None if self.monitoring_rules.intrusion && !is_queue => {
                let connected =
                    |&call: &CallId| self.connection(agent, call) == Ok(ConnectionState::Connected);
                let present = self.at.of(agent).iter().copied().find(connected);
                if let Some(call) = present {
                    self.observe(call, agent);
                }
            }
            None => {}
        }
        Ok(())
    }

    /// Ends what a supervisor monitors. An observation in progress goes on until the supervisor
    /// or the agent leaves the call.
    pub(crate) fn cancel_monitoring(
        &mut self,
        device: DeviceId,
        agent: DeviceId,
    ) -> Result<(), Refusal> {
        self.require_extension(device)?;
        if self.monitorings.of(device).is_none_or(|monitoring| monitoring.agent != agent) {
            return Err(Refusal::NotMonitored(agent));
        }
        self.end_monitoring(device);
        Ok(())
    }

    /// An agent or supervisor has logged off: what the telephone monitors ends, and what is
    /// monitored of it.
    pub(crate) fn end_monitoring_at(&mut self, device: DeviceId) {
        self.end_monitoring(device);
        if let Some(supervisor) = self.monitorings.supervisor_of(device) {
            self.end_monitoring(supervisor);
        }
    }

    /// A telephone is connected: whoever monitors it takes part, if free to, or else whoever monitors
    /// the queue that delivered the call.
    pub(crate) fn observe(&mut self, call: CallId, agent: DeviceId) {
        let Some(entry) = self.calls.get(call) else { return };
        let queue = entry.party(agent).and_then(|party| party.queue);
        let by = |watched| self.monitorings.supervisor_of(watched);
        let Some(supervisor) = by(agent).or_else(|| queue.and_then(by)) else { return };
        let Some(Monitoring { voice, .. }) = self.monitorings.of(supervisor) else { return };
        // Who observes an agent is not observed in that.
        let observes = entry.party(agent).is_none_or(|party| party.observes.is_some());
        if self.is_full(call) || observes || !self.is_at_rest(supervisor) {
            return;
        }
        let number = self.number_of(supervisor);
        let mut party = Party::new(supervisor, ConnectionState::observe, number);
        party.observes = Some(Observation { agent, voice });
        party.muted = voice == Voice::Listen;
        self.add_party(call, party);
        self.report(Report::Observed { call, device: supervisor, agent, voice });
    }

    /// Lets an observer be heard by others than before.
    pub(crate) fn set_voice(&mut self, device: DeviceId, call: CallId, voice: Voice) {
        let Some(party) = self.party_mut(call, device) else { return };
        let Some(observation) = party.observes.as_mut().filter(|o| o.voice != voice) else {
            return;
        };
        observation.voice = voice;
        party.muted = voice == Voice::Listen;
        self.report(Report::ObserverHeard { call, device, voice });
    }

    /// Refuses a way of taking part that the switch does not have.
    pub(crate) fn require_offered(&self, voice: Voice) -> Result<(), Refusal> {
        if self.monitoring_rules.voices.contains(&voice) {
            return Ok(());
        }
        Err(Refusal::Unsupported(match voice {
            Voice::Listen => "supervisors do not listen to calls",
            Voice::Whisper => "supervisors do not whisper to agents",
            Voice::BargeIn => "supervisors do not barge into calls",
        }))
    }

    /// Refuses what only a party of its own right can do.
    pub(crate) fn require_no_observer(
        &self,
        device: DeviceId,
        call: CallId,
    ) -> Result<(), Refusal> {
        let party = self.calls.get(call).and_then(|call| call.party(device));
        match party.and_then(|party| party.observes) {
            Some(_) => Err(Refusal::OnlyObserves(device)),
            None => Ok(()),
        }
    }

    /// Notes that a party has gone: its observer is to go as well, or it was one.
    pub(crate) fn note_unobserved(&mut self, call: CallId, gone: &Party) {
        if let Some(Observation { agent, .. }) = gone.observes {
            self.observers_gone.push_back((gone.device, agent));
        }
        let observers = self.calls.get(call).into_iter().flat_map(|call| &call.parties);
        let left = observers.filter(|party| party.observes.is_some_and(|o| o.agent == gone.device));
        self.observers_left.extend(left.map(|party| (party.device, gone.device)));
    }

    /// Lets observers go whose agents have gone, and ends what was for one call.
    pub(crate) fn settle_observations(&mut self) {
        while let Some((observer, agent)) = self.observers_left.pop_front() {
            if let Some(call) = self.observed_call(observer, agent)
                && self.calls.get(call).is_some_and(|call| call.party(agent).is_none())
            {
                self.clear(call, observer, Cause::NormalClearing, None);
                self.end_if_alone(call, Cause::NormalClearing);
            }
        }
        while let Some((observer, agent)) = self.observers_gone.pop_front() {
            let watched = |m: Monitoring| m.agent == agent || self.queue(m.agent).is_some();
            let once = |m: Monitoring| watched(m) && m.scope == Scope::OneCall;
            if self.monitorings.of(observer).is_some_and(once) {
                self.end_monitoring(observer);
            }
        }
    }

    fn end_monitoring(&mut self, device: DeviceId) {
        if let Some(Monitoring { agent, .. }) = self.monitorings.cancel(device) {
            self.report(Report::MonitoringCancelled { device, agent });
        }
    }

    /// The call of `agent` in which a supervisor takes part, or did until the agent left it.
    fn observed_call(&self, device: DeviceId, agent: DeviceId) -> Option<CallId> {
        let observed = |&call: &CallId| {
            let party = self.calls.get(call).and_then(|call| call.party(device));
            party.and_then(|party| party.observes).is_some_and(|o| o.agent == agent)
        };
        self.at.of(device).iter().copied().find(observed)
    }
}

impl Call {
    /// The parties that are there in their own right: all but observers, and agents at whom the
    /// call rings that waits in a queue meanwhile.
    pub(crate) fn participants(&self) -> impl Iterator<Item = &Party> {
        let rung = |party: &Party| party.rings_in_parallel_for().is_some();
        self.parties.iter().filter(move |party| party.observes.is_none() && !rung(party))
    }

    /// How many parties count for the conference limit: all but the queues of a vector, and the
    /// agents at whom a call rings that waits in a queue meanwhile.
    pub(crate) fn people(&self) -> usize {
        self.parties.iter().filter(|party| party.counts_as_person()).count()
    }
}
