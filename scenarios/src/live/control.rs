//! A client of the control interface of `tserver-sim` (HTTP and JSON, `/openapi.json`).

use std::{path::Path, time::Duration};

use serde::de::DeserializeOwned;
use serde_json::Value;
use tserver_sim_control::{Act, Done, Problem, limits, request::Asking, view};

/// The way to a control interface.
#[derive(Debug)]
pub struct Control {
    agent: ureq::Agent,
    /// `http://HOST:PORT`.
    base: String,
    token: Option<String>,
}

/// Why something was not done.
#[derive(Debug)]
pub enum Failed {
    /// The switch says no, in its words; nothing has changed.
    Refused(String),
    /// There is no such thing, or the interface does not answer as it should.
    Broken(String),
}

impl Control {
    /// A client of the interface at `HOST:PORT` or `http://HOST:PORT`; nothing is asked of it yet.
    pub fn new(address: &str, token: Option<String>) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .build();
        let base = if address.contains("://") {
            address.trim_end_matches('/').to_owned()
        } else {
            format!("http://{address}")
        };
        Self { agent: config.into(), base, token }
    }

    /// The call with this connection id, if it is up.
    pub(crate) fn call_of(&self, id: &str) -> Result<Option<view::Call>, String> {
        let calls: Vec<view::Call> = self.list("/v1/calls").map_err(Failed::text)?;
        Ok(calls.into_iter().find(|call| call.conn_id.as_deref() == Some(id)))
    }

    /// Does something at the switch.
    pub(crate) fn act(&self, act: &Act) -> Result<Done, Failed> {
        self.post(&Asking::act(act))
    }

    /// Reads a list, page by page.
    ///
    /// # Errors
    /// The rig does not answer, or there is no such list.
    pub fn list<T: DeserializeOwned>(&self, path: &str) -> Result<Vec<T>, Failed> {
        let mut all = Vec::new();
        loop {
            let page: Vec<T> = self.get(&format!("{path}?skip={}", all.len()))?;
            let full = page.len() >= limits::PAGE;
            all.extend(page);
            if !full {
                return Ok(all);
            }
        }
    }

    /// Reads one thing.
    ///
    /// # Errors
    /// The rig does not answer, or there is no such thing.
    pub fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Failed> {
        let request = self.agent.get(format!("{}{path}", self.base));
        self.read(self.signed(request).call())
    }

    /// Asks for something to be done.
    ///
    /// # Errors
    /// The rig does not answer, or refuses.
    pub fn post<T: DeserializeOwned>(&self, asking: &Asking) -> Result<T, Failed> {
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
                "the rig at {base} does not answer ({error}); it is started by: tserver-sim \
                 --world FILE --control ADDRESS"
            ))
        })?;
        let status = answer.status();
        let body = answer.body_mut().with_config().limit(ANSWER_BYTES);
        let body: Value = body.read_json().map_err(|error| {
            Failed::Broken(format!("what answers at {base} is no rig: {error}"))
        })?;
        if status.is_success() {
            return serde_json::from_value(body).map_err(|error| {
                Failed::Broken(format!("the rig at {base} is of another version: {error}"))
            });
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
    pub fn text(self) -> String {
        match self {
            Self::Refused(text) | Self::Broken(text) => text,
        }
    }
}

/// The token in a file, without the line end.
///
/// # Errors
/// The file cannot be read.
pub fn read_token(path: &Path) -> Result<String, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(text.trim().to_owned())
}

/// The status of a refusal of the switch (RFC 9110, 409 Conflict).
const REFUSED: u16 = 409;
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Bytes of an answer.
const ANSWER_BYTES: u64 = 64 * 1024 * 1024;
