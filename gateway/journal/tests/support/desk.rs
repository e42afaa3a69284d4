//! A gateway with work to do: its records, step by step.

use std::time::Duration;

use gateway_core::{
    config::GatewayConfig,
    gateway::Gateway,
    id::{CallKey, Dn},
    journal::Record,
    middleware::{
        AgentState, Arrival, CallChange, CallInfo, CommandId, Event, Features, ReleaseCause,
    },
    reply::{Answer, Output, RequestToken},
    request::{ClientInitialize, Envelope, GetEvents, MakeCall, Request},
    session::SessionId,
    time::Timestamp,
};

/// A gateway whose middleware does everything at once.
pub(crate) struct Desk {
    gateway: Gateway,
    sessions: Vec<SessionId>,
    now: Timestamp,
}

impl Desk {
    /// One with or without a journal.
    pub(crate) fn with(journal: bool) -> Self {
        let config = GatewayConfig { journal, ..GatewayConfig::default() };
        let mut gateway = Gateway::new(config, Timestamp(0), 1);
        gateway.handle_link(Timestamp(0), Event::LinkUp);
        Self { gateway, sessions: Vec::new(), now: Timestamp(0) }
    }

    /// The records of one more input: a session begins, or a call comes, or goes, or its events
    /// are fetched, or one is made.
    pub(crate) fn step(&mut self, step: u64) -> Vec<Record> {
        self.now = self.now + Duration::from_millis(10);
        let device = usize::try_from(step / 4).unwrap() % DEVICES;
        let session = self.sessions.get(device).copied();
        match (session, step % 4) {
            (None, _) => self.open(self.sessions.len()),
            (Some(_), 0) => {
                self.call(device, step, CallChange::Ringing { arrival: Arrival::Direct });
            }
            (Some(_), 1) => {
                self.call(device, step - 1, CallChange::Released { cause: ReleaseCause::Normal });
            }
            (Some(session), 2) => {
                let destination = Dn::new("5551234").unwrap();
                let request = Request::MakeCall(MakeCall { destination, data: data() });
                self.ask(Some(session), Some(step.to_string()), request);
            }
            (Some(session), _) => {
                let after = (step / 40).saturating_sub(1);
                let request = Request::GetEvents(GetEvents { after, wait: Duration::ZERO });
                self.ask(Some(session), None, request);
            }
        }
        let mut records = Vec::new();
        while let Some(record) = self.gateway.poll_record() {
            records.push(record);
        }
        records
    }

    fn open(&mut self, number: usize) {
        let dn = device(number);
        self.ask(None, None, Request::ClientInitialize(ClientInitialize { dn }));
    }

    fn call(&mut self, number: usize, call: u64, change: CallChange) {
        let ani = Dn::new("01715550123");
        let info = CallInfo { ani, data: Some(data()), ..CallInfo::default() };
        let (dn, call) = (device(number), CallKey(call));
        self.gateway.handle_link(self.now, Event::Call { dn, call, change, info, command: None });
    }

    fn ask(&mut self, session: Option<SessionId>, reference: Option<String>, request: Request) {
        let envelope = Envelope { session, reference, asynchronous: false, request };
        self.gateway.handle_request(self.now, RequestToken(0), envelope);
        while let Some(output) = self.gateway.poll_output() {
            match output {
                Output::Reply { reply, .. } => {
                    if let Answer::Opened { session, .. } = reply.answer {
                        self.sessions.push(session);
                    }
                }
                Output::Command(command) => self.carry_out(command.id, command.dn),
            }
        }
    }

    fn carry_out(&mut self, id: CommandId, dn: Dn) {
        let (agent, calls, features) = (AgentState::Ready, Vec::new(), Features::default());
        self.gateway.handle_link(self.now, Event::Registered { dn, agent, calls, features });
        self.gateway.handle_link(self.now, Event::Done { command: id, call: None });
    }
}

fn device(number: usize) -> Dn {
    Dn::new(&format!("{}", 2000 + number)).unwrap()
}

fn data() -> Vec<(String, String)> {
    vec![("CASE".to_owned(), "4711".to_owned()), ("NAME".to_owned(), "Mrs. \u{dc}nal".to_owned())]
}

const DEVICES: usize = 10;
