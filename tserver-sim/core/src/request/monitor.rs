//! A supervisor and an agent's calls (PSDK T-Library reference, `TMonitorNextCall`,
//! `TCancelMonitoring`).
//!
//! `TMonitorNextCall` says nothing of who hears the supervisor, who starts muted; the key
//! `MonitorMode` of Extensions, known from SIP Server, does: `mute` (or `normal`), `coach` for the
//! agent only, `connect` for everybody.

use switch_sim::{
    action::Action,
    monitoring::{Monitoring, Scope, Voice},
    switch::Switch,
};
use tserver_wire::{AttributeId as A, MessageType as M, MonitorNextCallType};

use super::Ask;
use crate::{
    error::{Denial, ErrorKind},
    server::TServerSim,
};

impl TServerSim {
    pub(super) fn monitor_next_call(
        &mut self,
        switch: &mut Switch,
        ask: Ask<'_>,
    ) -> Result<(), Denial> {
        let device = self.own_dn(ask)?;
        let agent = self.dn_named(ask, A::OTHER_DN)?;
        if agent == device {
            let text = "OtherDN is ThisDN: name the agent whose calls are to be monitored";
            return Err(Denial::new(ErrorKind::InvalidAttribute, text));
        }
        let monitoring = Monitoring { agent, voice: voice(ask)?, scope: scope(ask)? };
        let origin = self.origin(ask, device, M::EVENT_MONITORING_NEXT_CALL);
        self.act(switch, origin, Action::Monitor { device, monitoring })?;
        Ok(())
    }

    pub(super) fn cancel_monitoring(
        &mut self,
        switch: &mut Switch,
        ask: Ask<'_>,
    ) -> Result<(), Denial> {
        let device = self.own_dn(ask)?;
        let agent = self.dn_named(ask, A::OTHER_DN)?;
        let origin = self.origin(ask, device, M::EVENT_MONITORING_CANCELLED);
        self.act(switch, origin, Action::CancelMonitoring { device, agent })?;
        Ok(())
    }
}

fn scope(ask: Ask<'_>) -> Result<Scope, Denial> {
    let Some(code) = ask.message.integer(A::MONITOR_NEXT_CALL_TYPE) else {
        return Ok(Scope::OneCall);
    };
    match MonitorNextCallType::from_code(code) {
        Some(MonitorNextCallType::OneCall) => Ok(Scope::OneCall),
        Some(MonitorNextCallType::AllCalls) => Ok(Scope::AllCalls),
        None => {
            let text = format!("MonitorNextCallType {code} is neither one call 0 nor all calls 1");
            Err(Denial::new(ErrorKind::InvalidAttribute, text))
        }
    }
}

fn voice(ask: Ask<'_>) -> Result<Voice, Denial> {
    match ask.extension(MONITOR_MODE) {
        None | Some("mute" | "normal") => Ok(Voice::Listen),
        Some("coach") => Ok(Voice::Whisper),
        Some("connect") => Ok(Voice::BargeIn),
        Some(other) => {
            let text = format!("{MONITOR_MODE} {other} is none of mute, coach, connect");
            Err(Denial::new(ErrorKind::InvalidAttribute, text))
        }
    }
}

/// The key of Extensions that says who hears the supervisor.
const MONITOR_MODE: &str = "MonitorMode";
