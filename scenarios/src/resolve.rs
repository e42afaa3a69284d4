//! What the names of a story stand for: people, phones, circuits, calls, request documents.

use gateway_core::request;
use gateway_xml::Element;
use scenario_lang::step::{Request, Who};
use switch_sim::{
    id::{CallId, DeviceId, Number},
    plant::DeviceKind,
};

use tserver_sim_core::ConnId;

use crate::{
    live::look,
    stage::Stage,
    vocabulary::{operand_field, routed_by_clients, story_key},
};

impl Stage {
    /// The telephone of a person of the site.
    pub(crate) fn device_of(&self, who: &str) -> Result<DeviceId, String> {
        let person = self.world.people.iter().find(|person| person.name == who);
        person
            .and_then(|person| self.rig.switch().device_by_number(&person.dn))
            .ok_or_else(|| format!("{who} has no telephone"))
    }

    /// The queue of this name.
    pub(crate) fn queue_of(&self, name: &str) -> Option<DeviceId> {
        let queue = self.world.queues.iter().find(|queue| queue.name == name)?;
        self.rig.switch().device_by_number(&queue.dn)
    }

    /// The number of the routing point of this name, at which the story plays the router.
    pub(crate) fn point_of(&self, name: &str) -> Option<&str> {
        let mut points = routed_by_clients(&self.world);
        points.find(|point| point.name == name).map(|point| point.dn.as_str())
    }

    /// Whether a line is done by a hand, a dialer or a router, and not at a desktop.
    pub(crate) fn is_by_hand(&self, who: &Who) -> bool {
        let outside = || self.world.outside.iter().any(|outsider| outsider.name == who.name);
        let at_number = || self.queue_of(&who.name).is_some() || self.point_of(&who.name).is_some();
        who.at_phone || outside() || at_number()
    }

    /// The call with this story name, if it is still up.
    pub(crate) fn call_named(&self, name: &str) -> Result<CallId, String> {
        let id = self.names.id(name).ok_or_else(|| format!("no call is named {name}"))?;
        let number = u64::from_str_radix(id, 16).map_err(|e| e.to_string())?;
        self.rig.tserver().call_of(ConnId(number)).ok_or_else(|| format!("{name} has ended"))
    }

    /// Gives a call of the switch its story name.
    pub(crate) fn name_call(&mut self, name: &str, call: CallId) -> Result<(), String> {
        let id =
            self.rig.tserver().conn_id_of(call).ok_or("the T-Server does not know the call")?;
        self.names.bind(name, &id.to_string());
        Ok(())
    }

    /// The circuit through which somebody outside takes part in a call.
    pub(crate) fn circuit_of(&self, who: &str, call: CallId) -> Result<DeviceId, String> {
        let switch = self.rig.switch();
        let call = switch.call(call).ok_or("the call has ended")?;
        let circuits: Vec<_> = call
            .parties
            .iter()
            .filter(|party| matches!(switch.device(party.device).kind, DeviceKind::Circuit { .. }))
            .collect();
        let numbers = self.numbers_of(who);
        let by_number = circuits.iter().find(|party| {
            party.number.as_ref().is_some_and(|n| numbers.iter().any(|own| own == n.as_str()))
        });
        match (by_number, circuits.as_slice()) {
            (Some(party), _) => Ok(party.device),
            (None, [only]) => Ok(only.device),
            (None, _) => Err(format!("{who} is not in this call")),
        }
    }

    /// Every number that a name stands for; none when it is not a person's.
    pub(crate) fn numbers_of(&self, who: &str) -> Vec<String> {
        let inside = self.world.people.iter().filter(|p| p.name == who).map(|p| p.dn.clone());
        let outside =
            self.world.outside.iter().filter(|o| o.name == who).filter_map(|o| o.number.clone());
        inside.chain(outside).chain(self.callers.get(who).cloned()).collect()
    }

