//! A client of the control interface of `tserver-sim` (HTTP and JSON, `/openapi.json`).

use serde::de::DeserializeOwned;
use serde_json::Value;
use tserver_sim_control::{Act, Done, Problem, request::Asking, view};

/// The way to a control interface.
#[derive(Debug)]
pub(crate) struct Control {
    agent: ureq::Agent,
    /// `http://HOST:PORT`.
    base: String,
    token: Option<String>,
}

/// Why something was not done.
#[derive(Debug)]
pub(crate) enum Failed {
    /// The switch says no, in its words; nothing has changed.
    Refused(String),
    /// There is no such thing, or the interface does not answer as it should.
    Broken(String),
}

impl Control {
    /// A client of the interface at `HOST:PORT` or `http://HOST:PORT`.
    pub(crate) fn new(agent: ureq::Agent, address: &str, token: Option<String>) -> Self {
        let base = address.trim_end_matches('/');
        let base = if base.contains("://") { base.to_owned() } else { format!("http://{base}") };
        Self { agent, base, token }
    }

    /// Whether it answers.
    ///
    /// # Errors
    /// It does not.
    pub(crate) fn is_there(&self) -> Result<(), String> {
        self.get::<view::Site>("/v1").map(drop).map_err(Failed::text)
    }

    /// The call with this connection id, if it is up.
    pub(crate) fn call_of(&self, id: &str) -> Result<Option<view::Call>, String> {
        let calls = self.calls()?;
        Ok(calls.into_iter().find(|call| call.conn_id.as_deref() == Some(id)))
    }

    /// The calls that are up, the first page of them.
    pub(crate) fn calls(&self) -> Result<Vec<view::Call>, String> {
        self.get("/v1/calls").map_err(Failed::text)
    }

    /// Reads one thing.
    pub(crate) fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Failed> {
        let request = self.agent.get(format!("{}{path}", self.base));
        self.read(self.signed(request).call())
    }

    /// Does something at the switch.
    pub(crate) fn act(&self, act: &Act) -> Result<Done, Failed> {
        let asking = Asking::act(act);
        let request = self.agent.post(format!("{}{}", self.base, asking.path));
        self.read(self.signed(request).send_json(&asking.body))
    }

    fn signed<B>(&self, request: ureq::RequestBuilder<B>) -> ureq::RequestBuilder<B> {
        match &self.token {
            Some(token) => request.header("Authorization", format!("Bearer {token}")),
            None => request,
        }
    }

    fn read<T: DeserializeOwned>(
        &self,
        answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    ) -> Result<T, Failed> {
        let base = &self.base;
        let mut answer = answer.map_err(|error| {
            Failed::Broken(format!(
                "the control interface at {base} does not answer ({error}); it is started by: \
                 tserver-sim --world FILE --control ADDRESS"
            ))
        })?;
        let status = answer.status();
        let body: Value = answer.body_mut().read_json().map_err(|error| {
            Failed::Broken(format!("what answers at {base} is no control interface: {error}"))
        })?;
        if status.is_success() {
            return serde_json::from_value(body)
                .map_err(|error| Failed::Broken(format!("{base} is of another version: {error}")));
        }
        let problem: Result<Problem, _> = serde_json::from_value(body);
        let detail = problem.map_or_else(|_| format!("{base} answers {status}"), |p| p.detail);
        Err(if status.as_u16() == REFUSED {
            Failed::Refused(detail)
        } else {
            Failed::Broken(detail)
        })
    }
}

impl Failed {
    /// Why, in one sentence.
    pub(crate) fn text(self) -> String {
        match self {
            Self::Refused(text) | Self::Broken(text) => text,
        }
    }
}

/// The status of a refusal of the switch (RFC 9110, 409 Conflict).
const REFUSED: u16 = 409;
