//! What the screen shows: a world of its own, or a rig that runs elsewhere.

use std::collections::BTreeSet;

use scenario_lang::Vocabulary;
use scenarios::{
    record::Recorder,
    rig::LinkState,
    trace::{Record, Trace},
};
use switch_sim::{
    id::{CallId, DeviceId},
    plant::DeviceKind,
    time::SimTime,
    world::{Person, World},
};
use tserver_sim_control::{Eyes, call_id, call_name, view};

use crate::{attach::Rig, clock::Clock, history::Counts, rows::clock_text, theme::Role};

/// Where what is shown comes from. Both sorts are seen in the values of the control interface.
#[derive(Debug)]
pub enum Scene {
    /// The whole stack, in this program and in virtual time.
    Own(Box<Recorder>),
    /// A `tserver-sim` that runs elsewhere, as its control interface last told.
    Rig(Box<Rig>),
}

impl Scene {
    /// The world of one's own.
    pub fn own(&self) -> Option<&Recorder> {
        match self {
            Self::Own(recorder) => Some(recorder),
            Self::Rig(_) => None,
        }
    }

    /// The same, to be acted on.
    pub fn own_mut(&mut self) -> Option<&mut Recorder> {
        match self {
            Self::Own(recorder) => Some(recorder),
            Self::Rig(_) => None,
        }
    }

    /// The people, numbers and queues there are.
    pub fn world(&self) -> &World {
        match self {
            Self::Own(recorder) => recorder.world(),
            Self::Rig(rig) => &rig.world,
        }
    }

    /// The present moment.
    pub fn now(&self) -> SimTime {
        match self {
            Self::Own(recorder) => recorder.now(),
            Self::Rig(rig) => rig.now,
        }
    }

    /// Seconds for each second of the wall clock, while time does not stand still.
    pub fn speed(&self, clock: &Clock) -> f64 {
        match self {
            Self::Own(_) => clock.speed.into(),
            Self::Rig(rig) => rig.speed,
        }
    }

    /// Everything that happened, as far back as it is kept.
    pub fn trace(&self) -> &Trace {
        match self {
            Self::Own(recorder) => recorder.trace(),
            Self::Rig(rig) => &rig.trace,
        }
    }

    /// How many messages there have been, those that are forgotten included.
    pub fn messages(&self) -> usize {
        self.trace().forgotten() + self.trace().records().len()
    }

    /// The calls that are up, oldest first.
    pub fn call_ids(&self) -> Vec<CallId> {
        match self {
            Self::Own(recorder) => recorder.rig().switch().calls().map(|call| call.id).collect(),
            Self::Rig(rig) => rig.picture.calls.iter().filter_map(id_of).collect(),
        }
    }

    /// A call that is up.
    pub fn call(&self, id: CallId) -> Option<view::Call> {
        match self {
            Self::Own(recorder) => Some(eyes(recorder).call(recorder.rig().switch().call(id)?)),
            Self::Rig(rig) => rig.call(&call_name(id)).cloned(),
        }
    }

    /// How a device stands in a call.
    pub fn standing(&self, id: CallId, device: &str) -> Option<view::ConnectionState> {
        let call = self.call(id)?;
        call.parties.iter().find(|party| party.device == device).map(|party| party.state)
    }

    /// The consultation calls that are up, each with the call that it was made from.
    pub fn consultations(&self) -> Vec<(CallId, CallId)> {
        match self {
            Self::Own(recorder) => {
                let calls = recorder.rig().switch().calls();
                calls.filter_map(|call| Some((call.id, call.consult_of?))).collect()
            }
            Self::Rig(rig) => {
                let held = |call: &view::Call| call_id(call.consult_of.as_deref()?).ok();
                let calls = rig.picture.calls.iter();
                calls.filter_map(|call| Some((id_of(call)?, held(call)?))).collect()
            }
        }
    }

    /// The name of a call, or its id where it has none.
    pub fn key_of(&self, id: CallId) -> String {
        match self {
            Self::Own(recorder) => {
                let name = recorder.name_of(id).map(str::to_owned);
                name.or_else(|| recorder.id_of(id)).unwrap_or_else(|| format!("#{}", id.0))
            }
            Self::Rig(_) => call_name(id),
        }
    }

