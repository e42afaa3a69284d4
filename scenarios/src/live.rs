//! A live rig: stories are played over sockets against a gateway that runs, on the wall clock.
//!
//! The desktops post their XML to the gateway as browsers do. What hands do at telephones and outside
//! goes to the control interface of `tserver-sim`, or, before a real switch, to a person who is asked to
//! do it. From there also comes how a call stands; what cannot be seen from outside is not judged.
#![expect(
    clippy::disallowed_methods,
    reason = "an edge: it owns the clock and the requests' threads"
)]

pub mod control;
pub(crate) mod hand;
pub(crate) mod look;

use std::{
    collections::VecDeque,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
    time::{Duration, Instant},
};

use gateway_core::reply::RequestToken;
use gateway_xml::Element;
use switch_sim::time::SimTime;
use tserver_sim_control::view;

use self::control::{Control, Failed};
use crate::{limits, stage::Stage};

/// Where the programs of a live rig are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The gateway: `http://HOST:PORT`.
    pub gateway: String,
    /// The control interface of `tserver-sim`, and the token that it asks for; none before a real switch.
    pub control: Option<(String, Option<String>)>,
}

/// The programs that stand in the place of the rig in virtual time.
#[derive(Debug)]
pub(crate) struct Live {
    began: Instant,
    agent: ureq::Agent,
    gateway: String,
    control: Option<Control>,
    next_token: u64,
    answers: (SyncSender<Answer>, Receiver<Answer>),
    /// Requests that are not answered yet: a thread each.
    under_way: usize,
    /// Replies that have come and nobody has taken.
    replies: VecDeque<Answer>,
}

type Answer = (RequestToken, Vec<u8>);

impl Live {
    /// Finds the programs; nothing is asked of them yet but whether they are there.
    ///
    /// # Errors
    /// One of them does not answer, or the gateway is not ready.
    pub(crate) fn open(address: &Address) -> Result<Self, String> {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(limits::PATIENCE))
            .build();
        let agent: ureq::Agent = config.into();
        let gateway = address.gateway.trim_end_matches('/').to_owned();
        is_ready(&agent, &gateway)?;
        let control = address.control.as_ref().map(|(base, token)| {
            let control = Control::new(base, token.clone());
            control.get::<view::Site>("/v1").map(|_| control).map_err(Failed::text)
        });
        Ok(Self {
            began: Instant::now(),
            agent,
            gateway,
            control: control.transpose()?,
            next_token: 1,
            answers: sync_channel(limits::REQUESTS),
            under_way: 0,
            replies: VecDeque::new(),
        })
    }

    /// How much time has passed on the wall since the story began.
    pub(crate) fn now(&self) -> SimTime {
        let whole = Duration::from_millis(
            u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX),
        );
        SimTime::ZERO + whole
    }

    /// Posts a document to the gateway; the reply comes by [`Live::poll_reply`].
    pub(crate) fn submit(&mut self, document: &[u8]) -> RequestToken {
        if self.under_way == limits::REQUESTS {
            self.take_one(limits::PATIENCE);
        }
        self.under_way += 1;
        let token = RequestToken(self.next_token);
        self.next_token += 1;
        let (agent, url) = (self.agent.clone(), format!("{}/pts", self.gateway));
        let (document, answers) = (document.to_vec(), self.answers.0.clone());
        thread::spawn(move || {
            let body = post(&agent, &url, &document).unwrap_or_else(|error| unreachable(&error));
            // Nobody listens any more when the story is over.
            let _over = answers.send((token, body));
        });
        token
    }

    /// The next reply document.
    pub(crate) fn poll_reply(&mut self) -> Option<Answer> {
        while self.take_one(Duration::ZERO) {}
        self.replies.pop_front()
    }

    /// Waits until something comes, or for a moment, but not beyond `to`.
    pub(crate) fn wait(&mut self, to: SimTime) {
        let now = self.now();
        let left = if to > now { to - now } else { Duration::ZERO };
        self.take_one(left.min(MOMENT));
    }

    /// Takes an answer in that comes in this time; false when none does.
    fn take_one(&mut self, patience: Duration) -> bool {
        let Ok(answer) = self.answers.1.recv_timeout(patience) else { return false };
        self.under_way -= 1;
        self.replies.push_back(answer);
        true
    }
}

impl Stage {
    /// The control interface of a live rig that has one.
    pub(crate) fn control(&self) -> Option<&Control> {
        self.live.as_ref()?.control.as_ref()
    }
}

/// Refuses a gateway that serves nobody at the moment: a site that is down is no failed story.
fn is_ready(agent: &ureq::Agent, gateway: &str) -> Result<(), String> {
    let mut answer = agent.get(format!("{gateway}/readyz")).call().map_err(|error| {
        format!(
            "the gateway at {gateway} does not answer ({error}); it is started by: \
             gateway --config FILE"
        )
    })?;
    if answer.status().is_success() {
        return Ok(());
    }
    let why = answer.body_mut().read_to_string().unwrap_or_default();
    Err(format!("the gateway at {gateway} is not ready: {}", why.trim()))
}

fn post(agent: &ureq::Agent, url: &str, document: &[u8]) -> Result<Vec<u8>, ureq::Error> {
    let request = agent.post(url).header("Content-Type", "application/xml");
    let mut answer = request.send(document)?;
    answer.body_mut().with_config().limit(limits::DOCUMENT_BYTES).read_to_vec()
}

/// What stands for the reply of a gateway that cannot be reached.
fn unreachable(error: &ureq::Error) -> Vec<u8> {
    let told =
        Element::new("error").with_attribute("code", "Unreachable").with_text(error.to_string());
    gateway_xml::write_document(
        &Element::new("REPLY").with_attribute("result", "error").with_child(told),
    )
}

/// How often is looked again at what tells nothing by itself.
const MOMENT: Duration = Duration::from_millis(50);
