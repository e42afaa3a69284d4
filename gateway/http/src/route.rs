//! Paths and methods: `POST /pts` for requests, `GET /healthz` and `/readyz` for those who watch.

use gateway_xml::{read_request, write_malformed, write_reply};
use hyper::{Method, Request, StatusCode, body::Incoming};
use tokio_util::sync::CancellationToken;

use crate::{
    body,
    config::HttpConfig,
    fault::Fault,
    inputs::{Inputs, Readiness, Unanswered},
    origin::{Origin, check_host},
    response::{Response, text, xml},
};

/// What every connection needs to answer.
#[derive(Debug)]
pub(crate) struct Face {
    pub(crate) config: HttpConfig,
    pub(crate) inputs: Inputs,
    pub(crate) shutdown: CancellationToken,
}

impl Face {
    /// The answer to one request.
    pub(crate) async fn answer(&self, request: Request<Incoming>) -> Response {
        self.route(request).await.unwrap_or_else(Fault::response)
    }

    async fn route(&self, request: Request<Incoming>) -> Result<Response, Fault> {
        check_host(&self.config, request.headers())?;
        match request.uri().path() {
            "/pts" => self.pts(request).await,
            "/healthz" => watched(request.method(), || Ok(text(StatusCode::OK, "ok"))),
            "/readyz" => watched(request.method(), || self.ready()),
            _ => Err(Fault::NoSuchPath),
        }
    }

    async fn pts(&self, request: Request<Incoming>) -> Result<Response, Fault> {
        let origin = Origin::of(&self.config, request.headers());
        if origin == Origin::Foreign {
            return Err(Fault::ForeignOrigin);
        }
        if request.method() == Method::OPTIONS {
            return Ok(origin.preflight());
        }
        let reply = self.exchange(request).await;
        Ok(origin.admit(reply.unwrap_or_else(Fault::response)))
    }

    /// Reads the request, hands it over, and writes the reply when it comes.
    async fn exchange(&self, request: Request<Incoming>) -> Result<Response, Fault> {
        if request.method() != Method::POST {
            return Err(Fault::Method("POST, OPTIONS"));
        }
        if self.shutdown.is_cancelled() {
            return Err(Fault::Stopping);
        }
        body::check_content_type(request.headers())?;
        let bytes = body::read(&self.config, request.into_body()).await?;
        let envelope = read_request(&bytes).map_err(|error| {
            tracing::debug!(%error, "a request cannot be read");
            let mut document = Vec::new();
            write_malformed(&error, &mut document);
            Fault::Malformed(document)
        })?;
        drop(bytes);
        let reply = self.inputs.ask(envelope).await.map_err(|unanswered| match unanswered {
            Unanswered::Busy => Fault::Busy,
            Unanswered::Dropped if self.shutdown.is_cancelled() => Fault::Stopping,
            Unanswered::Dropped => Fault::Failed,
        })?;
        let mut document = Vec::new();
        write_reply(&reply, &mut document);
        Ok(xml(StatusCode::OK, document))
    }

    fn ready(&self) -> Result<Response, Fault> {
        match self.inputs.readiness() {
            Readiness::Ready if !self.shutdown.is_cancelled() => Ok(text(StatusCode::OK, "ready")),
            Readiness::Ready | Readiness::Draining => Err(Fault::Stopping),
            Readiness::Starting => Err(Fault::Starting),
            Readiness::LinkDown => Err(Fault::LinkDown),
        }
    }
}

fn watched(
    method: &Method,
    answer: impl FnOnce() -> Result<Response, Fault>,
) -> Result<Response, Fault> {
    let may_look = method == Method::GET || method == Method::HEAD;
    if may_look { answer() } else { Err(Fault::Method("GET, HEAD")) }
}
