//! Routing: where a call at a routing point goes (PSDK T-Library reference, `TRouteCall`).

use std::collections::BTreeSet;

use switch_sim::{
    action::{Action, RouteChoice},
    id::{DeviceId, Number},
    switch::Switch,
};
use tserver_wire::{AttributeId as A, MessageType as M, RouteType};

use super::Ask;
use crate::{
    error::{Denial, ErrorKind},
    pending::Origin,
    plant::Dn,
    server::TServerSim,
};

impl TServerSim {
    /// Sends a call from its routing point to where the router wants it. Refused, it stays there.
    pub(super) fn route_call(&mut self, switch: &mut Switch, ask: Ask<'_>) -> Result<(), Denial> {
        let point = self.own_dn(ask)?;
        let call = self.own_call(ask, A::CONN_ID, point)?.id;
        let (route, dnis) = self.choice(ask)?;
        let data = self.given_data(ask)?;
        self.require_room_for(call, &data)?;
        let origin = Origin { data: data.clone(), ..self.origin(ask, point, M::EVENT_ROUTE_USED) };
        self.act(switch, origin, Action::SelectRoute { point, call, route })?;
        if let Some(call) = self.calls.get_mut(call) {
            crate::user_data::update(&mut call.facts.data, &data);
            call.facts.dnis = dnis.or_else(|| call.facts.dnis.clone());
        }
        Ok(())
    }

    /// Has the switch ask about the calls of the routing points that a client has registered not
    /// only to watch, nor only with the T-Server (PSDK T-Library reference, `TRegisterMode`, `TControlMode`).
    pub(crate) fn agree_on_routing(&mut self, switch: &mut Switch) {
        let kept = self.switch_link() && self.services.routing_grace.is_some();
        let serving = self.is_serving();
        let answered = |point: &DeviceId| {
            let attended = serving && self.registrations.is_attended(*point);
            attended || (kept && self.services.routing.contains(point))
        };
        let wanted: BTreeSet<DeviceId> = self.plant.routing_points().filter(answered).collect();
        let gone = self.services.routing.difference(&wanted);
        let cancel = gone.map(|&point| Action::CancelRouting { point });
        let fresh = wanted.difference(&self.services.routing);
        let register = fresh.map(|&point| Action::RegisterRouting { point });
        for action in cancel.chain(register) {
            // The plant was copied from this switch: its routing points are there.
            let _known = switch.handle_action(action);
        }
        self.services.routing = wanted;
    }

    /// Whoever has not come over from the other T-Server by now does not answer any more.
    pub(crate) fn end_routing_grace(&mut self, switch: &mut Switch) {
        if self.services.routing_grace.is_some_and(|until| until <= self.now) {
            self.services.routing_grace = None;
            self.agree_on_routing(switch);
        }
    }

    /// The switch is not to ask here any more.
    pub(crate) fn give_routing_up(&mut self, switch: &mut Switch) {
        for point in std::mem::take(&mut self.services.routing) {
            let _known = switch.handle_action(Action::CancelRouting { point });
        }
    }

    /// What the kind of routing and the destination ask for, and the number called that the
    /// target shall see.
    fn choice(&self, ask: Ask<'_>) -> Result<(RouteChoice, Option<Dn>), Denial> {
        let code = ask.message.integer(A::ROUTE_TYPE).unwrap_or(RouteType::Unknown.code());
        let kind = RouteType::from_code(code).unwrap_or(RouteType::PostFeature);
        let to = || ask.destination().map(|(number, _)| RouteChoice::To(number));
        let choice = match kind {
            RouteType::Unknown | RouteType::Default if ask.message.get(A::OTHER_DN).is_none() => {
                RouteChoice::Default
            }
            // A label, like a domestic or an international number, is a number that the switch's plan
            // of numbers leads on.
            RouteType::Unknown
            | RouteType::Default
            | RouteType::Direct
            | RouteType::Label
            | RouteType::Ddd
            | RouteType::Iddd => to()?,
            RouteType::OverwriteDnis => {
                let dnis = ask.text(A::DNIS)?;
                return Ok((to()?, Some(Dn::from(dnis))));
            }
            RouteType::AgentId | RouteType::DirectAgent => self.to_agent(ask)?,
            RouteType::Reject => RouteChoice::Reject,
            RouteType::CallDisconnect => RouteChoice::Disconnect,
            RouteType::Announcement
            | RouteType::PostFeature
            | RouteType::Priority
            | RouteType::DirectPriority => {
                let text = format!("This switch does not route by RouteType {code}");
                return Err(Denial::new(ErrorKind::Unsupported, text));
            }
        };
        Ok((choice, None))
    }

    /// The number at which the agent named as destination is logged in.
    fn to_agent(&self, ask: Ask<'_>) -> Result<RouteChoice, Denial> {
        let name = ask.text(A::OTHER_DN)?;
        let device = self.agents.iter().find(|(_, agent)| agent.id.as_ref() == name);
        let dn = device.and_then(|(device, _)| self.plant.dn(*device));
        let number = dn.and_then(|dn| Number::new(&dn).ok());
        number.map(RouteChoice::To).ok_or_else(|| {
            Denial::new(ErrorKind::InvalidCalledDn, format!("No agent {name} is logged in"))
        })
    }
}
