//! Tells a story to a gateway, line by line, and writes down what comes out.
//!
//! ```text
//! a > HOLDCALL call=c1 ref=7 async     the client `a` asks; its session is found by that name
//! ~ Call 2001 c1 Held #4               the middleware reports; see report.rs
//! given a 2001 ready c1:held:0171       a has a session, the device stands so; see report.rs
//! wait 5s                              time passes
//! polling off                          clients do not fetch events by themselves from here on
//! config resp_timeout=2s …             before anything else
//! reconfigure max_sessions=1 …       another configuration is taken up
//! a gone                               the client that waits for the last poll went away
//! ```

use std::{collections::BTreeMap, fmt::Write as _, time::Duration};

use gateway_core::{
    config::{GatewayConfig, SecondSession},
    gateway::Gateway,
    id::Dn,
    middleware::Event,
    reply::{Answer, Output, Reply, RequestToken},
    request::{Envelope, GetEvents, Request},
    session::SessionId,
    time::Timestamp,
};

use crate::{client, report};

pub(crate) struct Teller {
    gateway: Gateway,
    now: Timestamp,
    told: String,
    sessions: BTreeMap<String, SessionId>,
    /// Who asked with which token, and whether the story says so (or it is a poll of ours).
    asked: BTreeMap<RequestToken, (String, bool)>,
    tokens: u64,
    polling: bool,
    last_command: u64,
}

impl Teller {
    pub(crate) fn tell(story: &str) -> String {
        let config = story.lines().find_map(|line| line.strip_prefix("config "));
        let now = Timestamp(1_000_000);
        let mut teller = Self {
            gateway: Gateway::new(config.map_or_else(without_timers, configured), now, 1),
            now,
            told: String::new(),
            sessions: BTreeMap::new(),
            asked: BTreeMap::new(),
            tokens: 0,
            polling: true,
            last_command: 0,
        };
        for line in story.lines() {
            writeln!(teller.told, "{line}").unwrap();
            teller.line(line.trim());
        }
        teller.told
    }

    fn line(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [] | ["config", ..] => {}
            [first, ..] if first.starts_with("//") => {}
            ["given", who, dn, state @ ..] => return self.given(who, dn, state),
            ["reconfigure", pairs @ ..] => {
                self.gateway.reconfigure(self.now, configured(&pairs.join(" ")));
            }
            ["polling", switch] => self.polling = *switch == "on",
            ["wait", time] => self.wait(duration(time)),
            ["~", report @ ..] => {
                let event = self.with_command(report);
                self.gateway.handle_link(self.now, event);
            }
            [who, "gone"] => {
                let waits = |(_, (client, _)): &(&RequestToken, &(String, bool))| client == who;
                let token = *self.asked.iter().rfind(waits).expect("who waits").0;
                self.asked.remove(&token);
                self.gateway.handle_disconnect(self.now, token);
                return;
            }
            [who, ">", request @ ..] => self.ask(who, request),
            _ => panic!("cannot read `{line}`"),
        }
        self.drain();
    }

    fn with_command(&self, words: &[&str]) -> Event {
        report::read(words, self.last_command)
    }

    /// Opens a session without a word.
    fn given(&mut self, who: &str, dn: &str, state: &[&str]) {
        let so_far = self.told.len();
        self.gateway.handle_link(self.now, Event::LinkUp);
        self.ask(who, &["CTICLIENTINITIALIZE", &format!("dn={dn}")]);
        self.drain();
        let registered = self.with_command(&[&["Registered", dn], state].concat());
        self.gateway.handle_link(self.now, registered);
        self.gateway.handle_link(self.now, self.with_command(&["Done"]));
        self.drain();
        self.told.truncate(so_far);
    }

    fn ask(&mut self, who: &str, words: &[&str]) {
        let session = self.sessions.get(who).copied();
        let envelope = client::read(words, session).unwrap_or_else(|error| panic!("{error:?}"));
        let token = self.token(who, true);
        self.gateway.handle_request(self.now, token, envelope);
    }

    fn token(&mut self, who: &str, by_story: bool) -> RequestToken {
        self.tokens += 1;
        let token = RequestToken(self.tokens);
        self.asked.insert(token, (who.to_owned(), by_story));
        token
    }

    fn wait(&mut self, time: Duration) {
        let until = self.now + time;
        while let Some(due) = self.gateway.poll_timeout().filter(|due| *due <= until) {
            self.now = self.now.max(due);
            self.gateway.handle_timeout(self.now);
            self.drain();
        }
        self.now = until;
    }

    fn drain(&mut self) {
        while let Some(output) = self.gateway.poll_output() {
            match output {
                Output::Command(command) => {
                    self.last_command = command.id.0;
                    let order = report::order(&command.order);
                    writeln!(self.told, "    => #{} {} {order}", command.id.0, command.dn).unwrap();
                }
                Output::Reply { token, reply } => self.replied(token, &reply),
            }
        }
    }

    fn replied(&mut self, token: RequestToken, reply: &Reply) {
        let (who, by_story) = self.asked.remove(&token).expect("a reply nobody asked for");
        if let Answer::Opened { session, .. } | Answer::Pending { session: Some(session) } =
            reply.answer
        {
            self.sessions.insert(who.clone(), session);
            client::show(&who, reply, self.now, &mut self.told);
            return self.poll(&who, 0);
        }
        if by_story || !matches!(reply.answer, Answer::Events(_)) {
            return client::show(&who, reply, self.now, &mut self.told);
        }
        if let Answer::Events(events) = &reply.answer {
            client::show_events(&who, events, self.now, &mut self.told);
            self.poll(&who, events.last);
        }
    }

    fn poll(&mut self, who: &str, after: u64) {
        if !self.polling {
            return;
        }
        let request = Request::GetEvents(GetEvents { after, wait: Duration::from_secs(60) });
        let session = self.sessions.get(who).copied();
        let envelope = Envelope { session, reference: None, asynchronous: false, request };
        let token = self.token(who, false);
        self.gateway.handle_request(self.now, token, envelope);
    }
}

/// Stories are about other things unless they say so.
fn without_timers() -> GatewayConfig {
    GatewayConfig {
        lease_not_ready: Duration::ZERO,
        lease_log_off: Duration::ZERO,
        call_check: Duration::ZERO,
        ..GatewayConfig::default()
    }
}

fn configured(text: &str) -> GatewayConfig {
    let mut config = without_timers();
    for pair in text.split_whitespace() {
        match pair.split_once('=').unwrap() {
            ("resp_timeout", time) => config.resp_timeout = duration(time),
            ("event_log", count) => config.event_log = count.parse().unwrap(),
            ("lease_not_ready", time) => config.lease_not_ready = duration(time),
            ("lease_log_off", time) => config.lease_log_off = duration(time),
            ("call_check", time) => config.call_check = duration(time),
            ("max_sessions", count) => config.max_sessions = count.parse().unwrap(),
            ("queues", list) => {
                config.statistics.queues = list.split(',').filter_map(Dn::new).collect();
            }
            ("second_session", "refuse") => config.second_session = SecondSession::Refuse,
            _ => panic!("cannot read `{pair}`"),
        }
    }
    config
}

fn duration(text: &str) -> Duration {
    let ms = text.strip_suffix("ms").map(|n| n.parse::<u64>().unwrap());
    let seconds = || text.strip_suffix('s').unwrap().parse::<u64>().unwrap() * 1000;
    Duration::from_millis(ms.unwrap_or_else(seconds))
}