    /// A party of a call by the story's name for it.
    pub(crate) fn party_name(&self, call: CallId, device: DeviceId) -> String {
        let switch = self.rig.switch();
        let number = switch.device(device).number.as_str();
        let inside = self.world.people.iter().find(|person| person.dn == number);
        let queue = self.world.queues.iter().find(|queue| queue.dn == number);
        if let Some(name) = inside.map(|p| &p.name).or_else(|| queue.map(|q| &q.name)) {
            return name.clone();
        }
        let shown = switch.call(call).and_then(|call| call.party(device)?.number.clone());
        let outsider = self.outsider_with(shown.as_ref().map(Number::as_str));
        match (outsider, shown) {
            (Some(outsider), _) => outsider,
            (None, Some(shown)) => shown.to_string(),
            (None, None) => number.to_owned(),
        }
    }

    /// The person outside who is known by the number shown, or, without one, by not having one.
    pub(crate) fn outsider_with(&self, shown: Option<&str>) -> Option<String> {
        let outsider = self.world.outside.iter().find(|outsider| {
            let numbers = self.numbers_of(&outsider.name);
            match shown {
                Some(shown) => numbers.iter().any(|number| number == shown),
                None => numbers.is_empty(),
            }
        });
        outsider.map(|outsider| outsider.name.clone())
    }

    /// Whether the agent is on a queue's call.
    pub(crate) fn agent_is_busy(&self, who: &str) -> Result<bool, String> {
        if self.live.is_some() {
            return look::agent_is_busy(self, who);
        }
        let device = self.device_of(who)?;
        Ok(self.rig.switch().agent_at(device).is_some_and(|agent| agent.state.is_busy()))
    }

    /// The request document of a line; what the world knows (numbers, queues) is filled in.
    pub(crate) fn document(&self, who: &str, line: &Request) -> Element {
        let mut document = Element::new(&line.name.value);
        let Some(row) = request::rows().iter().find(|row| row.name == line.name.value) else {
            return document;
        };
        let value = |key: &str| {
            line.pairs.iter().find(|pair| pair.key.value == key).map(|p| p.value.value.clone())
        };
        for (key, attribute) in [("ref", "ref"), ("async", "async")] {
            if let Some(value) = value(key) {
                document = document.with_attribute(attribute, value);
            }
        }
        row.fields.iter().fold(document, |document, field| {
            if field.kind == request::Kind::Pairs {
                return with_pairs(document, field.name, line);
            }
            let is_operand = operand_field(row).is_some_and(|operand| operand.name == field.name);
            let operand = line.operand.as_ref().filter(|_| is_operand).map(|o| o.value.clone());
            let values = match operand.or_else(|| value(story_key(field.name))) {
                Some(name) if field.kind == request::Kind::Call => {
                    vec![self.names.id(&name).unwrap_or(&name).to_owned()]
                }
                Some(value) => self.numbers_or(value),
                None if field.required || field.repeated => self.filled_in(who, field.name),
                None => Vec::new(),
            };
            let element = |value| Element::new(field.name).with_text(value);
            document.with_children(values.into_iter().map(element))
        })
    }

    /// A person's number when the value is a person's name (`party=carol`), else the value.
    fn numbers_or(&self, value: String) -> Vec<String> {
        let number = self.numbers_of(&value).pop();
        vec![number.unwrap_or(value)]
    }

    fn filled_in(&self, who: &str, field: &str) -> Vec<String> {
        let Some(person) = self.world.people.iter().find(|person| person.name == who) else {
            return Vec::new();
        };
        match field {
            "dn" => vec![person.dn.clone()],
            "agent" => person.login.iter().cloned().collect(),
            "queue" => self
                .world
                .queues
                .iter()
                .filter(|queue| person.queues.contains(&queue.name))
                .map(|queue| queue.dn.clone())
                .collect(),
            _ => Vec::new(),
        }
    }
}

fn with_pairs(document: Element, field: &str, line: &Request) -> Element {
    let prefix = format!("{field}.");
    let items: Vec<Element> = line
        .pairs
        .iter()
        .filter_map(|pair| {
            let key = pair.key.value.strip_prefix(&prefix)?;
            let item = Element::new("item").with_attribute("key", key);
            Some(item.with_text(pair.value.value.as_str()))
        })
        .collect();
    if items.is_empty() {
        document
    } else {
        document.with_child(Element::new(field).with_children(items))
    }
}
