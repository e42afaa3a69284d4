//! The T-Server's log: as a file, and its last lines for the control interface.

use std::{collections::VecDeque, fs::File, io::Write as _, path::Path};

use anyhow::Context as _;
use switch_sim::time::SimTime;
use tracing::warn;
use tserver_log::Writer;
use tserver_sim_control::{limits as control_limits, view::LogLine};
use tserver_sim_core::{Journal, LinkId, Output};

/// Writes down what goes over the T-Server's links, in the text format of T-Server logs. Where
/// nobody wants it, it does nothing.
#[derive(Debug, Default)]
pub(crate) struct ServerLog(Option<Open>);

#[derive(Debug)]
struct Open {
    journal: Journal,
    /// Lines that are neither in the file nor kept yet.
    text: String,
    file: Option<File>,
    kept: Option<Kept>,
}

/// The last lines, each with its number.
#[derive(Debug, Default)]
struct Kept {
    lines: VecDeque<LogLine>,
    last: u64,
}

impl ServerLog {
    /// A log of the server of this name, whose time begins at `epoch_ms`: in a file, which is
    /// replaced if there is one; with its last lines kept to be read; or both.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(crate) fn begin(
        epoch_ms: u64,
        server: &str,
        file: Option<&Path>,
        keep: bool,
    ) -> anyhow::Result<Self> {
        if file.is_none() && !keep {
            return Ok(Self(None));
        }
        let create = |path: &Path| {
            File::create(path)
                .with_context(|| format!("cannot write the log file {}", path.display()))
        };
        let file = file.map(create).transpose()?;
        let journal = Journal::new(Writer::default(), epoch_ms);
        let mut text = String::new();
        journal.begin(SimTime::ZERO, server, &mut text);
        Ok(Self(Some(Open { journal, text, file, kept: keep.then(Kept::default) })))
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

    /// The oldest lines that are kept and came after one, at most so many.
    pub(crate) fn after(&self, number: u64, limit: usize) -> Vec<LogLine> {
        let Some(kept) = self.0.as_ref().and_then(|open| open.kept.as_ref()) else {
            return Vec::new();
        };
        let from = kept.lines.partition_point(|line| line.number <= number);
        kept.lines.iter().skip(from).take(limit).cloned().collect()
    }

    /// Brings everything so far to where it belongs. A file that cannot be written any more is given
    /// up: the site goes on without it.
    pub(crate) fn write(&mut self) {
        let Some(open) = &mut self.0 else { return };
        open.journal.flush(&mut open.text);
        if open.text.is_empty() {
            return;
        }
        if let Some(Err(error)) = open.file.as_mut().map(|f| f.write_all(open.text.as_bytes())) {
            warn!(%error, "the log ends here: it cannot be written");
            open.file = None;
        }
        open.kept.iter_mut().for_each(|kept| kept.keep(&open.text));
        open.text.clear();
    }
}

impl Kept {
    fn keep(&mut self, text: &str) {
        for line in text.lines() {
            if self.lines.len() == control_limits::LOG_KEPT {
                self.lines.pop_front();
            }
            self.last += 1;
            self.lines.push_back(LogLine { number: self.last, text: line.to_owned() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_lines_are_kept_with_their_numbers() {
        let mut kept = Kept::default();
        for number in 0..control_limits::LOG_KEPT + 5 {
            kept.keep(&format!("line {number}\n"));
        }
        assert_eq!(kept.lines.len(), control_limits::LOG_KEPT);
        let first = kept.lines.front().expect("lines are kept");
        assert_eq!((first.number, first.text.as_str()), (6, "line 5"));
    }
}
