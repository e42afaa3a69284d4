//! The files that browsers load: the client library, and the agent desktop if it is switched on.
//!
//! They are part of the program, so that page and gateway always fit each other. Every answer has
//! an `ETag` and must be asked for again (`no-cache`): a page is never older than its gateway.

mod actions;
mod service;

use bytes::Bytes;
use hyper::{
    HeaderMap, Method, Request, StatusCode, Uri,
    header::{self, HeaderName, HeaderValue},
};

pub(crate) use self::actions::Actions;
use crate::{
    config::HttpConfig,
    fault::Fault,
    response::{Response, empty, file, with_header},
};

/// The file at the path, or why there is none.
pub(crate) fn answer(
    config: &HttpConfig,
    actions: Option<&Actions>,
    request: &Request<()>,
) -> Result<Response, Fault> {
    let (method, uri, headers) = (request.method(), request.uri(), request.headers());
    let asset = find(config, actions, uri.path()).ok_or(Fault::NoSuchPath)?;
    if method != Method::GET && method != Method::HEAD {
        return Err(Fault::Method("GET, HEAD"));
    }
    let Asset { content_type, content, scope } = match asset {
        Found::Asset(asset) => asset,
        Found::Folder => return Ok(moved(uri)),
    };
    let tag = tag(&content);
    let response = if is_known(headers, &tag) {
        empty(StatusCode::NOT_MODIFIED)
    } else {
        file(content_type, content)
    };
    let response = with_header(response, header::CACHE_CONTROL, NO_CACHE);
    let response = match HeaderValue::from_str(&tag) {
        Ok(tag) => with_header(response, header::ETAG, tag),
        Err(_) => response,
    };
    Ok(match scope {
        Scope::Library => {
            let response = with_header(response, header::ACCESS_CONTROL_ALLOW_ORIGIN, EVERY_ORIGIN);
            with_header(response, CROSS_ORIGIN_RESOURCE_POLICY, CROSS_ORIGIN)
        }
        Scope::Page => page(config, response),
        Scope::Own => response,
    })
}

/// What stands at a path.
enum Found {
    Asset(Asset),
    /// A folder without the slash at its end.
    Folder,
}

struct Asset {
    content_type: &'static str,
    content: Bytes,
    scope: Scope,
}

/// Who may use a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// Pages of every origin: it holds nothing that is secret.
    Library,
    /// It is itself a page.
    Page,
    /// Pages of the gateway's own origin.
    Own,
}

fn find(config: &HttpConfig, actions: Option<&Actions>, path: &str) -> Option<Found> {
    if path == "/ptc/v1/service.json" {
        let content = Bytes::from(service::describe(config));
        return Some(Found::Asset(Asset { content_type: JSON, content, scope: Scope::Own }));
    }
    if path.starts_with("/desktop") && !config.desktop {
        return None;
    }
    if path == "/desktop" {
        return Some(Found::Folder);
    }
    if path == "/desktop/actions.json" {
        let content = actions.map_or(Bytes::from_static(b"null"), Actions::current);
        return Some(Found::Asset(Asset { content_type: JSON, content, scope: Scope::Own }));
    }
    let (_, content) = FILES.iter().find(|(known, _)| *known == path)?;
    let extension = path.rsplit_once('.').map_or("html", |(_, extension)| extension);
    let content_type = match extension {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "html" => "text/html; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    };
    let scope = match extension {
        "html" => Scope::Page,
        _ if path.starts_with("/ptc/") => Scope::Library,
        _ => Scope::Own,
    };
    Some(Found::Asset(Asset { content_type, content: Bytes::from_static(content), scope }))
}

fn moved(uri: &Uri) -> Response {
    let query = uri.query().map_or_else(String::new, |query| format!("?{query}"));
    let response = empty(StatusCode::PERMANENT_REDIRECT);
    match HeaderValue::from_str(&format!("/desktop/{query}")) {
        Ok(to) => with_header(response, header::LOCATION, to),
        Err(_) => response,
    }
}

/// Lets a page load what is the gateway's own, run no text as code, and be framed by listed pages only.
fn page(config: &HttpConfig, response: Response) -> Response {
    let origins = config.allowed_origins.iter().filter(|origin| *origin != "null");
    let ancestors: String = origins.map(|origin| format!(" {origin}")).collect();
    let policy = format!("{POLICY}; frame-ancestors 'self'{ancestors}");
    let response = match HeaderValue::from_str(&policy) {
        Ok(policy) => with_header(response, header::CONTENT_SECURITY_POLICY, policy),
        Err(_) => response,
    };
    with_header(response, header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"))
}

fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter();
    known
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .any(|known| known.trim().trim_start_matches("W/") == tag || known.trim() == "*")
}

/// The content's fingerprint (64-bit FNV-1a), as an entity tag.
fn tag(content: &[u8]) -> String {
    let hash = content.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("\"{hash:016x}\"")
}

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'none'; \
    base-uri 'none'; require-trusted-types-for 'script'";
const NO_CACHE: HeaderValue = HeaderValue::from_static("no-cache");
const EVERY_ORIGIN: HeaderValue = HeaderValue::from_static("*");
const CROSS_ORIGIN: HeaderValue = HeaderValue::from_static("cross-origin");
const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName =
    HeaderName::from_static("cross-origin-resource-policy");
const JSON: &str = "application/json";

/// Gives the table of files: their paths, and their content from the folder `gateway/ptc`.
macro_rules! files {
    ($($path:literal: $file:literal;)+) => {
        const FILES: &[(&str, &[u8])] =
            &[$(($path, include_bytes!(concat!("../../ptc/", $file)))),+];
    };
}

files! {
    "/ptc/v1/ptc.js": "ptc.js";
    "/ptc/v1/ptc.d.ts": "ptc.d.ts";
    "/ptc/v1/actions.js": "actions.js";
    "/ptc/v1/actions.d.ts": "actions.d.ts";
    "/ptc/v1/bridge.js": "bridge.js";
    "/ptc/v1/bridge.d.ts": "bridge.d.ts";
    "/ptc/v1/frame.html": "frame.html";
    "/ptc/v1/frame.js": "frame.js";
    "/desktop/": "desktop/index.html";
    "/desktop/desktop.css": "desktop/desktop.css";
    "/desktop/desktop.js": "desktop/desktop.js";
    "/desktop/agent.js": "desktop/agent.js";
    "/desktop/calls.js": "desktop/calls.js";
    "/desktop/element.js": "desktop/element.js";
    "/desktop/figures.js": "desktop/figures.js";
    "/desktop/history.js": "desktop/history.js";
    "/desktop/logon.js": "desktop/logon.js";
    "/desktop/record.js": "desktop/record.js";
    "/desktop/settings.js": "desktop/settings.js";
    "/desktop/words.js": "desktop/words.js";
    "/desktop/icon.svg": "desktop/icon.svg";
    "/desktop/crm.html": "desktop/crm.html";
    "/desktop/crm.css": "desktop/crm.css";
    "/desktop/crm.js": "desktop/crm.js";
    "/desktop/host.html": "desktop/host.html";
    "/desktop/host.css": "desktop/host.css";
    "/desktop/host.js": "desktop/host.js";
}
