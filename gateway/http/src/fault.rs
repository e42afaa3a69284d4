//! What can be wrong with a request before the gateway sees it: status, sentence and remedy.

use std::time::Duration;

use gateway_core::{
    refusal::{Code, Refusal},
    reply::{Answer, Reply},
};
use gateway_xml::write_reply;
use hyper::{
    StatusCode,
    header::{self, HeaderName, HeaderValue},
};

use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use crate::{
    limits,
    response::{Response, text, with_header, xml},
};

/// Why a request gets no reply of the gateway's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    NoHost,
    TwoHosts,
    /// `Host` names something that is not served here.
    ForeignHost,
    /// A page that is not listed calls.
    ForeignOrigin,
    /// Who comes shows nothing, or something wrong; this is what he can show.
    Unknown(&'static str),
    /// He may not do that; the reply says what.
    Forbidden(Box<Reply>),
    /// Metrics are for operators.
    NoOperator,
    /// He comes too often.
    TooOften {
        seconds: u64,
    },
    /// The upgrade asked for is none to a WebSocket of version 13.
    NoWebSocket,
    NoSuchPath,
    /// The path takes these methods only.
    Method(&'static str),
    ContentType,
    TooLong {
        max_bytes: usize,
    },
    /// The body broke off, or its framing is wrong.
    Broken,
    Slow {
        limit: Duration,
    },
    /// The body is no request; the document says where and why.
    Malformed(Vec<u8>),
    /// As many requests wait as may.
    Busy,
    /// The link has not been up yet.
    Starting,
    LinkDown,
    Stopping,
    /// The gateway failed on this one request.
    Failed,
}

impl Fault {
    /// The answer that tells of it.
    pub(crate) fn response(self) -> Response {
        let (status, sentence) = self.sentence();
        let header = self.header();
        let response = match self {
            Self::Malformed(document) => xml(status, document),
            Self::Forbidden(reply) => {
                let mut document = Vec::new();
                write_reply(&reply, &mut document);
                xml(status, document)
            }
            Self::TooLong { max_bytes } => text(status, format!("{sentence} {max_bytes} bytes")),
            Self::Slow { limit } => text(status, format!("{sentence} {limit:?}")),
            Self::Method(allowed) => text(status, format!("{sentence} {allowed}")),
            Self::NoHost
            | Self::TwoHosts
            | Self::ForeignHost
            | Self::ForeignOrigin
            | Self::Unknown(_)
            | Self::NoOperator
            | Self::TooOften { .. }
            | Self::NoWebSocket
            | Self::NoSuchPath
            | Self::ContentType
            | Self::Broken
            | Self::Busy
            | Self::Starting
            | Self::LinkDown
            | Self::Stopping
            | Self::Failed => text(status, sentence),
        };
        match header {
            Some((name, value)) => with_header(response, name, value),
            None => response,
        }
    }

    /// The reply that tells of it where there is no status; or the fault itself, if a conversation
    /// cannot go on after it.
    pub(crate) fn reply(
        self,
        request: &'static str,
        reference: Option<String>,
    ) -> Result<Reply, Self> {
        if let Self::Forbidden(reply) = self {
            return Ok(*reply);
        }
        if self != Self::Busy {
            return Err(self);
        }
        let answer = Answer::Refused(Refusal::new(Code::Overload));
        Ok(Reply { request, reference: reference.map(Into::into), answer })
    }

    /// How a `WebSocket` ends because of it.
    pub(crate) fn close_code(&self) -> CloseCode {
        let (status, _) = self.sentence();
        match status {
            _ if *self == Self::Stopping => CloseCode::Away,
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => CloseCode::Again,
            StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => CloseCode::Policy,
            _ => CloseCode::Error,
        }
    }

    fn sentence(&self) -> (StatusCode, &'static str) {
        match self {
            Self::NoHost => (StatusCode::BAD_REQUEST, "no Host header; send one"),
            Self::TwoHosts => (StatusCode::BAD_REQUEST, "more than one Host header; send one"),
            Self::ForeignHost => (
                StatusCode::MISDIRECTED_REQUEST,
                "this host name is not served here; list it in [http] allowed_hosts",
            ),
            Self::ForeignOrigin => (
                StatusCode::FORBIDDEN,
                "pages of this origin may not call; list it in [http] allowed_origins",
            ),
            Self::Unknown(_) => (
                StatusCode::UNAUTHORIZED,
                "who are you? send an Authorization header with a password or a token that holds",
            ),
            Self::Forbidden(_) => (StatusCode::FORBIDDEN, ""),
            Self::NoOperator => (StatusCode::FORBIDDEN, "the role operator is needed for metrics"),
            Self::TooOften { .. } => {
                (StatusCode::TOO_MANY_REQUESTS, "you come too often; come again later")
            }
            Self::NoWebSocket => (
                StatusCode::BAD_REQUEST,
                "a WebSocket needs Sec-WebSocket-Version: 13 and a Sec-WebSocket-Key",
            ),
            Self::NoSuchPath => {
                (StatusCode::NOT_FOUND, "there is nothing here; requests go to POST /pts")
            }
            Self::Method(_) => (StatusCode::METHOD_NOT_ALLOWED, "this path takes only"),
            Self::ContentType => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "send one XML document in UTF-8, not compressed, with Content-Type: application/xml",
            ),
            Self::TooLong { .. } => {
                (StatusCode::PAYLOAD_TOO_LARGE, "the body is too long; it may have at most")
            }
            Self::Broken => {
                (StatusCode::BAD_REQUEST, "the body broke off or is badly framed; send it whole")
            }
            Self::Slow { .. } => {
                (StatusCode::REQUEST_TIMEOUT, "the body came too slowly; it may take at most")
            }
            Self::Malformed(_) => (StatusCode::BAD_REQUEST, ""),
            Self::Busy => {
                (StatusCode::SERVICE_UNAVAILABLE, "as many requests wait as may; come again")
            }
            Self::Starting => (
                StatusCode::SERVICE_UNAVAILABLE,
                "starting: the link to the middleware has not been up yet",
            ),
            Self::LinkDown => {
                (StatusCode::SERVICE_UNAVAILABLE, "the link to the middleware is down")
            }
            Self::Stopping => {
                (StatusCode::SERVICE_UNAVAILABLE, "the gateway is stopping; come again")
            }
            Self::Failed => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "the gateway failed on this request; its log says why",
            ),
        }
    }

    /// What the client's software needs beside the sentence.
    fn header(&self) -> Option<(HeaderName, HeaderValue)> {
        match self {
            Self::Busy | Self::Starting | Self::LinkDown | Self::Stopping => {
                Some((header::RETRY_AFTER, HeaderValue::from(limits::RETRY_AFTER_SECONDS)))
            }
            Self::TooOften { seconds } => Some((header::RETRY_AFTER, HeaderValue::from(*seconds))),
            Self::Unknown(schemes) => {
                Some((header::WWW_AUTHENTICATE, HeaderValue::from_static(schemes)))
            }
            Self::Method(allowed) => Some((header::ALLOW, HeaderValue::from_static(allowed))),
            // The rest of the body is still on its way, so the connection cannot go on.
            Self::TooLong { .. } | Self::Broken | Self::Slow { .. } => {
                Some((header::CONNECTION, HeaderValue::from_static("close")))
            }
            Self::NoHost
            | Self::TwoHosts
            | Self::ForeignHost
            | Self::ForeignOrigin
            | Self::Forbidden(_)
            | Self::NoOperator
            | Self::NoWebSocket
            | Self::NoSuchPath
            | Self::ContentType
            | Self::Malformed(_)
            | Self::Failed => None,
        }
    }
}
