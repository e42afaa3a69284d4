//! Calls and agents as somebody sees them who hears nothing but the reports.

use std::collections::BTreeMap;

use switch_sim::{
    agent::AgentState,
    call::ConnectionState,
    event::Report,
    feature::Features,
    id::{CallId, DeviceId},
    switch::Switch,
};

/// What the reports so far add up to.
#[derive(Debug, Default)]
pub(crate) struct Mirror {
    calls: BTreeMap<CallId, Parties>,
    agents: BTreeMap<DeviceId, AgentState>,
    features: BTreeMap<DeviceId, Features>,
    /// The agent whom each supervisor monitors.
    monitorings: BTreeMap<DeviceId, DeviceId>,
    pub(crate) begun: usize,
    pub(crate) ended: usize,
}

type Parties = BTreeMap<DeviceId, ConnectionState>;

impl Mirror {
    /// Follows one report; panics when it cannot be.
    #[expect(clippy::too_many_lines, reason = "one arm per report: a table")]
    pub(crate) fn follow(&mut self, report: &Report) {
        match report {
            Report::Originated { call, device, .. } => {
                self.begun += 1;
                let parties = Parties::from([(*device, ConnectionState::Initiated)]);
                assert!(self.calls.insert(*call, parties).is_none(), "{call:?} begins twice");
            }
            Report::Delivered { call, device, .. } => {
                self.come(*call, *device, ConnectionState::Alerting);
            }
            Report::NetworkReached { call, circuit, .. } => {
                self.come(*call, *circuit, ConnectionState::Alerting);
            }
            Report::GlareLost { call, circuit } => {
                assert_eq!(self.go(*call, *circuit), ConnectionState::Alerting);
            }
            Report::Queued { .. }
            | Report::Diverted { .. }
            | Report::RouteRequested { .. }
            | Report::RouteUsed { .. } => self.follow_waiting(report),
            Report::Established { call, device } => {
                for state in self.parties(*call).values_mut() {
                    if *state == ConnectionState::Initiated {
                        *state = ConnectionState::Connected;
                    }
                }
                self.change(*call, *device, ConnectionState::Connected);
            }
            Report::Held { call, device } => self.change(*call, *device, ConnectionState::Held),
            Report::Retrieved { call, device } => {
                self.change(*call, *device, ConnectionState::Connected);
            }
            Report::Failed { call, device, .. } => {
                self.change(*call, *device, ConnectionState::Failed);
            }
            Report::Transferred { held, active, controller, moved } => {
                self.go(*held, *controller);
                self.join(*held, *active, *controller, moved);
            }
            Report::Conferenced { held, active, controller, moved } => {
                self.change(*held, *controller, ConnectionState::Connected);
                self.join(*held, *active, *controller, moved);
            }
            Report::SingleStepTransferred { call, controller, .. } => {
                self.go(*call, *controller);
            }
            Report::Deflected { call, device, .. } | Report::PickedUp { call, device, .. } => {
                assert_eq!(self.go(*call, *device), ConnectionState::Alerting);
            }
            Report::Forwarded { call, device, rang, .. }
            | Report::Covered { call, device, rang, .. } => {
                if *rang {
                    assert_eq!(self.go(*call, *device), ConnectionState::Alerting);
                }
            }
            Report::Parked { call, device, .. } => {
                assert_eq!(self.go(*call, *device), ConnectionState::Connected);
            }
            Report::Observed { call, device, agent, .. } => {
                assert!(self.parties(*call).contains_key(agent), "{report:?}");
                self.come(*call, *device, ConnectionState::Connected);
            }
            Report::MonitoringSet { device, agent, .. } => {
                let observed = self.monitorings.insert(*device, *agent);
                assert!(observed.is_none_or(|known| known == *agent), "{report:?}");
            }
            Report::MonitoringCancelled { device, agent } => {
                assert_eq!(self.monitorings.remove(device), Some(*agent), "{report:?}");
            }
            Report::AnswerDetected { call, device } => {
                self.change(*call, *device, ConnectionState::Connected);
            }
            Report::Classified { .. }
            | Report::SingleStepConferenced { .. }
            | Report::ObserverHeard { .. }
            | Report::Unparked { .. }
            | Report::SetAside { .. }
            | Report::TakenBack { .. }
            | Report::Muted { .. }
            | Report::Unmuted { .. } => {}
            Report::IsSet { device, setting } => {
                self.features.entry(*device).or_default().change(setting.clone());
            }
            Report::Cleared { call, device, was, .. } => {
                assert_eq!(self.go(*call, *device), *was, "{report:?}");
            }
            Report::CallCleared { call } => {
                self.ended += 1;
                let parties = self.calls.remove(call);
                assert_eq!(parties, Some(Parties::new()), "{report:?}");
            }
            Report::VectorStep { call, .. }
            | Report::DigitsReceived { call, .. }
            | Report::VectorEvent { call, .. }
            | Report::AnswerReturned { call, .. }
            | Report::DigitsGenerated { call, .. }
            | Report::UserInformationSet { call, .. }
            | Report::DigitsPassed { call, .. } => assert!(self.calls.contains_key(call)),
            Report::AgentLoggedOn { .. }
            | Report::AgentLoggedOff { .. }
            | Report::AgentReady { .. }
            | Report::AgentNotReady { .. }
            | Report::AgentWorkingAfterCall { .. } => self.follow_agent(report),
        }
    }

