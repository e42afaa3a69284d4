//! The store: one SQLite file, a table for each kind of thing that is kept.

use std::{
    collections::BTreeMap,
    fs::OpenOptions,
    io::ErrorKind,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use gateway_core::{
    id::Dn,
    journal::{Kept, KeptDevice, Record},
    session::SessionId,
};
use rusqlite::{Connection, ErrorCode, Transaction, params};
use serde::{Serialize, de::DeserializeOwned};
use thiserror::Error;

use crate::{SetAside, Unusable, limits};

/// The file, open for this process alone.
#[derive(Debug)]
pub(crate) struct Store {
    connection: Connection,
}

/// Why something was not read or written.
#[derive(Debug, Error)]
pub(crate) enum Fault {
    #[error("{0}")]
    Store(#[from] rusqlite::Error),
    #[error("a part of it is unreadable: {0}")]
    Part(#[from] serde_json::Error),
    #[error("it was written by another version of the gateway (format {0}, not {FORMAT})")]
    Version(i64),
}

impl Store {
    pub(crate) fn open(path: &Path, most: u64) -> Result<(Self, Kept, Option<SetAside>), Unusable> {
        let cause = match Self::begin(path, most) {
            Ok((store, kept)) => return Ok((store, kept, None)),
            Err(fault) if fault.is_damage() => fault.to_string(),
            Err(fault) => return Err(fault.unusable(path)),
        };
        let to = set_aside(path).map_err(|error| Fault::from(error).unusable(path))?;
        let (store, kept) = Self::begin(path, most).map_err(|fault| fault.unusable(path))?;
        Ok((store, kept, Some(SetAside { to, cause })))
    }

    pub(crate) fn examine(path: &Path) -> Result<(), Unusable> {
        let is_new = !path.exists();
        let opened = Self::begin(path, u64::MAX);
        if is_new {
            for file in files(path) {
                // What is not there need not be removed.
                let _gone = std::fs::remove_file(file);
            }
        }
        match opened {
            Ok(_) => Ok(()),
            Err(fault) if fault.is_damage() => {
                Err(Unusable::Refused { path: path.into(), cause: fault.to_string() })
            }
            Err(fault) => Err(fault.unusable(path)),
        }
    }

    fn begin(path: &Path, most: u64) -> Result<(Self, Kept), Fault> {
        // Names of sessions are as good as passwords: the file is its owner's alone.
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o600).open(path)?;
        let connection = Connection::open(path)?;
        // First of all, so that no shared memory is used, and a second gateway finds it locked.
        connection.pragma_update(None, "locking_mode", "exclusive")?;
        let format: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if format != 0 && format != FORMAT {
            return Err(Fault::Version(format));
        }
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        let pages = whole((most / limits::PAGE).max(limits::LEAST_PAGES));
        connection.pragma_update(None, "max_page_count", pages)?;
        connection.set_prepared_statement_cache_capacity(16);
        connection.execute_batch(SCHEMA)?;
        connection.pragma_update(None, "user_version", FORMAT)?;
        let store = Self { connection };
        let kept = store.read()?;
        Ok((store, kept))
    }

    /// All that is kept.
    pub(crate) fn read(&self) -> Result<Kept, Fault> {
        let mut kept = Kept::default();
        self.each("SELECT id, dropped, body FROM session", |row| {
            let id = session(row)?;
            kept.apply(Record::Session { id, session: part(row, 2)? });
            kept.apply(Record::Dropped { session: id, number: number(row)? });
            Ok(())
        })?;
        self.each("SELECT session, number, body FROM event ORDER BY session, number", |row| {
            kept.apply(Record::Event { session: session(row)?, notice: part(row, 2)? });
            Ok(())
        })?;
        self.each("SELECT session, serial, body FROM request", |row| {
            let (session, serial) = (session(row)?, number(row)?);
            kept.apply(Record::Request { session, serial, request: part(row, 2)? });
            Ok(())
        })?;
        self.each("SELECT dn, body FROM device", |row| {
            let dn = Dn::try_from(row.get::<_, String>(0)?).map_err(serde::de::Error::custom);
            kept.apply(Record::Device { dn: dn.map_err(Fault::Part)?, device: part(row, 1)? });
            Ok(())
        })?;
        Ok(kept)
    }

    /// Writes these batches, and syncs them; all or, in case of a fault, none of them.
    pub(crate) fn commit<'a>(
        &mut self,
        records: impl Iterator<Item = &'a Record>,
    ) -> Result<(), Fault> {
        let transaction = self.connection.transaction()?;
        // Of a device only the last picture counts.
        let mut devices: BTreeMap<&Dn, Option<&KeptDevice>> = BTreeMap::new();
        let mut text = Vec::new();
        for record in records {
            match record {
                Record::Device { dn, device } => drop(devices.insert(dn, Some(device))),
                Record::DeviceGone(dn) => drop(devices.insert(dn, None)),
                Record::Anew => {
                    devices.clear();
                    transaction.execute_batch(ANEW)?;
                }
                Record::Session { .. }
                | Record::SessionGone(_)
                | Record::Event { .. }
                | Record::Dropped { .. }
                | Record::Request { .. }
                | Record::RequestGone { .. } => write(&transaction, record, &mut text)?,
            }
        }
        for (dn, device) in devices {
            let dn = dn.as_str();
            match device {
                Some(device) => {
                    let sql = "INSERT OR REPLACE INTO device VALUES (?1, ?2)";
                    execute(&transaction, sql, params![dn, body(device, &mut text)?])?;
                }
                None => execute(&transaction, "DELETE FROM device WHERE dn = ?1", [dn])?,
            }
        }
        Ok(transaction.commit()?)
    }

    /// Whether anything can be written: writes something of no meaning, and syncs it.
    pub(crate) fn probe(&mut self) -> Result<(), Fault> {
        let transaction = self.connection.transaction()?;
        execute(&transaction, "INSERT INTO probe VALUES (zeroblob(1024))", [])?;
        execute(&transaction, "DELETE FROM probe", [])?;
        Ok(transaction.commit()?)
    }

    fn each(
        &self,
        sql: &str,
        mut take: impl FnMut(&rusqlite::Row<'_>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut statement = self.connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            take(row)?;
        }
        Ok(())
    }
}

impl Fault {
    /// Whether the file is there and cannot be read, so that another has to be begun.
    fn is_damage(&self) -> bool {
        match self {
            Self::Store(error) => matches!(
                error.sqlite_error_code(),
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
            ),
            Self::Part(_) | Self::Version(_) => true,
        }
    }

    fn unusable(self, path: &Path) -> Unusable {
        let path = path.to_path_buf();
        match &self {
            Self::Store(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                Unusable::InUse(path)
            }
            Self::Store(_) | Self::Part(_) | Self::Version(_) => {
                Unusable::Refused { path, cause: self.to_string() }
            }
        }
    }
}

fn write(to: &Transaction<'_>, record: &Record, text: &mut Vec<u8>) -> Result<(), Fault> {
    match record {
        Record::Session { id, session } => {
            let sql = "INSERT INTO session VALUES (?1, 0, ?2) \
                       ON CONFLICT (id) DO UPDATE SET body = excluded.body";
            execute(to, sql, params![id.to_string(), body(session, text)?])
        }
        Record::SessionGone(id) => {
            let id = id.to_string();
            execute(to, "DELETE FROM event WHERE session = ?1", [&id])?;
            execute(to, "DELETE FROM request WHERE session = ?1", [&id])?;
            execute(to, "DELETE FROM session WHERE id = ?1", [&id])
        }
        Record::Event { session, notice } => {
            let sql = "INSERT OR REPLACE INTO event VALUES (?1, ?2, ?3)";
            let number = whole(notice.number);
            execute(to, sql, params![session.to_string(), number, body(notice, text)?])
        }
        Record::Dropped { session, number } => {
            let (id, number) = (session.to_string(), whole(*number));
            let sql = "DELETE FROM event WHERE session = ?1 AND number <= ?2";
            execute(to, sql, params![id, number])?;
            execute(to, "UPDATE session SET dropped = ?2 WHERE id = ?1", params![id, number])
        }
        Record::Request { session, serial, request } => {
            let sql = "INSERT OR REPLACE INTO request VALUES (?1, ?2, ?3)";
            execute(to, sql, params![session.to_string(), whole(*serial), body(request, text)?])
        }
        Record::RequestGone { session, serial } => {
            let sql = "DELETE FROM request WHERE session = ?1 AND serial = ?2";
            execute(to, sql, params![session.to_string(), whole(*serial)])
        }
        // They have been dealt with.
        Record::Anew | Record::Device { .. } | Record::DeviceGone(_) => Ok(()),
    }
}

fn execute(to: &Transaction<'_>, sql: &str, with: impl rusqlite::Params) -> Result<(), Fault> {
    to.prepare_cached(sql)?.execute(with)?;
    Ok(())
}

/// A part of what is kept, as text that people can read.
fn body<'a>(part: &impl Serialize, text: &'a mut Vec<u8>) -> Result<&'a [u8], Fault> {
    text.clear();
    serde_json::to_writer(&mut *text, part)?;
    Ok(text.as_slice())
}

