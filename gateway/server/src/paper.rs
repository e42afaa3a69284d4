//! What the program writes for those who look after it: the sample configuration,
//! completions, the manual page, and what an audit log is worth.

use std::{
    fmt::Write as _,
    fs::OpenOptions,
    io,
    io::Write as _,
    path::{Path, PathBuf},
};

use clap::CommandFactory as _;
use clap_complete::{Shell, generate};
use gateway_http::Unbroken;
use thiserror::Error;

use crate::arguments::Arguments;

/// Writes the sample configuration where nothing is yet.
pub(crate) fn init(path: &Path) -> Result<(), NotWritten> {
    let new = OpenOptions::new().write(true).create_new(true).open(path);
    new.and_then(|mut file| file.write_all(SAMPLE.as_bytes())).map_err(|cause| {
        let path = path.to_owned();
        if cause.kind() == io::ErrorKind::AlreadyExists {
            NotWritten::There(path)
        } else {
            NotWritten::Unwritable { path, cause }
        }
    })
}

/// Why there is no new configuration file.
#[derive(Debug, Error)]
pub(crate) enum NotWritten {
    #[error("{} is there already, and stays as it is; name another with --config FILE", .0.display())]
    There(PathBuf),
    #[error("cannot write {}: {cause}", path.display())]
    Unwritable { path: PathBuf, cause: io::Error },
}

/// What is said of an audit log whose chain holds.
pub(crate) fn unbroken(Unbroken { lines, torn, digest }: &Unbroken) -> String {
    let mut said = format!("{lines} lines, unbroken; the last has the digest {digest}\n");
    for line in torn {
        // Writing to a text does not fail.
        let _infallible = writeln!(said, "line {line} was torn by a crash, and is marked");
    }
    said
}

/// A script for a shell.
pub(crate) fn completions(shell: Shell) -> String {
    let mut script = Vec::new();
    generate(shell, &mut Arguments::command(), "gateway", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// The manual page, in roff.
pub(crate) fn manual() -> String {
    let mut page = Vec::new();
    // Writing to a vector does not fail.
    let _infallible = clap_mangen::Man::new(Arguments::command()).render(&mut page);
    String::from_utf8_lossy(&page).into_owned()
}

const SAMPLE: &str = include_str!("../../gateway.toml");