    /// Follows calls that come to wait somewhere, or leave from there.
    fn follow_waiting(&mut self, report: &Report) {
        if let Report::Queued { call, queue: place, .. }
        | Report::RouteRequested { call, point: place } = report
        {
            self.parties(*call).insert(*place, ConnectionState::Queued);
        } else if let Report::Diverted { call, queue, .. } = report {
            assert_eq!(self.go(*call, *queue), ConnectionState::Queued);
        } else if let Report::RouteUsed { call, point, .. } = report {
            self.parties(*call).remove(point);
        }
    }

    fn follow_agent(&mut self, report: &Report) {
        if let Report::AgentLoggedOn { device, .. } = report {
            self.agents.entry(*device).or_insert(AgentState::NotReady);
        } else if let Report::AgentLoggedOff { device, last: true, .. } = report {
            self.agents.remove(device);
        } else if let Report::AgentReady { device, .. } = report {
            self.agents.insert(*device, AgentState::Ready);
        } else if let Report::AgentNotReady { device, .. } = report {
            self.agents.insert(*device, AgentState::NotReady);
        } else if let Report::AgentWorkingAfterCall { device, .. } = report {
            self.agents.insert(*device, AgentState::AfterCallWork);
        }
    }

    /// Compares with the switch itself.
    pub(crate) fn compare(&self, switch: &Switch) {
        let party = |party: &switch_sim::call::Party| (party.device, party.state);
        let calls: BTreeMap<_, Parties> = switch
            .calls()
            .map(|call| (call.id, call.parties.iter().map(party).collect()))
            .collect();
        assert_eq!(self.calls, calls);
        for device in switch.devices() {
            let default = Features::default();
            if let Some(features) = switch.features(device.id) {
                assert_eq!(features, self.features.get(&device.id).unwrap_or(&default));
            }
            let monitored = switch.monitoring_of(device.id).map(|monitoring| monitoring.agent);
            assert_eq!(monitored, self.monitorings.get(&device.id).copied());
            let agent = switch.agent_at(device.id);
            assert_eq!(agent.is_some(), self.agents.contains_key(&device.id));
            if let Some(agent) = agent.filter(|agent| !agent.state.is_busy()) {
                assert_eq!(Some(&agent.state), self.agents.get(&device.id));
            }
        }
    }

    fn parties(&mut self, call: CallId) -> &mut Parties {
        self.calls.get_mut(&call).unwrap()
    }

    fn come(&mut self, call: CallId, device: DeviceId, state: ConnectionState) {
        let old = self.parties(call).insert(device, state);
        assert_eq!(old, None, "{device:?} comes twice to {call:?}");
    }

    fn change(&mut self, call: CallId, device: DeviceId, state: ConnectionState) {
        *self.parties(call).get_mut(&device).unwrap() = state;
    }

    fn go(&mut self, call: CallId, device: DeviceId) -> ConnectionState {
        self.parties(call).remove(&device).unwrap()
    }

    fn join(&mut self, held: CallId, active: CallId, controller: DeviceId, moved: &[DeviceId]) {
        self.ended += 1;
        self.go(active, controller);
        let parties = self.calls.remove(&active).unwrap();
        let mut moved = moved.to_vec();
        moved.sort();
        assert!(parties.keys().eq(moved.iter()), "{parties:?} moved, {moved:?} reported");
        for (device, state) in parties {
            self.come(held, device, state);
        }
    }
}
