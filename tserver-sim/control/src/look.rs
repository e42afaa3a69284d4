//! What a client reads, and where it is found.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};
use switch_sim::{
    call::Call,
    id::{DeviceId, TrunkGroupId, VectorId},
    plant::{Device, DeviceKind},
    switch::Switch,
    vector::log::LogEntry,
};
use tserver_sim_core::{
    Host, LinkId,
    fault::{self, FaultInjector},
};
use tserver_wire::{KvList, KvValue};

use crate::{
    act::{call_id, call_name, is_circuit},
    figures::{self, ms},
    problem::Problem,
    view,
};

/// Something to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    Site,
    Calls(Page),
    Call(String),
    Devices(Page),
    Device(String),
    Agents(Page),
    Queues(Page),
    Queue(String),
    Trunks,
    /// What was counted, over three spans of time.
    QueueFigures(Page),
    AgentFigures(Page),
    TrunkFigures(Page),
    VdnFigures(Page),
    Vectors(Page),
    VectorEvents(Page),
    Clients,
    /// What one client has registered.
    Client(u64),
    Faults,
}

/// Which part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    pub skip: usize,
    pub limit: usize,
}

impl Page {
    fn of<T>(self, all: impl Iterator<Item = T>) -> Vec<T> {
        all.skip(self.skip).take(self.limit).collect()
    }
}

/// Reads it, as JSON.
///
/// # Errors
/// There is no such call, telephone or queue.
pub fn look(switch: &Switch, tserver: &FaultInjector, look: &Look) -> Result<Value, Problem> {
    let eyes = Eyes { switch, tserver };
    match look {
        Look::Site => json(&eyes.site()),
        Look::Calls(page) => json(&page.of(switch.calls().map(|call| eyes.call(call)))),
        Look::Call(name) => {
            let call = switch.call(call_id(name)?);
            let call =
                call.ok_or_else(|| Problem::not_found(format!("there is no call {name}")))?;
            json(&eyes.call(call))
        }
        Look::Devices(page) => {
            let devices = switch.devices().filter(|device| !is_circuit(switch, device.id));
            json(&page.of(devices.map(|device| eyes.device(device))))
        }
        Look::Device(number) => json(&eyes.device(switch.device(eyes.find(number)?))),
        Look::Agents(page) => {
            let agents = switch.devices().filter_map(|device| eyes.agent(device.id));
            json(&page.of(agents))
        }
        Look::Queues(page) => {
            let queues = switch.devices().filter_map(|device| eyes.queue(device.id));
            json(&page.of(queues))
        }
        Look::Queue(number) => {
            let queue = eyes.queue(eyes.find(number)?);
            json(&queue.ok_or_else(|| Problem::not_found(format!("{number} is no queue")))?)
        }
        Look::Trunks => json(&eyes.trunks()),
        Look::QueueFigures(page) => json(&page.of(figures::queues(switch))),
        Look::AgentFigures(page) => json(&page.of(figures::agents(switch))),
        Look::TrunkFigures(page) => json(&page.of(figures::trunks(switch))),
        Look::VdnFigures(page) => json(&page.of(figures::vdns(switch))),
        Look::Vectors(page) => json(&page.of(eyes.vectors().into_iter())),
        Look::VectorEvents(page) => {
            json(&page.of(switch.vector_log().map(|entry| eyes.vector_event(entry))))
        }
        Look::Clients => json(&eyes.clients()),
        Look::Client(link) => json(&eyes.registrations(*link)?),
        Look::Faults => json(&eyes.faults()),
    }
}

/// Switch and T-Server, seen in plain values.
#[derive(Clone, Copy, Debug)]
pub struct Eyes<'a> {
    pub switch: &'a Switch,
    pub tserver: &'a FaultInjector,
}

