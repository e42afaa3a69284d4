//! Answers whose whole body is known, with the headers that every one carries.

use bytes::Bytes;
use http_body_util::Full;
use hyper::{
    StatusCode,
    header::{self, HeaderName, HeaderValue},
};

use crate::limits;

/// An answer to a client.
pub(crate) type Response = hyper::Response<Full<Bytes>>;

/// An XML document.
pub(crate) fn xml(status: StatusCode, document: Vec<u8>) -> Response {
    respond(status, "application/xml; charset=utf-8", Bytes::from(document))
}

/// Metrics, in the form that they are written in.
pub(crate) fn metrics(text: String) -> Response {
    let form = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    respond(StatusCode::OK, form, Bytes::from(text))
}

/// A file that browsers load.
pub(crate) fn file(content_type: &'static str, content: Bytes) -> Response {
    respond(StatusCode::OK, content_type, content)
}

/// A sentence for people.
pub(crate) fn text(status: StatusCode, sentence: impl Into<String>) -> Response {
    let mut sentence = sentence.into();
    sentence.push('\n');
    respond(status, "text/plain; charset=utf-8", Bytes::from(sentence))
}

/// The same answer, with when to ask again.
pub(crate) fn come_again(response: Response) -> Response {
    let seconds = HeaderValue::from(limits::RETRY_AFTER_SECONDS);
    with_header(response, header::RETRY_AFTER, seconds)
}

/// An answer without a body.
pub(crate) fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    response
}

/// Adds a header.
pub(crate) fn with_header(
    mut response: Response,
    name: HeaderName,
    value: HeaderValue,
) -> Response {
    response.headers_mut().insert(name, value);
    response
}

fn respond(status: StatusCode, content_type: &'static str, body: Bytes) -> Response {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
