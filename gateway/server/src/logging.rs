//! The log: values, not sentences; to the standard error or to a file a day, as text or JSON lines.

use std::{
    fs, io, panic,
    path::{Path, PathBuf},
};

use rustix::fs::{Access, access};
use thiserror::Error;
use tracing::level_filters::LevelFilter;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::{
    Registry,
    filter::Targets,
    fmt,
    layer::{Layer as _, SubscriberExt as _},
    reload,
    util::SubscriberInitExt as _,
};

use crate::config::Config;

/// Why there can be no log.
#[derive(Debug, Error)]
pub(crate) enum NoLog {
    #[error(
        "cannot write a log in {}: {cause}; name a folder in loglocation that is there or can be made",
        path.display()
    )]
    Folder { path: PathBuf, cause: io::Error },
    #[error("a log has been set up already")]
    Twice,
}

/// Sets the log up for the whole process; the handle changes its level.
pub(crate) fn start(config: &Config) -> Result<LogLevel, NoLog> {
    let (filter, handle) = reload::Layer::new(targets(config.log_level));
    let output = match (&config.log_folder, config.log_json) {
        (Some(folder), true) => {
            fmt::layer().json().with_writer(daily(folder, config.log_keep)?).boxed()
        }
        (Some(folder), false) => {
            let file = daily(folder, config.log_keep)?;
            fmt::layer().with_writer(file).with_ansi(false).boxed()
        }
        (None, true) => fmt::layer().json().with_writer(io::stderr).boxed(),
        (None, false) => fmt::layer().with_writer(io::stderr).with_ansi(false).boxed(),
    };
    let log = Registry::default().with(filter).with(output);
    log.try_init().map_err(|_set_already| NoLog::Twice)?;
    panic::set_hook(Box::new(|panic| tracing::error!(%panic, "a task failed")));
    Ok(LogLevel(handle))
}

/// Whether a log can be written in this folder, which is made if it is not there; nothing is.
pub(crate) fn check(folder: &Path) -> Result<(), NoLog> {
    let named = folder.ancestors().filter(|path| !path.as_os_str().is_empty());
    // The folder of a path without one is where the program runs.
    let existing = named.chain([Path::new(".")]).find(|path| path.exists()).unwrap_or(folder);
    let there = if existing.is_dir() {
        access(existing, Access::WRITE_OK | Access::EXEC_OK).map_err(io::Error::from)
    } else {
        Err(io::ErrorKind::NotADirectory.into())
    };
    there.map_err(|cause| NoLog::Folder { path: folder.to_owned(), cause })
}

/// The level of the log, while it runs.
#[derive(Clone, Debug)]
pub(crate) struct LogLevel(reload::Handle<Targets, Registry>);

impl LogLevel {
    /// Takes a level from 1 to 5 up.
    pub(crate) fn set(&self, level: u8) {
        if let Err(error) = self.0.reload(targets(level)) {
            tracing::warn!(%error, "the log keeps its level");
        }
    }
}

/// What is told at a level from 1 to 5: at 4 the refusals, and no chatter of libraries; at 5 all.
fn targets(level: u8) -> Targets {
    let (ours, theirs) = match level {
        0 | 1 => (LevelFilter::ERROR, LevelFilter::ERROR),
        2 => (LevelFilter::WARN, LevelFilter::WARN),
        3 => (LevelFilter::INFO, LevelFilter::INFO),
        4 => (LevelFilter::DEBUG, LevelFilter::INFO),
        5.. => (LevelFilter::TRACE, LevelFilter::DEBUG),
    };
    Targets::new().with_default(theirs).with_target("gateway", ours)
}

/// A file of the day in the folder, `gateway.YYYY-MM-DD.log` by UTC; the oldest beyond `keep` go.
fn daily(folder: &Path, keep: usize) -> Result<RollingFileAppender, NoLog> {
    let unusable = |cause| NoLog::Folder { path: folder.to_owned(), cause };
    fs::create_dir_all(folder).map_err(unusable)?;
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("gateway")
        .filename_suffix("log")
        .max_log_files(keep)
        .build(folder);
    file.map_err(|error| unusable(io::Error::other(error)))
}
