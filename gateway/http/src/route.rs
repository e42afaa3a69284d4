//! Paths and methods: `/pts` for requests, `/healthz`, `/readyz` and `/metrics` for those who watch.

use std::sync::Arc;

use gateway_core::{
    refusal::Code,
    reply::Reply,
    request::{Envelope, Request as Asked},
};
use gateway_xml::{read_request, write_malformed, write_reply};
use hyper::{
    HeaderMap, Method, Request, StatusCode, Version,
    body::{Body as _, Incoming},
};
use tokio::time::Instant;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    assets, body,
    fault::Fault,
    inputs::{Inputs, Readiness, Unanswered, Waiting},
    metrics::Metrics,
    origin::{Origin, host},
    response::{Response, come_again, metrics, text, xml},
    security::{Caller, Peer, Security},
    socket::Phase,
    websocket::{self, Shown},
};

/// What every connection needs to answer.
#[derive(Debug)]
pub(crate) struct Face {
    pub(crate) inputs: Inputs,
    pub(crate) security: Arc<Security>,
    pub(crate) metrics: Arc<Metrics>,
    /// The gateway drains: events can still be fetched, and nothing begins any more.
    pub(crate) shutdown: CancellationToken,
    /// Connections end as soon as nothing is under way on them.
    pub(crate) closing: CancellationToken,
    /// Ends what has not ended by itself after `closing`.
    pub(crate) abort: CancellationToken,
    /// The tasks that are waited for at the end.
    pub(crate) tasks: TaskTracker,
}

impl Face {
    /// The answer to one request.
    ///
    /// A reply may be long in coming, and meanwhile this future is all that a connection keeps of the
    /// request: how it is received is a future of its own, on the heap, which is gone by then.
    pub(crate) fn answer<'a>(
        self: &'a Arc<Self>,
        request: Request<Incoming>,
        peer: &'a Arc<Peer>,
        phase: &'a Phase,
    ) -> impl Future<Output = Response> + Send + 'a {
        let received = Box::pin(self.receive(request, peer, phase));
        async move {
            let _handling = phase.handling();
            let response = match received.await {
                Ok(Received::Done(response)) => response,
                Ok(Received::Asked { mut exchange, origin }) => {
                    let reply = exchange.reply(self).await;
                    let response = reply.map(|reply| document(&exchange.caller, &reply));
                    origin.admit(response.unwrap_or_else(Fault::response))
                }
                Err(fault) => fault.response(),
            };
            self.metrics.responded(response.status());
            response
        }
    }

    /// Reads a request, and hands the gateway what is for it.
    async fn receive(
        self: &Arc<Self>,
        request: Request<Incoming>,
        peer: &Arc<Peer>,
        phase: &Phase,
    ) -> Result<Received, Fault> {
        let (head, body) = request.into_parts();
        let is_h2 = head.version == Version::HTTP_2;
        let mut body = Some(body);
        let request = Request::from_parts(head, ());
        let received = self.route((request, &mut body), peer, phase).await;
        if let Some(unread) = body.filter(|body| is_h2 && !body.is_end_stream()) {
            body::forget(&self.security.settings().config, unread).await;
        }
        received
    }

    async fn route(
        self: &Arc<Self>,
        (request, body): (Request<()>, &mut Option<Incoming>),
        peer: &Arc<Peer>,
        phase: &Phase,
    ) -> Result<Received, Fault> {
        let config = &self.security.settings().config;
        let host = host(config, &request)?;
        let done = match request.uri().path() {
            "/pts" => {
                let origin = Origin::of(config, request.headers(), &host);
                if origin == Origin::Foreign {
                    return Err(Fault::ForeignOrigin);
                }
                if request.method() == Method::OPTIONS {
                    return Ok(Received::Done(origin.preflight()));
                }
                let is_socket =
                    request.method() == Method::GET && websocket::is_asked_for(request.headers());
                let done = if is_socket {
                    self.upgrade(request, peer, phase).await
                } else {
                    match self.pts((request, body), peer).await {
                        Ok(exchange) => return Ok(Received::Asked { exchange, origin }),
                        Err(fault) => Err(fault),
                    }
                };
                Ok(origin.admit(done.unwrap_or_else(Fault::response)))
            }
            "/healthz" => watched(request.method(), || Ok(text(StatusCode::OK, "ok"))),
            "/readyz" => watched(request.method(), || self.ready()),
            "/metrics" => {
                let caller = self.security.identify(peer, request.headers(), "/metrics").await?;
                self.security.permit_metrics(&caller)?;
                watched(request.method(), || Ok(metrics(self.metrics.text())))
            }
            _ => self.asset(&request),
        };
        done.map(Received::Done)
    }

    /// Reads a request to the gateway, and hands it over.
    async fn pts(
        &self,
        (request, body): (Request<()>, &mut Option<Incoming>),
        peer: &Peer,
    ) -> Result<Exchange, Fault> {
        if request.method() != Method::POST {
            return Err(Fault::Method("POST, OPTIONS"));
        }
        let caller = self.admit(peer, request.headers()).await?;
        body::check_content_type(request.headers())?;
        let held_back = body::is_held_back(request.headers());
        drop(request);
        let Some(body) = body.take() else { return Err(Fault::Broken) };
        let config = &self.security.settings().config;
        let bytes = body::read(config, body, held_back).await?;
        let envelope = read_request(&bytes).map_err(|error| {
            tracing::debug!(%error, "a request cannot be read");
            let mut document = Vec::new();
            write_malformed(&error, &mut document);
            Fault::Malformed(document)
        })?;
        self.ask(caller, envelope)
    }

    /// Turns the connection into a WebSocket.
    async fn upgrade(
        self: &Arc<Self>,
        mut request: Request<()>,
        peer: &Arc<Peer>,
        phase: &Phase,
    ) -> Result<Response, Fault> {
        if self.shutdown.is_cancelled() {
            return Err(Fault::Stopping);
        }
        let response = websocket::accept(request.headers())?;
        let caller = self.admit(peer, request.headers()).await?;
        phase.stop_watching();
        let shown = Shown::new(Arc::clone(peer), request.headers());
        let upgrade = hyper::upgrade::on(&mut request);
        let conversation = Box::pin(websocket::serve(upgrade, Arc::clone(self), caller, shown));
        let abort = self.abort.clone();
        self.tasks.spawn(async move { abort.run_until_cancelled(conversation).await });
        Ok(response)
    }

    /// Who comes, if he may come at all.
    async fn admit(&self, peer: &Peer, headers: &HeaderMap) -> Result<Caller, Fault> {
        let caller = self.security.identify(peer, headers, "/pts").await?;
        self.security.count(&caller, "/pts")?;
        Ok(caller)
    }

    /// Hands the gateway a request of this caller.
    pub(crate) fn ask(&self, caller: Caller, envelope: Envelope) -> Result<Exchange, Fault> {
        self.security.permit(&caller, &envelope)?;
        if self.shutdown.is_cancelled() && !matches!(envelope.request, Asked::GetEvents(_)) {
            return Err(Fault::Stopping);
        }
        let (request, subject) = (envelope.request.row().name, subject(&envelope.request));
        let principal = caller.principal.as_ref().map(|principal| Arc::clone(&principal.name));
        let begun = Instant::now();
        match self.inputs.ask(principal, envelope) {
            Ok(waiting) => Ok(Exchange { caller, request, subject, begun, waiting }),
            Err(unanswered) => Err(self.unanswered(request, unanswered)),
        }
    }

    fn unanswered(&self, request: &'static str, why: Unanswered) -> Fault {
        self.metrics.unanswered(request);
        match why {
            Unanswered::Busy => Fault::Busy,
            Unanswered::Dropped if self.shutdown.is_cancelled() => Fault::Stopping,
            Unanswered::Dropped => Fault::Failed,
        }
    }

    /// A file for browsers. Pages of every origin may load the library; what they may do is decided
    /// when they call.
    fn asset(&self, request: &Request<()>) -> Result<Response, Fault> {
        assets::answer(&self.security.settings().config, self.security.actions.as_ref(), request)
    }

    fn ready(&self) -> Result<Response, Fault> {
        match self.inputs.readiness() {
            Readiness::Ready if !self.shutdown.is_cancelled() => Ok(text(StatusCode::OK, "ready")),
            Readiness::Ready | Readiness::Draining | Readiness::Drained => Err(Fault::Stopping),
            Readiness::Starting => Err(Fault::Starting),
            Readiness::LinkDown => Err(Fault::LinkDown),
        }
    }
}

