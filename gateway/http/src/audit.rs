//! The audit log: who came, what he was denied, which sessions he began; one JSON line each.
//!
//! Every line carries a digest of itself and of the line before, so that a line that was changed
//! or taken out shows. Neither passwords, tokens nor the names of sessions are ever written.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufRead as _, BufReader, Write as _},
    net::IpAddr,
    path::{Path, PathBuf},
};

use aws_lc_rs::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use tokio::{sync::mpsc, task::spawn_blocking};

use crate::{limits, security::Unsafe};

/// The way to the audit log.
#[derive(Clone, Debug)]
pub(crate) struct Audit(mpsc::Sender<Entry>);

impl Audit {
    /// Opens the file, and goes on with its chain. Needs a runtime.
    pub(crate) fn open(path: &Path) -> Result<Self, Unsafe> {
        let unwritable = |cause| Unsafe::Unreadable { path: path.to_owned(), cause };
        let (last, digest) = last_line(path).map_err(unwritable)?;
        let file = OpenOptions::new().create(true).append(true).open(path).map_err(unwritable)?;
        let writer = Writer { file, path: path.to_owned(), number: last, digest };
        let (sender, entries) = mpsc::channel(limits::MAX_AUDIT_QUEUE);
        spawn_blocking(move || writer.run(entries));
        Ok(Self(sender))
    }

    /// Writes an entry down, soon; one that finds no room is told of in the log.
    pub(crate) fn record(&self, entry: Entry) {
        if let Err(error) = self.0.try_send(entry) {
            let entry = error.into_inner();
            tracing::error!(?entry, "the audit log does not keep up; this line is missing in it");
        }
    }
}

/// Something that is worth a line.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Entry {
    pub(crate) act: Act,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user: Option<String>,
    pub(crate) source: IpAddr,
    /// The request's name, or the path.
    pub(crate) request: String,
    /// The device, the agent id, or why it was denied.
    pub(crate) detail: String,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Act {
    /// A credential was proved that was not known.
    Recognised,
    /// A credential was wrong, or there was none.
    NotRecognised,
    /// He came too often.
    TooOften,
    /// He may not do that.
    Forbidden,
    /// A request that begins or ends a session, or logs an agent on or off, was done.
    Done,
}

/// What is wrong with an audit log.
#[derive(Debug, Error)]
pub enum Broken {
    #[error("cannot read {}: {cause}", path.display())]
    Unreadable { path: PathBuf, cause: io::Error },
    #[error("line {line}: {what}; from here on the log cannot be trusted")]
    Line { line: usize, what: &'static str },
}

/// Checks the chain of an audit log: how many lines it has.
pub fn verify_audit(path: &Path) -> Result<usize, Broken> {
    let unreadable = |cause| Broken::Unreadable { path: path.to_owned(), cause };
    let file = BufReader::new(File::open(path).map_err(unreadable)?);
    let (mut count, mut before) = (0, START.to_owned());
    for line in file.lines() {
        let line = line.map_err(unreadable)?;
        count += 1;
        let broken = |what| Broken::Line { line: count, what };
        let (body, digest) = split(&line).ok_or_else(|| broken("it has no digest"))?;
        if chained(&before, body) != digest {
            return Err(broken("it was changed, or a line before it was taken out"));
        }
        let link: Link = serde_json::from_str(&line).map_err(|_| broken("it is no JSON"))?;
        if usize::try_from(link.number) != Ok(count) {
            return Err(broken("its number is not the next"));
        }
        before = digest.to_owned();
    }
    Ok(count)
}

struct Writer {
    file: File,
    path: PathBuf,
    number: u64,
    digest: String,
}

impl Writer {
    fn run(mut self, mut entries: mpsc::Receiver<Entry>) {
        while let Some(entry) = entries.blocking_recv() {
            if let Err(error) = self.write(&entry) {
                tracing::error!(path = %self.path.display(), %error, "the audit log cannot be written");
            }
        }
    }

    fn write(&mut self, entry: &Entry) -> io::Result<()> {
        let number = self.number + 1;
        let line = Line { number, time: jiff::Timestamp::now().to_string(), entry };
        let mut line = serde_json::to_string(&line)?;
        line.pop();
        let digest = chained(&self.digest, &line);
        self.file.write_all(format!("{line}{DIGEST}{digest}\"}}\n").as_bytes())?;
        (self.number, self.digest) = (number, digest);
        Ok(())
    }
}

#[derive(Serialize)]
struct Line<'a> {
    number: u64,
    time: String,
    #[serde(flatten)]
    entry: &'a Entry,
}

#[derive(Deserialize)]
struct Link {
    number: u64,
}

/// The number and the digest of the last line of a file that may not be there yet.
fn last_line(path: &Path) -> io::Result<(u64, String)> {
    let file = match File::open(path) {
        Ok(file) => BufReader::new(file),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((0, START.to_owned())),
        Err(error) => return Err(error),
    };
    let Some(last) = file.lines().last().transpose()? else { return Ok((0, START.to_owned())) };
    let link = serde_json::from_str::<Link>(&last).ok().zip(split(&last));
    let (link, (_, digest)) =
        link.ok_or_else(|| io::Error::other("its last line is no line of an audit log"))?;
    Ok((link.number, digest.to_owned()))
}

/// The line up to its digest, and the digest.
fn split(line: &str) -> Option<(&str, &str)> {
    let (body, rest) = line.rsplit_once(DIGEST)?;
    Some((body, rest.strip_suffix("\"}")?))
}

fn chained(before: &str, line: &str) -> String {
    let mut context = Context::new(&SHA256);
    context.update(before.as_bytes());
    context.update(line.as_bytes());
    let digest = context.finish();
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What stands between a line and its digest.
const DIGEST: &str = ",\"digest\":\"";
/// What the first line follows.
const START: &str = "";
