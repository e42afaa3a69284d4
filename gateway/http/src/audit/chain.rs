//! The chain of an audit log: each line's digest, how far it has come, and what was torn.
//!
//! A line's digest is that of the digest before it and of the line itself, up to where its digest
//! begins. What a crash left of a line stays where it is and takes part in the chain like a line; the mark
//! behind it says so. So a line that was torn by a crash is told from one that somebody changed.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use aws_lc_rs::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::limits;

/// What is wrong with an audit log.
#[derive(Debug, Error)]
pub enum Broken {
    #[error("cannot read {}: {cause}", path.display())]
    Unreadable { path: PathBuf, cause: io::Error },
    #[error("line {line}: {what}; from here on the log cannot be trusted")]
    Line { line: usize, what: &'static str },
    #[error(
        "line {line}: it is torn, and nothing follows; if a crash did that, the gateway marks it when \
         it starts again"
    )]
    Torn { line: usize },
}

/// An audit log whose chain holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unbroken {
    pub lines: usize,
    /// The lines that a crash tore, from 1.
    pub torn: Vec<usize>,
    /// The digest of the last line; empty: there is none.
    pub digest: String,
}

/// Checks the chain of an audit log from its first line to its last.
pub fn verify_audit(path: &Path) -> Result<Unbroken, Broken> {
    let unreadable = |cause| Broken::Unreadable { path: path.to_owned(), cause };
    let file = BufReader::new(File::open(path).map_err(unreadable)?);
    let (mut head, mut torn) = (Head::default(), Vec::new());
    let mut waiting: Option<(usize, &'static str)> = None;
    let mut count = 0;
    for line in file.split(b'\n') {
        let line = line.map_err(unreadable)?;
        count += 1;
        let (link, after) = match Link::read(&line) {
            Ok(read) => read,
            Err(what) => {
                torn.push(count);
                waiting = waiting.or(Some((count, what)));
                head.pass(&line);
                continue;
            }
        };
        let broken = |what| Broken::Line { line: count, what };
        match waiting.take() {
            Some((line, what)) if link.act != TORN => return Err(Broken::Line { line, what }),
            None if link.act == TORN => return Err(broken("it marks a line that is not there")),
            Some(_) | None => {}
        }
        head.pass(link.body.as_bytes());
        if head.digest != after.digest {
            return Err(broken("it was changed, or a line before it was taken out"));
        }
        if head.number != after.number {
            return Err(broken("its number is not the next"));
        }
    }
    match waiting {
        Some((line, _)) => Err(Broken::Torn { line }),
        None => Ok(Unbroken { lines: count, torn, digest: head.digest }),
    }
}

/// How far a chain has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// The number of the last line; 0: there is none.
    pub(super) number: u64,
    pub(super) digest: String,
}

impl Head {
    /// Goes on by one line.
    fn pass(&mut self, line: &[u8]) {
        let mut context = Context::new(&SHA256);
        context.update(self.digest.as_bytes());
        context.update(line);
        let digest = context.finish();
        self.digest = digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        self.number += 1;
    }

    /// The next line, as it stands in the file; the chain goes on by it.
    pub(super) fn line(&mut self, content: &impl Serialize) -> io::Result<String> {
        let time = jiff::Timestamp::now().to_string();
        let mut line = serde_json::to_string(&Line { number: self.number + 1, time, content })?;
        line.pop();
        self.pass(line.as_bytes());
        Ok(format!("{line}{DIGEST}{}\"}}\n", self.digest))
    }
}

/// Makes sure that an audit log can be written, or begun; nothing of it is changed.
pub(super) fn check(path: &Path) -> io::Result<()> {
    let is_new = !path.exists();
    let end = open(path).and_then(|mut file| End::of(&mut file));
    if is_new {
        // What could not be made need not be removed.
        let _gone = std::fs::remove_file(path);
    }
    end.map(drop)
}

/// Opens an audit log to be gone on with.
pub(super) fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).read(true).append(true).open(path)
}

