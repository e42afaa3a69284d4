//! A request of the control interface, checked, carried out and answered.

use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::{
    HeaderMap, Request, Response, StatusCode,
    body::Incoming,
    header::{self, HeaderValue},
};
use serde::Serialize;
use serde_json::Value;
use tokio::{sync::oneshot, time::timeout};
use tserver_sim_control::{Operation, Problem, limits as control_limits, openapi};

use super::{Desk, live};
use crate::{limits, site::Input};

/// An answer whose whole body is known.
pub(super) type Answer = Response<Full<Bytes>>;

/// Answers a request, whatever it is.
pub(super) async fn answer(mut request: Request<Incoming>, desk: &Arc<Desk>) -> Answer {
    match carry_out(&mut request, desk).await {
        Ok(answer) => answer,
        Err(problem) => refusal(&problem),
    }
}

async fn carry_out(request: &mut Request<Incoming>, desk: &Arc<Desk>) -> Result<Answer, Problem> {
    check_caller(request.headers(), desk)?;
    let body = read_body(request).await?;
    let (path, query) = (request.uri().path(), request.uri().query().unwrap_or_default());
    match Operation::read(request.method().as_str(), path, query, &body)? {
        Operation::Subscribe => live::subscribe(request, desk).await,
        Operation::Describe => Ok(respond(StatusCode::OK, JSON, &openapi::document())),
        operation @ (Operation::Look(_)
        | Operation::Act(_)
        | Operation::Clock
        | Operation::Time(_)
        | Operation::World
        | Operation::Log { .. }
        | Operation::Trace { .. }) => {
            let value = ask(desk, operation).await?;
            Ok(respond(StatusCode::OK, JSON, &value))
        }
    }
}

async fn ask(desk: &Desk, operation: Operation) -> Result<Value, Problem> {
    let (answer, answered) = oneshot::channel();
    let sent = desk.inputs.send(Input::Control { operation, answer }).await;
    let gone = || Problem::new(503, "Stopping", "the site has ended");
    sent.map_err(|_closed| gone())?;
    answered.await.map_err(|_closed| gone())?
}

/// Refuses whoever has no business here.
fn check_caller(headers: &HeaderMap, desk: &Desk) -> Result<(), Problem> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    let Some(host) = host.filter(|_| hosts.next().is_none()) else {
        return Err(Problem::malformed("there must be one Host"));
    };
    if !desk.is_host(host) {
        let detail = format!("this is not {host}; use the address that tserver-sim has printed");
        return Err(Problem::new(421, "ForeignHost", detail));
    }
    // A page in a browser says where it comes from; only one of this very host may go on.
    if let Some(origin) = headers.get(header::ORIGIN) {
        let own = origin.to_str().ok().and_then(|origin| origin.split_once("://"));
        if own.is_none_or(|(_, origin_host)| origin_host != host) {
            let detail = "pages of another origin may not use this interface";
            return Err(Problem::new(403, "ForeignOrigin", detail));
        }
    }
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let bearer = bearer.and_then(|value| value.strip_prefix("Bearer "));
    if !desk.admits(bearer) {
        let detail = "send the token: Authorization: Bearer TOKEN";
        return Err(Problem::new(401, "Unauthorized", detail));
    }
    Ok(())
}

async fn read_body(request: &mut Request<Incoming>) -> Result<Bytes, Problem> {
    let is_json = request.headers().get(header::CONTENT_TYPE).is_some_and(|value| {
        let essence = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
        essence.trim().eq_ignore_ascii_case("application/json")
    });
    if request.method() == hyper::Method::POST && !is_json {
        return Err(Problem::new(415, "ContentType", "send Content-Type: application/json"));
    }
    let body = Limited::new(request.body_mut(), control_limits::BODY_BYTES);
    match timeout(limits::BODY_LIMIT, body.collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(_broken_or_long)) => {
            let most = control_limits::BODY_BYTES;
            Err(Problem::new(413, "TooLong", format!("a body has at most {most} bytes")))
        }
        Err(_elapsed) => Err(Problem::new(408, "Slow", "the body did not come in time")),
    }
}

fn refusal(problem: &Problem) -> Answer {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::BAD_REQUEST);
    let mut answer = respond(status, "application/problem+json", problem);
    if status == StatusCode::UNAUTHORIZED {
        let bearer = HeaderValue::from_static("Bearer");
        answer.headers_mut().insert(header::WWW_AUTHENTICATE, bearer);
    }
    answer
}

fn respond(status: StatusCode, content_type: &'static str, value: &impl Serialize) -> Answer {
    // Values made of our own types always become JSON.
    let mut body = serde_json::to_vec(value).unwrap_or_default();
    body.push(b'\n');
    let mut answer = Response::new(Full::new(Bytes::from(body)));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    answer
}

const JSON: &str = "application/json";
