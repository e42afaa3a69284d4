//! The T-Server's log as a file.

use std::{fs::File, io::Write as _, path::Path};

use anyhow::Context as _;
use switch_sim::time::SimTime;
use tracing::warn;
use tserver_log::Writer;
use tserver_sim_core::{Journal, LinkId, Output};

/// Writes what goes over the T-Server's links to a file, in the text format of T-Server logs. Without
/// a file it does nothing.
#[derive(Debug, Default)]
pub(crate) struct LogFile(Option<Open>);

#[derive(Debug)]
struct Open {
    journal: Journal,
    file: File,
    /// Lines that are not in the file yet.
    text: String,
}

impl LogFile {
    /// Begins a log; a file of this name is replaced.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(crate) fn create(path: &Path, epoch_ms: u64, server: &str) -> anyhow::Result<Self> {
        let file = File::create(path)
            .with_context(|| format!("cannot write the log file {}", path.display()))?;
        let journal = Journal::new(Writer::default(), epoch_ms);
        let mut text = String::new();
        journal.begin(SimTime::ZERO, server, &mut text);
        Ok(Self(Some(Open { journal, file, text })))
    }

    pub(crate) fn opened(&mut self, now: SimTime, link: LinkId, address: &str) {
        if let Some(open) = &mut self.0 {
            open.journal.opened(now, link, address, &mut open.text);
        }
    }

    pub(crate) fn received(&mut self, now: SimTime, link: LinkId, bytes: &[u8]) {
        if let Some(open) = &mut self.0 {
            open.journal.received(now, link, bytes, &mut open.text);
        }
    }

    pub(crate) fn sent(&mut self, now: SimTime, output: &Output) {
        if let Some(open) = &mut self.0 {
            open.journal.sent(now, output, &mut open.text);
        }
    }

    pub(crate) fn closed(&mut self, now: SimTime, link: LinkId) {
        if let Some(open) = &mut self.0 {
            open.journal.closed(now, link, &mut open.text);
        }
    }

    /// Brings everything so far to the file. A file that cannot be written any more is given up:
    /// the site goes on without it.
    pub(crate) fn write(&mut self) {
        let Some(open) = &mut self.0 else { return };
        open.journal.flush(&mut open.text);
        if open.text.is_empty() {
            return;
        }
        let written = open.file.write_all(open.text.as_bytes());
        open.text.clear();
        if let Err(error) = written {
            warn!(%error, "the log ends here: it cannot be written");
            self.0 = None;
        }
    }
}
