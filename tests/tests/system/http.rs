//! One HTTP request at a time over a plain socket: what a browser does, without one.

use std::{
    io::{self, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// The gateway's answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

/// Posts a document to `/pts`.
pub(crate) fn post(address: SocketAddr, document: &str) -> Answer {
    post_with(address, "", document)
}

/// The same, as somebody.
pub(crate) fn post_as(address: SocketAddr, authorization: &str, document: &str) -> Answer {
    post_with(address, &format!("Authorization: {authorization}\r\n"), document)
}

fn post_with(address: SocketAddr, headers: &str, document: &str) -> Answer {
    let answer = try_post(address, headers, document).expect("the gateway answers");
    if answer.body.starts_with('<') {
        tests::schema::check([answer.body.as_bytes()]).unwrap_or_else(|letter| panic!("{letter}"));
    }
    answer
}

/// The same, where the gateway may not be there.
pub(crate) fn try_post(address: SocketAddr, headers: &str, document: &str) -> io::Result<Answer> {
    let length = document.len();
    let head = format!(
        "POST /pts HTTP/1.1\r\nHost: {address}\r\n{headers}Content-Type: application/xml\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    exchange(address, &format!("{head}{document}"))
}

/// Gets a path.
pub(crate) fn get(address: SocketAddr, path: &str) -> Answer {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    exchange(address, &request).expect("the gateway answers")
}

fn exchange(address: SocketAddr, request: &str) -> io::Result<Answer> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(BOUND))?;
    stream.write_all(request.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let cut_short = || io::Error::from(io::ErrorKind::UnexpectedEof);
    let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(cut_short)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    if length.is_some_and(|length| length.parse() != Ok(body.len())) {
        return Err(cut_short());
    }
    Ok(Answer { status: status.ok_or_else(cut_short)?, body: body.to_owned() })
}

/// Longer than any poll waits.
const BOUND: Duration = Duration::from_secs(60);