/// What became of a request that has been read.
enum Received {
    /// It is answered.
    Done(Response),
    /// The gateway has been asked; a page of this origin may read the reply.
    Asked { exchange: Exchange, origin: Origin },
}

/// A request that the gateway has been handed.
pub(crate) struct Exchange {
    caller: Caller,
    request: &'static str,
    /// What the audit log says of it.
    subject: Option<String>,
    begun: Instant,
    waiting: Waiting,
}

impl Exchange {
    /// Waits for the reply, which comes once.
    pub(crate) async fn reply(&mut self, face: &Face) -> Result<Reply, Fault> {
        let reply = self.waiting.reply().await;
        let reply = reply.map_err(|why| face.unanswered(self.request, why))?;
        face.metrics.replied(&reply, self.begun.elapsed());
        face.security.replied(&self.caller, self.subject.as_deref(), &reply);
        Ok(reply)
    }
}

/// The answer that a reply is.
fn document(caller: &Caller, reply: &Reply) -> Response {
    let mut document = Vec::new();
    write_reply(reply, &mut document);
    let code = reply.answer.refusal().map(|refusal| refusal.code);
    // Who has no session cannot be told that the link is up again.
    if reply.request == BEGIN && code == Some(Code::LinkDown) {
        return come_again(xml(StatusCode::SERVICE_UNAVAILABLE, document));
    }
    xml(status(caller, code), document)
}

/// The status of a reply: where users are asked who they are, denials show in it.
fn status(caller: &Caller, code: Option<Code>) -> StatusCode {
    let code = code.filter(|_| caller.principal.is_some());
    if code == Some(Code::Forbidden) {
        StatusCode::FORBIDDEN
    } else if code == Some(Code::NoSession) {
        StatusCode::GONE
    } else {
        StatusCode::OK
    }
}

/// What the audit log says of a request that begins or ends something.
fn subject(request: &Asked) -> Option<String> {
    if let Asked::ClientInitialize(begin) = request {
        return Some(format!("device {}", begin.dn));
    }
    if let Asked::AgentInitialize(log_on) = request {
        return Some(format!("agent {}", log_on.agent));
    }
    let ends = matches!(request, Asked::ClientUninitialize(_) | Asked::AgentUninitialize(_));
    ends.then(String::new)
}

fn watched(
    method: &Method,
    answer: impl FnOnce() -> Result<Response, Fault>,
) -> Result<Response, Fault> {
    let may_look = method == Method::GET || method == Method::HEAD;
    if may_look { answer() } else { Err(Fault::Method("GET, HEAD")) }
}

/// The request that begins a session.
const BEGIN: &str = "CTICLIENTINITIALIZE";
