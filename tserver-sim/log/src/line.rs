//! What a single line of a log is: the beginning of a message, a part of its body, or another line.

use nom::{
    IResult, Parser as _,
    branch::alt,
    bytes::complete::{is_not, tag, take_while_m_n, take_while1},
    character::complete::{char, digit1, hex_digit1, space0, space1},
    combinator::{all_consuming, map_res, opt, recognize, rest},
    sequence::{delimited, preceded},
};

use crate::stamp::Stamp;

/// The beginning of a message, as its line or lines tell it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    pub stamp: Option<Stamp>,
    /// The message's name.
    pub name: String,
    /// Its number, where the line has one.
    pub number: Option<u16>,
    pub direction: Direction,
    /// The function of the server that wrote the line, e.g. `distribute_event`.
    pub function: Option<String>,
    /// Who sent it, or gets it.
    pub peer: Option<Peer>,
}

/// Which way a message went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// The line does not say, and the name is neither a request's nor an event's.
    #[default]
    Unsaid,
    /// From a client to the T-Server.
    Request,
    /// From the T-Server to clients.
    Event,
    /// Between T-Servers: to the backup, or to another site.
    BetweenServers,
}

/// The other end, as the line names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Peer {
    /// The number of the connection at the server.
    pub socket: Option<u32>,
    /// The client's number at the server.
    pub client: Option<u32>,
    /// The name of the application.
    pub application: String,
    /// Address and port.
    pub address: Option<String>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Line<'a> {
    Blank,
    /// A message begins; `bare`: nothing but the name stands here, the line before says the rest.
    Begins {
        header: Header,
        bare: bool,
    },
    /// A standard line that names a message; its body may follow, or nothing.
    Mentions {
        header: Header,
        notice: Notice,
    },
    /// `AttributeNAME VALUE`.
    Attribute {
        name: &'a str,
        value: &'a str,
    },
    /// `'key' VALUE`, so many columns from the left.
    Pair {
        indent: usize,
        text: &'a str,
    },
    /// Words that stand between head and body, or group attributes: no content of their own.
    Framing,
    /// Anything else.
    Other(Notice),
}

/// A line that is no part of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    pub stamp: Option<Stamp>,
    /// `Std`, `Int`, `Trc` or `Dbg`; empty where the line has none.
    pub level: String,
    /// The number of the standard message; none where the line has none.
    pub id: Option<u32>,
    pub text: String,
}

/// Looks at one line.
pub(crate) fn read(line: &str) -> Line<'_> {
    let trimmed = line.trim_end();
    let body = trimmed.trim_start();
    if body.is_empty() {
        return Line::Blank;
    }
    let indented = trimmed.len() != body.len();
    if let Ok((_, (name, value))) = attribute(body) {
        return Line::Attribute { name, value };
    }
    if body == "message attributes:" || (indented && is_grouping(body)) {
        return Line::Framing;
    }
    if indented && body.starts_with(['\'', '"']) {
        return Line::Pair { indent: width(trimmed, body), text: body };
    }
    if indented {
        return Line::Other(Notice { text: body.to_owned(), ..Notice::default() });
    }
    head(trimmed)
}

/// A line at the left edge.
fn head(line: &str) -> Line<'_> {
    let (text, stamp) = match Stamp::read(line) {
        Some((rest, stamp, _)) => (rest.trim_start(), Some(stamp)),
        None => (line, None),
    };
    let (level, id, text) = match standard(text) {
        Ok((text, (level, id))) => (level, Some(id), text),
        Err(_) => ("", None, text),
    };
    let notice = || Notice { stamp, level: level.to_owned(), id, text: text.to_owned() };
    if let Some((before, name)) = named(text) {
        let header = Header { stamp, ..header(before, name) };
        return Line::Begins { header, bare: matches!(before, "" | ":") && stamp.is_none() };
    }
    if let Ok((_, (before, name, number))) = numbered(text) {
        let header = Header { stamp, number: Some(number), ..header(before, name) };
        return Line::Begins { header, bare: false };
    }
    if id.is_some_and(|id| MENTIONS.contains(&id))
        && let Some((name, about)) = mentioned(text)
    {
        let header = Header { stamp, ..header(about, name) };
        return Line::Mentions { header, notice: notice() };
    }
    Line::Other(notice())
}

/// `Trc 04541 `
fn standard(input: &str) -> IResult<&str, (&str, u32)> {
    let level = alt((tag("Std"), tag("Int"), tag("Trc"), tag("Dbg"), tag("Alr")));
    let id = map_res(take_while_m_n(5, 5, |c: char| c.is_ascii_digit()), str::parse);
    let (input, (level, _, id, _)) = (level, space1, id, space0).parse(input)?;
    Ok((input, (level, id)))
}

/// `… message NAME` at the end of a line, and what stands before it.
fn named(text: &str) -> Option<(&str, &str)> {
    let (before, name) = text.rsplit_once(char::is_whitespace).unwrap_or(("", text));
    let before = before.trim_end().strip_suffix("message")?;
    let leads = before.is_empty()
        || before.trim_end().ends_with([':', ')'])
        || WAYS.iter().any(|way| before.contains(way));
    let apart = before.is_empty() || before.ends_with([' ', '\t', ':']);
    (leads && apart && is_name(name)).then(|| (before.trim_end(), name))
}

