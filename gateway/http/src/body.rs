//! Bodies of bounded size that come in bounded time.

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use hyper::{
    HeaderMap,
    body::{Body as _, Frame, Incoming},
    header,
};
use tokio::time::timeout;

use crate::{config::HttpConfig, fault::Fault, limits};

/// Refuses a body that does not say it is an XML document in UTF-8, or that is compressed.
///
/// Neither type is one that a plain form can send, so a page of another origin has to ask first.
pub(crate) fn check_content_type(headers: &HeaderMap) -> Result<(), Fault> {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let is_xml = match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().is_ok_and(is_xml_in_utf8),
        (None | Some(_), _) => false,
    };
    let is_plain = !headers.contains_key(header::CONTENT_ENCODING);
    if is_xml && is_plain { Ok(()) } else { Err(Fault::ContentType) }
}

/// Whether the client waits for a word before it sends the body (RFC 9110, section 10.1.1).
pub(crate) fn is_held_back(headers: &HeaderMap) -> bool {
    headers.contains_key(header::EXPECT)
}

/// Reads the whole body, or says why not. One that is held back and too long is not asked for.
pub(crate) async fn read(
    config: &HttpConfig,
    mut body: Incoming,
    held_back: bool,
) -> Result<Bytes, Fault> {
    if held_back && announced(&body) > config.max_body {
        return Err(Fault::TooLong { max_bytes: config.max_body });
    }
    let slow = Fault::Slow { limit: config.body_timeout };
    timeout(config.body_timeout, collect(&mut body, config.max_body)).await.unwrap_or(Err(slow))
}

async fn collect(body: &mut Incoming, max: usize) -> Result<Bytes, Fault> {
    let announced = announced(body);
    if announced > max {
        discard(body, announced).await?;
        return Err(Fault::TooLong { max_bytes: max });
    }
    // A body mostly comes in one piece, and then it is not copied.
    let first = next(body).await?.unwrap_or_default();
    if first.len() > max {
        return Err(Fault::TooLong { max_bytes: max });
    }
    let Some(second) = next(body).await? else { return Ok(first) };
    let mut whole = BytesMut::from(first);
    let mut piece = second;
    loop {
        if whole.len() + piece.len() > max {
            discard(body, 0).await?;
            return Err(Fault::TooLong { max_bytes: max });
        }
        whole.extend_from_slice(&piece);
        match next(body).await? {
            Some(more) => piece = more,
            None => return Ok(whole.freeze()),
        }
    }
}

/// Reads and forgets the rest of a body that is refused: closing a connection with unread bytes
/// would reset it, and the sender might never see the answer.
async fn discard(body: &mut Incoming, announced: usize) -> Result<(), Fault> {
    let mut seen = 0;
    while announced.max(seen) <= limits::MAX_DISCARD {
        match next(body).await? {
            Some(piece) => seen += piece.len(),
            None => break,
        }
    }
    Ok(())
}

/// Reads and forgets a body that nobody asked for, so that its sender sees the answer.
///
/// Over HTTP/2 an unread body is answered with a reset behind the answer, which some clients take for
/// a failure.
pub(crate) async fn forget(config: &HttpConfig, mut body: Incoming) {
    let announced = announced(&body);
    // Whatever goes wrong with it: nobody waits for it.
    let _forgotten = timeout(config.body_timeout, discard(&mut body, announced)).await;
}

fn announced(body: &Incoming) -> usize {
    usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX)
}

async fn next(body: &mut Incoming) -> Result<Option<Bytes>, Fault> {
    while let Some(frame) = body.frame().await {
        match frame.map(Frame::into_data) {
            Ok(Ok(data)) => return Ok(Some(data)),
            Ok(Err(_trailers)) => {}
            Err(error) => {
                tracing::debug!(%error, "a body broke off");
                return Err(Fault::Broken);
            }
        }
    }
    Ok(None)
}

fn is_xml_in_utf8(content_type: &str) -> bool {
    let (essence, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
    let essence = essence.trim();
    let is_xml =
        ["application/xml", "text/xml"].iter().any(|xml| essence.eq_ignore_ascii_case(xml));
    let mut charsets = parameters.split(';').filter_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    });
    is_xml && charsets.all(|charset| charset.eq_ignore_ascii_case("utf-8"))
}