    /// The same of a call as the control interface names it.
    pub fn key_of_named(&self, name: &str) -> String {
        call_id(name).map_or_else(|_| name.to_owned(), |id| self.key_of(id))
    }

    /// Somebody in a call, by name; who has none, by number.
    pub fn party_name(&self, call: &view::Call, party: &view::Party) -> String {
        match self {
            Self::Own(recorder) => {
                let switch = recorder.rig().switch();
                let call = id_of(call).and_then(|id| switch.call(id));
                let found = call.and_then(|call| {
                    let devices = call.parties.iter().map(|found| found.device);
                    let is_it = |device| switch.device(device).number.as_str() == party.device;
                    let device = devices.into_iter().find(|device| is_it(*device))?;
                    Some(recorder.party_name(call.id, device))
                });
                found.unwrap_or_else(|| party.device.clone())
            }
            Self::Rig(rig) => rig.party_name(party),
        }
    }

    /// What the agent at somebody's telephone is doing, and since when.
    pub fn agent(&self, person: &Person) -> Option<(view::AgentState, SimTime)> {
        match self {
            Self::Own(recorder) => {
                let device = device_of(recorder, &person.dn)?;
                let agent = recorder.rig().switch().agent_at(device)?;
                Some((agent.state.into(), agent.since))
            }
            Self::Rig(rig) => {
                let agent = rig.device(&person.dn)?.agent.as_ref()?;
                Some((agent.state, SimTime(agent.since_ms)))
            }
        }
    }

    /// The calls at somebody's telephone, in the order in which they came.
    pub fn calls_at(&self, person: &Person) -> Vec<CallId> {
        match self {
            Self::Own(recorder) => {
                let device = device_of(recorder, &person.dn);
                let calls = device.map(|device| recorder.rig().switch().calls_at(device));
                calls.unwrap_or_default().to_vec()
            }
            Self::Rig(rig) => {
                let calls = rig.device(&person.dn).into_iter().flat_map(|device| &device.calls);
                calls.filter_map(|name| call_id(name).ok()).collect()
            }
        }
    }

    /// The queues.
    pub fn queues(&self) -> Vec<view::Queue> {
        match self {
            Self::Own(recorder) => {
                let eyes = eyes(recorder);
                eyes.switch.devices().filter_map(|device| eyes.queue(device.id)).collect()
            }
            Self::Rig(rig) => rig.picture.queues.clone(),
        }
    }

    /// The call vectors, each with the calls that it has.
    pub fn vectors(&self) -> Vec<view::Vector> {
        match self {
            Self::Own(recorder) => eyes(recorder).vectors(),
            Self::Rig(rig) => rig.picture.vectors.clone(),
        }
    }

    /// The numbers of the telephones, queues and routing points.
    pub fn device_numbers(&self) -> Vec<&str> {
        match self {
            Self::Own(recorder) => {
                let devices = recorder.rig().switch().devices();
                let inside = devices.filter(|device| match device.kind {
                    DeviceKind::Circuit { .. } => false,
                    DeviceKind::Extension
                    | DeviceKind::Queue
                    | DeviceKind::RoutingPoint
                    | DeviceKind::VirtualQueue => true,
                });
                inside.map(|device| device.number.as_str()).collect()
            }
            Self::Rig(rig) => {
                rig.picture.devices.iter().map(|device| device.number.as_str()).collect()
            }
        }
    }

    /// The device of a number.
    pub fn device(&self, number: &str) -> Option<view::Device> {
        match self {
            Self::Own(recorder) => {
                let device = recorder.rig().switch().device(device_of(recorder, number)?);
                Some(eyes(recorder).device(device))
            }
            Self::Rig(rig) => rig.device(number).cloned(),
        }
    }

    /// Whether nobody hears a device in a call.
    pub fn is_muted(&self, call: CallId, device: &str) -> bool {
        let call = self.call(call);
        call.is_some_and(|call| call.parties.iter().any(|p| p.device == device && p.muted))
    }

    /// Whether the handset of a telephone is lifted.
    pub fn is_off_hook(&self, number: &str) -> bool {
        match self {
            Self::Own(recorder) => {
                let switch = recorder.rig().switch();
                let features = device_of(recorder, number).and_then(|id| switch.features(id));
                features.is_some_and(|features| features.off_hook)
            }
            Self::Rig(rig) => rig.device(number).is_some_and(|device| device.off_hook),
        }
    }

