//! The audit log: who came, what he was denied, which sessions he began; one JSON line each.
//!
//! Every line carries a digest of itself and of the line before, so that a line that was changed
//! or taken out shows; that the last lines were cut off shows beside the log of the gateway, which names
//! the last line from time to time. Neither passwords, tokens nor the names of sessions are ever written.

mod chain;

use std::{
    fs::{self, File},
    io::{self, Write as _},
    net::IpAddr,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
};

use serde::Serialize;
use tokio::{sync::mpsc, task::spawn_blocking};

use self::chain::Head;
pub use self::chain::{Broken, Unbroken, verify_audit};
use crate::{limits, security::Unsafe};

/// The way to the audit log.
#[derive(Clone, Debug)]
pub(crate) struct Audit(mpsc::Sender<Errand>);

impl Audit {
    /// Opens the file, and goes on with its chain. Needs a runtime.
    pub(crate) fn open(path: &Path) -> Result<Self, Unsafe> {
        let unwritable = |cause| Unsafe::Unreadable { path: path.to_owned(), cause };
        let mut file = chain::open(path).map_err(unwritable)?;
        let head = chain::resume(&mut file).map_err(unwritable)?;
        let writer = Writer { file, path: path.to_owned(), head: Some(head) };
        let (sender, errands) = mpsc::channel(limits::MAX_AUDIT_QUEUE);
        spawn_blocking(move || writer.run(errands));
        Ok(Self(sender))
    }

    /// Whether the file can be gone on with, or begun; nothing is kept or written.
    pub(crate) fn check(path: &Path) -> Result<(), Unsafe> {
        chain::check(path).map_err(|cause| Unsafe::Unreadable { path: path.to_owned(), cause })
    }

    /// Writes an entry down, soon; one that finds no room is told of in the log.
    pub(crate) fn record(&self, entry: Entry) {
        if let Err(error) = self.0.try_send(Errand::Write(entry)) {
            let missing = error.into_inner();
            tracing::error!(?missing, "the audit log does not keep up; this line is missing in it");
        }
    }

    /// Begins another file if the one that is written was moved away, as by `logrotate`.
    pub(crate) fn refresh(&self) {
        if self.0.try_send(Errand::LookAgain).is_err() {
            tracing::error!("the audit log does not keep up; it is not looked at again");
        }
    }
}

/// What the writer is told.
#[derive(Debug)]
enum Errand {
    Write(Entry),
    LookAgain,
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

struct Writer {
    file: File,
    path: PathBuf,
    /// None: a line could not be written, and may be torn.
    head: Option<Head>,
}

impl Writer {
    fn run(mut self, mut errands: mpsc::Receiver<Errand>) {
        self.witness();
        while let Some(errand) = errands.blocking_recv() {
            let done = match errand {
                Errand::Write(entry) => self.write(&entry),
                Errand::LookAgain => self.look_again(),
            };
            if let Err(error) = done {
                tracing::error!(path = %self.path.display(), %error, "the audit log cannot be written");
            }
        }
        self.witness();
    }

    fn write(&mut self, entry: &Entry) -> io::Result<()> {
        let mut head = match self.head.take() {
            Some(head) => head,
            None => chain::resume(&mut self.file)?,
        };
        let line = head.line(entry)?;
        self.file.write_all(line.as_bytes())?;
        let is_due = head.number.is_multiple_of(limits::AUDIT_WITNESS);
        self.head = Some(head);
        if is_due {
            self.witness();
        }
        Ok(())
    }

    fn look_again(&mut self) -> io::Result<()> {
        let own = self.file.metadata()?.ino();
        if fs::metadata(&self.path).is_ok_and(|there| there.ino() == own) {
            return Ok(());
        }
        let mut file = chain::open(&self.path)?;
        let head = chain::resume(&mut file)?;
        self.witness();
        (self.file, self.head) = (file, Some(head));
        self.witness();
        Ok(())
    }