impl Eyes<'_> {
    fn site(&self) -> view::Site {
        let agents = |device: &&Device| self.switch.agent_at(device.id).is_some();
        view::Site {
            now_ms: self.switch.now().0,
            link_up: self.tserver.tserver().switch_link(),
            in_charge: host(self.tserver.host_in_charge()).to_owned(),
            calls: self.switch.calls().count(),
            agents: self.switch.devices().filter(agents).count(),
            clients: self.tserver.clients().count(),
        }
    }

    fn find(&self, number: &str) -> Result<DeviceId, Problem> {
        let device = self.switch.device_by_number(number);
        device.ok_or_else(|| Problem::not_found(format!("there is no {number}")))
    }

    fn number(&self, device: DeviceId) -> String {
        self.switch.device(device).number.as_str().to_owned()
    }

    /// One call.
    pub fn call(&self, call: &Call) -> view::Call {
        let parties = call.parties.iter().map(|party| view::Party {
            device: self.number(party.device),
            number: party.number.as_ref().map(ToString::to_string).or_else(|| {
                let own = !is_circuit(self.switch, party.device);
                own.then(|| self.number(party.device))
            }),
            state: party.state.into(),
            outside: is_circuit(self.switch, party.device),
            muted: party.muted,
            queue: party.queue.map(|queue| self.number(queue)),
        });
        let data = self.tserver.tserver().user_data(call.id);
        view::Call {
            call: call_name(call.id),
            conn_id: self.tserver.tserver().conn_id_of(call.id).map(|conn| conn.to_string()),
            called: call.called.to_string(),
            since_ms: call.since.0,
            consult_of: call.consult_of.map(call_name),
            parties: parties.collect(),
            data: data.map(pairs).unwrap_or_default(),
            parked_at: self.switch.parked_at(call.id).map(|at| self.number(at)),
            vector: call.vector_step().map(|(vector, step)| self.step(vector, step)),
            vector_until_ms: call.vector_step_ends().map(|at| at.0),
            hears: call.hears().map(|hears| hears.to_string()),
        }
    }

    fn step(&self, vector: VectorId, step: u8) -> String {
        let name = self.switch.vector(vector).map_or("?", |vector| vector.name.as_ref());
        format!("{name}.{step:02}")
    }

    fn vector_event(&self, entry: &LogEntry) -> view::VectorEvent {
        view::VectorEvent {
            event: entry.event.number(),
            text: entry.event.text().to_owned(),
            step: self.step(entry.vector, entry.step),
            call: call_name(entry.call),
            first_ms: entry.first.0,
            last_ms: entry.last.0,
            count: entry.count,
        }
    }

    /// A telephone, a queue or a routing point.
    pub fn device(&self, device: &Device) -> view::Device {
        let features = self.switch.features(device.id);
        let forwarding = features.and_then(|features| features.forwarding.as_ref());
        view::Device {
            number: device.number.as_str().to_owned(),
            kind: device.kind.into(),
            name: device.name.clone(),
            calls: self.switch.calls_at(device.id).iter().copied().map(call_name).collect(),
            agent: self.agent(device.id),
            off_hook: features.is_some_and(|features| features.off_hook),
            do_not_disturb: features.is_some_and(|features| features.do_not_disturb),
            send_all_calls: features.is_some_and(|features| features.send_all_calls),
            message_waiting: features.is_some_and(|features| features.message_waiting),
            forwarded_to: forwarding.map(|forwarding| forwarding.to.to_string()),
        }
    }

    /// The agent who is logged on at a telephone.
    pub fn agent(&self, device: DeviceId) -> Option<view::Agent> {
        let agent = self.switch.agent_at(device)?;
        let counted = self.switch.statistics().agent(device).map(|periods| periods.running);
        let counted = counted.unwrap_or_default();
        Some(view::Agent {
            agent: agent.name.to_string(),
            number: self.number(device),
            state: agent.state.into(),
            since_ms: agent.since.0,
            reason: agent.reason.clone(),
            queues: agent.queues.iter().map(|queue| self.number(*queue)).collect(),
            calls: agent.parts.iter().copied().map(call_name).collect(),
            counted: view::AgentCounts {
                answered: counted.answered,
                not_taken: counted.not_taken,
                talking_ms: ms(counted.talking),
                working_ms: ms(counted.working),
                occupancy: counted.occupancy(),
            },
        })
    }

    /// A queue; none if the device is none.
    pub fn queue(&self, device: DeviceId) -> Option<view::Queue> {
        let queue = self.switch.queue(device)?;
        let counted = self.switch.statistics().queue_running(device).unwrap_or_default();
        let waiting = queue.waiting();
        Some(view::Queue {
            number: self.number(device),
            name: self.switch.device(device).name.clone(),
            waiting: waiting
                .enumerate()
                .map(|(ahead, waiting)| view::Waiting {
                    call: call_name(waiting.call),
                    since_ms: waiting.since.0,
                    returned: waiting.returned,
                    expected_wait: self.switch.expected_wait_behind(device, ahead),
                })
                .collect(),
            capacity: queue.capacity,
            logged_on: queue.logged_on(),
            available: queue.available(),
            expected_wait: self.switch.expected_wait_of_new(device),
            counted: view::QueueCounts {
                offered: counted.offered,
                answered: counted.answered,
                abandoned: counted.abandoned,
                blocked: counted.blocked,
                average_speed_of_answer: counted.average_speed_of_answer(),
                average_length: counted.average_length(),
                abandon_rate: counted.abandon_rate(switch_sim::statistics::AbandonRate::OfOffered),
            },
        })
    }

    /// The trunk groups.
    pub fn trunks(&self) -> Vec<view::Trunk> {
        let mut circuits = self.circuits();
        let trunk = |trunk: &switch_sim::trunk::Trunk| {
            let counted = self.switch.statistics().trunk_running(trunk.id).unwrap_or_default();
            view::Trunk {
                name: trunk.name.clone(),
                channels: trunk.channels,
                busy: trunk.busy(),
                incoming: counted.incoming,
                outgoing: counted.outgoing,
                blocked: counted.blocked,
                erlangs: counted.erlangs(),
                circuits: circuits.remove(&trunk.id).unwrap_or_default(),
            }
        };
        self.switch.trunks().map(trunk).collect()
    }

    /// The circuits that carry calls, by their groups.
    fn circuits(&self) -> BTreeMap<TrunkGroupId, Vec<view::Circuit>> {
        let mut busy: BTreeMap<TrunkGroupId, Vec<view::Circuit>> = BTreeMap::new();
        let parties = self.switch.calls().flat_map(|call| {
            call.parties.iter().map(move |party| (call.id, self.switch.device(party.device)))
        });
        for (call, device) in parties {
            if let DeviceKind::Circuit { group, index } = device.kind {
                let (number, call) = (device.number.to_string(), call_name(call));
                let circuit = view::Circuit { number, place: index, call };
                busy.entry(group).or_default().push(circuit);
            }
        }
        busy.values_mut().for_each(|circuits| circuits.sort_by_key(|circuit| circuit.place));
        busy
    }

    /// The vectors, each with the calls that it has.
    pub fn vectors(&self) -> Vec<view::Vector> {
        let mut at: BTreeMap<VectorId, Vec<view::AtStep>> = BTreeMap::new();
        for call in self.switch.calls() {
            if let Some((vector, step)) = call.vector_step() {
                let place = view::AtStep {
                    call: call_name(call.id),
                    step,
                    until_ms: call.vector_step_ends().map(|at| at.0),
                };
                at.entry(vector).or_default().push(place);
            }
        }
        let vectors = (0..).map(VectorId).map_while(|id| Some((id, self.switch.vector(id)?)));
        let view = |(id, vector): (VectorId, &switch_sim::vector::site::Vector)| view::Vector {
            name: vector.name.to_string(),
            numbers: self.switch.numbers_of(id).map(str::to_owned).collect(),
            steps: vector
                .program
                .steps
                .iter()
                .zip(&vector.program.texts)
                .map(|((number, command), text)| view::Step {
                    number: *number,
                    command: command.verb().to_string(),
                    text: text.clone(),
                })
                .collect(),
            calls: at.remove(&id).unwrap_or_default(),
        };
        vectors.map(view).collect()
    }

    fn clients(&self) -> Vec<view::Client> {
        let client = |(at, link, registered): (Host, LinkId, usize)| view::Client {
            link: link.0,
            host: host(at).to_owned(),
            registered,
        };
        self.tserver.clients().map(client).collect()
    }

    fn faults(&self) -> view::Faults {
        let parameter = |parameter: &fault::Parameter| view::FaultParameter {
            name: parameter.name.to_owned(),
            default: parameter.default.map(str::to_owned),
            required: parameter.required,
            help: parameter.help.to_owned(),
        };
        let row = |row: &fault::Row| view::Fault {
            target: row.target.to_string(),
            fault: row.name.to_owned(),
            help: row.help.to_owned(),
            parameters: row.parameters.iter().map(parameter).collect(),
        };
        let lasts = |lasts: &fault::Lasts| view::LastingFault {
            target: lasts.target.to_string(),
            fault: lasts.name.to_owned(),
            until_ms: lasts.until.map(|until| until.0),
        };
        view::Faults {
            known: fault::rows().iter().map(row).collect(),
            lasting: self.tserver.lasting().iter().map(lasts).collect(),
        }
    }

    fn registrations(&self, link: u64) -> Result<view::Registrations, Problem> {
        let found = self.tserver.registered(LinkId(link));
        let numbers = found.ok_or_else(|| {
            let detail = format!("there is no client {link}; GET /v1/clients lists them");
            Problem::not_found(detail)
        })?;
        Ok(view::Registrations { link, numbers })
    }
}

fn host(host: Host) -> &'static str {
    match host {
        Host::First => "first",
        Host::Second => "second",
    }
}

fn pairs(list: &KvList) -> BTreeMap<String, Value> {
    list.iter().map(|pair| (pair.key.clone(), value(&pair.value))).collect()
}

fn value(value: &KvValue) -> Value {
    match value {
        KvValue::String(text) => Value::String(text.clone()),
        KvValue::Integer(number) => Value::from(*number),
        KvValue::Binary(bytes) | KvValue::Opaque { bytes, .. } => {
            Value::from(bytes.iter().map(|byte| u64::from(*byte)).collect::<Vec<_>>())
        }
        KvValue::List(list) => Value::Object(pairs(list).into_iter().collect::<Map<_, _>>()),
    }
}

fn json(view: &impl Serialize) -> Result<Value, Problem> {
    serde_json::to_value(view).map_err(|error| Problem::new(500, "Failed", error.to_string()))
}