/// `… 'NAME' ('30') attributes:` in its variants: of client libraries for other platforms.
fn numbered(text: &str) -> IResult<&str, (&str, &str, u16)> {
    let before = opt(is_not("'"));
    let name = delimited(char('\''), take_while1(|c: char| c.is_ascii_alphanumeric()), char('\''));
    let digits = map_res(digit1, str::parse::<u16>);
    let number = delimited((tag("("), opt(char('\''))), digits, (opt(char('\'')), char(')')));
    let after = (space0, opt(alt((tag("message attributes:"), tag("attributes:")))), space0);
    let (text, (before, name, _, number, _)) =
        all_consuming((before, name, space0, number, after)).parse(text)?;
    Ok((text, (before.unwrap_or_default(), name, number)))
}

/// The message that a standard line is about, and the words about it.
fn mentioned(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix("Interaction message ").unwrap_or(text);
    let text = text.strip_prefix("Message ").unwrap_or(text);
    let (name, about) = text.split_once(' ')?;
    let name = name.trim_matches('"');
    (is_name(name) && WAYS.iter().any(|way| about.contains(way))).then_some((name, about))
}

fn is_name(name: &str) -> bool {
    let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let begins = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    plain
        && name.starts_with(begins)
        && (name.len() > 1 || name.starts_with(|c: char| c.is_ascii_digit()))
}

/// What the words before or about a message say of it.
pub(crate) fn header(words: &str, name: &str) -> Header {
    let between = BETWEEN.iter().any(|mark| words.contains(mark)) || name.starts_with("ISCC");
    let direction = if between {
        Direction::BetweenServers
    } else if name.starts_with("Request") {
        Direction::Request
    } else if name.starts_with("Event") || words.contains("distribute") {
        Direction::Event
    } else {
        Direction::Unsaid
    };
    let function = traced(words).ok().map(|(_, function)| function.to_owned());
    let peer = WAYS.iter().find_map(|way| words.split_once(way)).map(|(_, peer)| read_peer(peer));
    Header { name: name.to_owned(), direction, function, peer, ..Header::default() }
}

/// `[0] 8.1.101.25 distribute_event:`, and the function in it.
fn traced(input: &str) -> IResult<&str, &str> {
    let thread = delimited(char('['), is_not("]"), char(']'));
    let version = take_while1(|c: char| c.is_ascii_digit() || c == '.');
    let (input, (_, _, _, _, function, _)) =
        (thread, space1, version, space1, is_not(":"), char(':')).parse(input)?;
    Ok((input, function))
}

/// `[66] (00000e85 APPLICATION 10.51.167.61:49280)`, or whatever else names the other end.
fn read_peer(text: &str) -> Peer {
    let text = text.trim();
    match peer(text) {
        Ok((_, peer)) => peer,
        Err(_) => {
            let application = text.trim_end_matches(':').trim();
            Peer { application: application.to_owned(), ..Peer::default() }
        }
    }
}

fn peer(input: &str) -> IResult<&str, Peer> {
    let socket = delimited(char('['), map_res(digit1, str::parse), char(']'));
    let client = map_res(hex_digit1, |digits| u32::from_str_radix(digits, 16));
    let application = recognize(is_not(" )"));
    let address = preceded(space1, is_not(")"));
    let inner = (client, space1, application, opt(address));
    let named = opt(delimited(char('('), inner, char(')')));
    let (input, (socket, _, named, _)) = (socket, space0, named, rest).parse(input)?;
    let mut peer = Peer { socket: Some(socket), ..Peer::default() };
    if let Some((client, _, application, address)) = named {
        peer.client = Some(client);
        peer.application = application.to_owned();
        peer.address = address.map(str::to_owned);
    }
    Ok((input, peer))
}

/// `AttributeNAME VALUE`.
fn attribute(body: &str) -> IResult<&str, (&str, &str)> {
    let name = take_while1(|c: char| c.is_ascii_alphanumeric() || c == '_');
    let (value, (_, name)) = (tag("Attribute"), name).parse(body)?;
    let (value, gap) = space0(value)?;
    if gap.is_empty() && !value.is_empty() {
        return Err(nom::Err::Error(nom::error::Error::new(value, nom::error::ErrorKind::Space)));
    }
    Ok(("", (name, value)))
}

/// `Time = ComplexClass(TimeStamp):` and its like.
fn is_grouping(body: &str) -> bool {
    body.ends_with(':') && body.contains(" = ") && body.contains("Class(")
}

/// How far a line is from the left edge: a tab counts as four blanks.
fn width(line: &str, body: &str) -> usize {
    let gap = line.get(..line.len() - body.len()).unwrap_or_default();
    gap.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

/// Standard messages that name a T-Library message.
const MENTIONS: std::ops::RangeInclusive<u32> = 4_541..=4_545;
/// Words that tell the way of a message, before its other end.
const WAYS: &[&str] = &[
    "received from",
    "sent to",
    "request to",
    "Send to",
    "send to",
    "Sending to",
    "Received from",
];
/// Marks of traffic between T-Servers.
const BETWEEN: &[&str] = &["[BSYNC]", "[ISCC]", "backup"];
