//! The same calls without sockets: bytes from hand to hand.

use std::time::Instant;

use anyhow::{anyhow, bail};
use switch_sim::{switch::Switch, world::World};
use tserver_sim_core::{Config, LinkId, Output, TServerSim};
use tserver_wire::{AttributeId as A, Message, MessageType as M, PROTOCOL_VERSION};

use super::dn;

/// How many calls a second are set up and released by one client, one call after the other.
pub(super) fn set_ups_per_second(world: &World) -> anyhow::Result<f64> {
    let mut bench = Bench::new(world)?;
    let (from, to) = (dn(0), dn(1));
    let began = Instant::now();
    for _ in 0..CALLS {
        let dialing =
            bench.ask(&about(M::REQUEST_MAKE_CALL, &from).with(A::OTHER_DN, to.as_str()))?;
        let conn = dialing.iter().find_map(|event| event.conn_id(A::CONN_ID));
        let conn = conn.ok_or_else(|| anyhow!("a call did not begin"))?;
        let answered = bench.ask(&about(M::REQUEST_ANSWER_CALL, &to).with(A::CONN_ID, conn))?;
        if !answered.iter().any(|event| event.kind == M::EVENT_ESTABLISHED) {
            bail!("a call was not answered");
        }
        bench.ask(&about(M::REQUEST_RELEASE_CALL, &from).with(A::CONN_ID, conn))?;
    }
    Ok(f64::from(CALLS) / began.elapsed().as_secs_f64())
}

struct Bench {
    switch: Switch,
    tserver: TServerSim,
}

impl Bench {
    fn new(world: &World) -> anyhow::Result<Self> {
        let switch = Switch::new(world)?;
        let mut tserver = TServerSim::new(Config::default(), &switch);
        tserver.handle_opened(CLIENT);
        let mut bench = Self { switch, tserver };
        let hello = Message::new(M::LINK_HELLO)
            .with(A::PROTOCOL_VERSION, PROTOCOL_VERSION)
            .with(A::APPLICATION_NAME, "bench");
        bench.ask(&hello)?;
        for number in 0..world.people.len() {
            bench.ask(&about(M::REQUEST_REGISTER_ADDRESS, &dn(number)))?;
        }
        Ok(bench)
    }

    /// Sends a request, and gives the events that follow.
    fn ask(&mut self, request: &Message) -> anyhow::Result<Vec<Message>> {
        let mut bytes = Vec::new();
        request.encode(&mut bytes)?;
        self.tserver.handle_bytes(&mut self.switch, CLIENT, &bytes);
        while let Some(event) = self.switch.poll_event() {
            self.tserver.handle_switch_event(&event);
        }
        let mut events = Vec::new();
        while let Some(output) = self.tserver.poll_output() {
            if let Output::Transmit { message, .. } = output {
                events.push(message);
            }
        }
        Ok(events)
    }
}

fn about(kind: M, dn: &str) -> Message {
    Message::new(kind).with(A::THIS_DN, dn).with(A::REFERENCE_ID, 1)
}

const CLIENT: LinkId = LinkId(1);
const CALLS: u32 = 20_000;