    /// The trunk groups.
    pub fn trunks(&self) -> Vec<view::Trunk> {
        match self {
            Self::Own(recorder) => eyes(recorder).trunks(),
            Self::Rig(rig) => rig.picture.trunks.clone(),
        }
    }

    /// What has been counted up to now.
    pub fn counts(&self) -> Counts {
        match self {
            Self::Own(recorder) => {
                let (switch, tally) = (recorder.rig().switch(), recorder.rig().tally());
                let waiting = switch.devices().filter_map(|device| switch.queue(device.id));
                Counts {
                    begun: tally.begun,
                    answered: tally.answered,
                    abandoned: tally.abandoned,
                    up: count(switch.calls().count()),
                    waiting: count(waiting.map(switch_sim::queue::Queue::len).sum()),
                }
            }
            Self::Rig(rig) => rig.counts(),
        }
    }

    /// The link that matters most, in a few words, and how that looks: between gateway and T-Server in
    /// a world of one's own, between T-Server and switch of a rig.
    pub fn link_words(&self) -> (String, Role) {
        let recorder = match self {
            Self::Own(recorder) => recorder,
            Self::Rig(rig) => return rig.link_words(),
        };
        match recorder.rig().link() {
            LinkState::Open { up: true } => ("link up".to_owned(), Role::Ready),
            LinkState::Open { up: false } => ("link starting".to_owned(), Role::Ringing),
            LinkState::Closed => ("link down".to_owned(), Role::Broken),
            LinkState::Cut { until: None } => ("link CUT".to_owned(), Role::Broken),
            LinkState::Cut { until: Some(until) } => {
                let left = clock_text(until - recorder.now());
                (format!("link CUT for {left}"), Role::Broken)
            }
        }
    }

    /// The words that lines in this world may use.
    pub fn words(&self) -> &Vocabulary {
        match self {
            Self::Own(recorder) => recorder.words(),
            Self::Rig(rig) => rig.words(),
        }
    }

    /// The names of everything that somebody can do.
    pub fn requests(&self) -> Vec<String> {
        match self {
            Self::Own(recorder) => recorder.requests().map(str::to_owned).collect(),
            Self::Rig(rig) => rig.requests().map(str::to_owned).collect(),
        }
    }

    /// A text with the ids of calls replaced by their names.
    pub fn named(&self, text: &str) -> String {
        match self {
            Self::Own(recorder) => recorder.named(text),
            Self::Rig(rig) => rig.named(text),
        }
    }

    /// The ids by which messages name calls, also of those that have ended.
    pub fn ids_of<'a>(&self, calls: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
        match self {
            Self::Own(recorder) => recorder.ids_of(calls),
            Self::Rig(rig) => calls.map(|call| rig.conn_id_of(call)).collect(),
        }
    }

    /// Whether this is the name of somebody of the site.
    pub fn is_person(&self, name: &str) -> bool {
        self.world().people.iter().any(|person| person.name == name)
    }

    /// Whether this is the name of somebody outside.
    pub fn is_outside(&self, name: &str) -> bool {
        self.world().outside.iter().any(|outsider| outsider.name == name)
    }

    /// Whether somebody outside in a call can be acted as: whoever has a name in a world of one's own,
    /// everybody at a rig.
    pub fn has_hands_outside(&self, name: &str) -> bool {
        match self {
            Self::Own(_) => self.is_outside(name),
            Self::Rig(_) => true,
        }
    }

    /// The name of a queue, by its number.
    pub fn queue_name(&self, number: &str) -> String {
        let queue = self.world().queues.iter().find(|queue| queue.dn == number);
        queue.map_or_else(|| number.to_owned(), |queue| queue.name.clone())
    }

    /// The messages, from the oldest that is kept.
    pub fn records(&self) -> &[Record] {
        self.trace().records()
    }
}

/// The id of a call that the control interface describes.
pub fn id_of(call: &view::Call) -> Option<CallId> {
    call_id(&call.call).ok()
}

fn device_of(recorder: &Recorder, number: &str) -> Option<DeviceId> {
    recorder.rig().switch().device_by_number(number)
}

fn count(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn eyes(recorder: &Recorder) -> Eyes<'_> {
    Eyes { switch: recorder.rig().switch(), tserver: recorder.rig().tservers() }
}