/// Goes to the end of an audit log, and ends and marks a line that was torn.
pub(super) fn resume(file: &mut File) -> io::Result<Head> {
    let End { mut head, torn, is_line_open } = End::of(file)?;
    let mut mending = String::new();
    if is_line_open {
        mending.push('\n');
    }
    if let Some(mark) = &torn {
        mending.push_str(&head.line(mark)?);
    }
    file.write_all(mending.as_bytes())?;
    if let Some(Mark { bytes, .. }) = torn {
        let line = head.number;
        tracing::warn!(bytes, line, "a crash tore the end of the audit log; this line marks it");
    }
    Ok(head)
}

/// The end of an audit log.
struct End {
    /// With whatever is torn passed.
    head: Head,
    /// What is to stand behind the lines that are torn.
    torn: Option<Mark>,
    /// The last line lacks its end.
    is_line_open: bool,
}

impl End {
    fn of(file: &mut File) -> io::Result<Self> {
        let length = file.metadata()?.len();
        let start = length.saturating_sub(limits::MAX_AUDIT_TAIL);
        file.seek(SeekFrom::Start(start))?;
        let mut tail = Vec::new();
        file.read_to_end(&mut tail)?;
        if tail.is_empty() {
            return Ok(Self { head: Head::default(), torn: None, is_line_open: false });
        }
        let is_line_open = tail.last().is_some_and(|last| *last != b'\n');
        let lines = tail.strip_suffix(b"\n").unwrap_or(&tail).split(|byte| *byte == b'\n');
        let (mut torn, mut whole) = (Vec::new(), None);
        for line in lines.rev() {
            whole = Link::read(line).ok();
            if whole.is_some() {
                break;
            }
            torn.push(line);
        }
        let mut head = match whole {
            Some((_, head)) => head,
            None if start == 0 && is_begun(&tail) => Head::default(),
            None => return Err(io::Error::other("it is no audit log; name another file")),
        };
        torn.iter().rev().for_each(|line| head.pass(line));
        let bytes = torn.iter().map(|line| line.len()).sum();
        let torn = (!torn.is_empty()).then_some(Mark { act: TORN, bytes });
        Ok(Self { head, torn, is_line_open })
    }
}

/// Whether this may be what a crash left of the first line of all: a file system may have kept room for
/// what it had not written.
fn is_begun(tail: &[u8]) -> bool {
    let written = tail.split(|byte| *byte == 0).next().unwrap_or_default();
    let common = written.len().min(FIRST.len());
    written.get(..common) == FIRST.as_bytes().get(..common)
}

#[derive(Serialize)]
struct Line<'a, T> {
    number: u64,
    time: String,
    #[serde(flatten)]
    content: &'a T,
}

/// What stands behind a line that was torn.
#[derive(Serialize)]
struct Mark {
    act: &'static str,
    bytes: usize,
}

/// What of a line is looked at.
#[derive(Deserialize)]
struct Link<'a> {
    number: u64,
    act: String,
    /// The line up to its digest.
    #[serde(skip)]
    body: &'a str,
}

impl<'a> Link<'a> {
    /// A line, and how far the chain has come with it; else what it lacks.
    fn read(line: &'a [u8]) -> Result<(Self, Head), &'static str> {
        let line = str::from_utf8(line).map_err(|_| "it is no text")?;
        let (body, digest) = split(line).ok_or("it has no digest")?;
        let link: Self = serde_json::from_str(line).map_err(|_| "it is no JSON")?;
        let head = Head { number: link.number, digest: digest.to_owned() };
        Ok((Link { body, ..link }, head))
    }
}

/// The line up to its digest, and the digest.
fn split(line: &str) -> Option<(&str, &str)> {
    let (body, rest) = line.rsplit_once(DIGEST)?;
    Some((body, rest.strip_suffix("\"}")?))
}

/// What stands between a line and its digest.
const DIGEST: &str = ",\"digest\":\"";
/// What the first line of all begins with.
const FIRST: &str = "{\"number\":1,";
/// The act of a mark.
const TORN: &str = "torn";