    /// Names the last line in the log, which is kept elsewhere: whoever cuts lines off the end of the
    /// file leaves a chain that holds.
    fn witness(&self) {
        if let Some(Head { number, digest }) = &self.head {
            tracing::info!(line = number, digest, "the audit log ends here");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Row 41: whatever a crash leaves of the last lines, the log goes on, and its chain holds.
    #[test]
    fn row_41_an_audit_log_that_a_crash_has_torn_goes_on() {
        let whole = written(b"", 3).0;
        let ends: Vec<_> =
            (0..=whole.len()).filter(|end| *end == 0 || whole[end - 1] == b'\n').collect();
        let &[_, first, second, third] = ends.as_slice() else { panic!("{ends:?}") };
        for end in 0..=whole.len() {
            let (text, unbroken) = written(&whole[..end], 1);
            assert!(text.starts_with(&whole[..end]), "what was there stays");
            // Without its line feed alone, a line is whole.
            let is_torn = !ends.contains(&end) && !ends.contains(&(end + 1));
            let torn = ends.iter().position(|line| end < *line).filter(|_| is_torn);
            assert_eq!(unbroken.torn, Vec::from_iter(torn), "{end}");
        }
        let zeros = [0; 40];
        for (remains, torn) in [
            (&[&whole[..first], &whole[first..second - 9], &zeros].concat(), &[2][..]),
            (&[&whole[..first], &zeros, &whole[first + 40..second]].concat(), &[2]),
            (&[&whole[..7], &zeros].concat(), &[1]),
            // A crash while a torn line was being marked.
            (&[&whole[..second + 5], b"\n", &whole[second..third - 4]].concat(), &[3, 4]),
            (&[&whole[..second], &b"\n"[..]].concat(), &[3]),
        ] {
            assert_eq!(written(remains, 2).1.torn, torn, "{}", remains.escape_ascii());
        }
    }

    /// A line that somebody changed is not taken for a torn one, nor is a mark that he moved.
    #[test]
    fn a_torn_line_does_not_hide_a_changed_one() {
        let whole = written(b"", 3).0;
        let text = String::from_utf8(written(&whole[..whole.len() - 9], 2).0).unwrap();
        let lines: Vec<_> = text.split_inclusive('\n').collect();
        let without = |index: usize| [&lines[..index], &lines[index + 1..]].concat().concat();
        let letters = [
            text.replace("alice", "mallo"),
            text.replacen("\"act\"", "\"ac", 1),
            without(1),
            without(2),
            without(3),
            [&lines[..3], &lines[4..]].concat().concat() + lines[3],
            lines[..3].concat(),
        ]
        .map(|text| verify(text.as_bytes()).unwrap_err().to_string());
        insta::assert_debug_snapshot!(letters);
    }

    #[test]
    fn a_file_that_is_no_audit_log_stays_as_it_is() {
        for text in ["alice:!:operator::\n", "{\"number\":2,", "\n", "{}"] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("audit.log");
            fs::write(&path, text).unwrap();
            let letter = Audit::check(&path).unwrap_err().to_string();
            assert!(letter.ends_with("it is no audit log; name another file"), "{letter}");
            let mut file = chain::open(&path).unwrap();
            assert!(chain::resume(&mut file).is_err());
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }

    /// A file that was moved away ends where it is, and another begins with line 1.
    #[test]
    fn a_log_that_is_moved_away_begins_anew() {
        let folder = tempfile::tempdir().unwrap();
        let (path, moved) = (folder.path().join("audit.log"), folder.path().join("audit.log.1"));
        let file = chain::open(&path).unwrap();
        let mut writer = Writer { file, path: path.clone(), head: None };
        for lines in 1..3 {
            writer.write(&entry()).unwrap();
            writer.look_again().unwrap();
            assert_eq!(verify_audit(&path).unwrap().lines, lines);
        }
        fs::rename(&path, &moved).unwrap();
        writer.look_again().unwrap();
        writer.write(&entry()).unwrap();
        assert_eq!(verify_audit(&moved).unwrap().lines, 2);
        assert_eq!(verify_audit(&path).unwrap().lines, 1);
    }

    #[test]
    fn check_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("audit.log");
        Audit::check(&path).unwrap();
        assert!(!path.exists());
        Audit::check(&path.join("deeper")).unwrap_err();
    }

    /// What stands in a log after so many lines were written behind `remains`.
    fn written(remains: &[u8], lines: usize) -> (Vec<u8>, Unbroken) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("audit.log");
        fs::write(&path, remains).unwrap();
        let file = chain::open(&path).unwrap();
        // As after a line that could not be written.
        let mut writer = Writer { file, path: path.clone(), head: None };
        for _ in 0..lines {
            writer.write(&entry()).unwrap();
        }
        let unbroken = verify_audit(&path).unwrap_or_else(|broken| {
            panic!("{broken} in\n{}", fs::read(&path).unwrap().escape_ascii())
        });
        (fs::read(&path).unwrap(), unbroken)
    }

    fn verify(text: &[u8]) -> Result<Unbroken, Broken> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("audit.log");
        fs::write(&path, text).unwrap();
        verify_audit(&path)
    }

    fn entry() -> Entry {
        Entry {
            act: Act::Recognised,
            user: Some("alice".to_owned()),
            source: IpAddr::from([10, 0, 0, 1]),
            request: "/pts".to_owned(),
            detail: String::new(),
        }
    }
}