fn part<T: DeserializeOwned>(row: &rusqlite::Row<'_>, column: usize) -> Result<T, Fault> {
    Ok(serde_json::from_slice(row.get_ref(column)?.as_bytes().map_err(rusqlite::Error::from)?)?)
}

fn session(row: &rusqlite::Row<'_>) -> Result<SessionId, Fault> {
    let text: String = row.get(0)?;
    SessionId::try_from(text).map_err(|error| Fault::Part(serde::de::Error::custom(error)))
}

fn number(row: &rusqlite::Row<'_>) -> Result<u64, Fault> {
    Ok(u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0))
}

fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Gives the file and its log another name, the first that is free.
fn set_aside(path: &Path) -> std::io::Result<PathBuf> {
    let names =
        (1_u32..).map(|number| PathBuf::from(format!("{}.damaged-{number}", path.display())));
    let to = names.into_iter().find(|name| !name.exists()).unwrap_or_default();
    std::fs::rename(path, &to)?;
    for (from, to) in files(path).into_iter().zip(files(&to)).skip(1) {
        match std::fs::rename(from, to) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(to)
}

/// The store and its write-ahead log.
fn files(path: &Path) -> [PathBuf; 2] {
    [path.to_path_buf(), PathBuf::from(format!("{}-wal", path.display()))]
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Part(serde_json::Error::io(error))
    }
}

/// The form in which things are kept; another is not read.
const FORMAT: i64 = 1;

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS session (
    id TEXT PRIMARY KEY, dropped INTEGER NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS event (
    session TEXT NOT NULL, number INTEGER NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (session, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS request (
    session TEXT NOT NULL, serial INTEGER NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (session, serial)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS device (dn TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS probe (body BLOB);
";

const ANEW: &str =
    "DELETE FROM session; DELETE FROM event; DELETE FROM request; DELETE FROM device;";
