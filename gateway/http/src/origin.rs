//! Who may call: the `Host` that was meant, and the origin of the page that calls.
//!
//! A page of another origin can make a browser send requests here. Three things keep it out: its
//! `Origin` has to be listed, the content types taken are none that a plain form can send, and a
//! list of hosts defeats names that were re-bound to this address.

use std::net::IpAddr;

use hyper::{
    HeaderMap, Request, StatusCode, Version,
    header::{self, HeaderName, HeaderValue},
    http::uri::Authority,
};

use crate::{
    config::HttpConfig,
    fault::Fault,
    limits,
    response::{Response, empty, with_header},
};

/// The host that the request means; refuses a request without exactly one, or with one that is not
/// served.
pub(crate) fn host<B>(config: &HttpConfig, request: &Request<B>) -> Result<String, Fault> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let host = match (hosts.next(), hosts.next()) {
        (Some(host), None) => Some(host.to_str().map_err(|_not_text| Fault::ForeignHost)?),
        (Some(_), Some(_)) => return Err(Fault::TwoHosts),
        (None, _) => None,
    };
    let authority = request.uri().authority().map(Authority::as_str);
    let host = match (host, authority) {
        (Some(host), Some(authority)) if !host.eq_ignore_ascii_case(authority) => {
            return Err(Fault::TwoHosts);
        }
        (Some(host), _) => host,
        // HTTP/2 has it in front of the headers.
        (None, Some(authority)) if request.version() == Version::HTTP_2 => authority,
        (None, _) => return Err(Fault::NoHost),
    };
    let is_host = |allowed: &String| allowed.eq_ignore_ascii_case(host);
    let is_served = if config.allowed_hosts.is_empty() {
        !config.on_loopback || is_this_machine(host)
    } else {
        config.allowed_hosts.iter().any(is_host)
    };
    is_served.then(|| host.to_owned()).ok_or(Fault::ForeignHost)
}

/// Whether it is a name that no other machine can have (RFC 6761, section 6.3), or a loopback address.
fn is_this_machine(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host().to_ascii_lowercase();
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let is_local = name == "localhost" || name.ends_with(".localhost");
    is_local || address.is_ok_and(|address| address.is_loopback())
}

/// Where the page that calls comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// No browser, or a page of the gateway's own origin.
    Own,
    /// A page of another origin that the configuration lists.
    Listed(HeaderValue),
    Foreign,
}

impl Origin {
    /// Reads the `Origin` header against the host and the list.
    pub(crate) fn of(config: &HttpConfig, headers: &HeaderMap, host: &str) -> Self {
        let mut origins = headers.get_all(header::ORIGIN).iter();
        let origin = match (origins.next(), origins.next()) {
            (None, _) => return Self::Own,
            (Some(origin), None) => origin,
            (Some(_), Some(_)) => return Self::Foreign,
        };
        let listed = |allowed: &String| allowed.as_bytes() == origin.as_bytes();
        if config.allowed_origins.iter().any(listed) {
            return Self::Listed(origin.clone());
        }
        // Either scheme: what stands in front may have ended the TLS.
        let scheme_less = |scheme: &[u8]| origin.as_bytes().strip_prefix(scheme);
        let authority = scheme_less(b"http://").or_else(|| scheme_less(b"https://"));
        let own = authority == Some(host.as_bytes());
        if own { Self::Own } else { Self::Foreign }
    }

    /// Lets a listed page read the answer.
    pub(crate) fn admit(&self, response: Response) -> Response {
        let Self::Listed(origin) = self else { return response };
        let response = with_header(response, header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        let response = with_header(
            response,
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("retry-after"),
        );
        with_header(response, header::VARY, HeaderValue::from_static("origin"))
    }

    /// The answer to a browser that asks before it sends.
    pub(crate) fn preflight(&self) -> Response {
        let mut response = empty(StatusCode::NO_CONTENT);
        for (name, value) in PREFLIGHT {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        let max_age = HeaderValue::from(limits::PREFLIGHT_MAX_AGE_SECONDS);
        self.admit(with_header(response, header::ACCESS_CONTROL_MAX_AGE, max_age))
    }
}

const PREFLIGHT: [(HeaderName, &str); 3] = [
    (header::ALLOW, "POST, OPTIONS"),
    (header::ACCESS_CONTROL_ALLOW_METHODS, "POST"),
    (header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type, authorization"),
];
