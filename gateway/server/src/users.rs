//! `gateway user`: who may come, in the password file.

use std::{
    fs::{self, OpenOptions},
    io::{self, IsTerminal as _, Write as _},
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, chown},
    path::{Path, PathBuf},
};

use gateway_http::{Allowed, Rights, User, Users, WrongLine, hash_password};
use thiserror::Error;

use crate::arguments::{self, NewUser};

/// Why a password file was not changed.
#[derive(Debug, Error)]
pub(crate) enum CannotChange {
    #[error("cannot read or write {}: {cause}", path.display())]
    File { path: PathBuf, cause: io::Error },
    #[error("{}: {cause}; mend it first", path.display())]
    Wrong { path: PathBuf, cause: WrongLine },
    #[error("{0}")]
    User(String),
    #[error("no password was given: {0}")]
    NoPassword(io::Error),
    #[error("the two passwords differ; nothing was changed")]
    Differ,
    #[error("there is no user `{0}`; `gateway user list` shows who there is")]
    Nobody(String),
}

/// Does it, and says what was done.
pub(crate) fn carry_out(work: arguments::User, file: &Path) -> Result<String, CannotChange> {
    match work {
        arguments::User::Add(user) => add(user, file),
        arguments::User::List => read(file).map(|users| list(&users)),
        arguments::User::Remove { name } => {
            let mut users = read(file)?;
            if !users.remove(&name) {
                return Err(CannotChange::Nobody(name));
            }
            write(file, &users)?;
            Ok(format!("removed {name}\n"))
        }
    }
}

fn add(user: NewUser, file: &Path) -> Result<String, CannotChange> {
    let NewUser { name, roles, dns, agents, no_password } = user;
    let mut users = match read(file) {
        Err(CannotChange::File { cause, .. }) if cause.kind() == io::ErrorKind::NotFound => {
            Users::default()
        }
        read => read?,
    };
    let allowed = |names: Vec<String>| Allowed::from(names.join(",").as_str());
    let roles = roles.into_iter().map(Into::into).collect();
    let rights = Rights { roles, dns: allowed(dns), agents: allowed(agents) };
    let verb = if users.get(&name).is_some() { "changed" } else { "added" };
    // What is wrong beside the password is said before anybody types one.
    users.add(&name, User { hash: None, rights: rights.clone() }).map_err(CannotChange::User)?;
    if !no_password {
        let hash = hash_password(&password()?).map_err(CannotChange::User)?;
        let user = User { hash: Some(hash), rights };
        users.add(&name, user).map_err(CannotChange::User)?;
    }
    write(file, &users)?;
    Ok(format!("{verb} {name}\n"))
}

fn list(users: &Users) -> String {
    let rows = users.iter().map(|(name, User { hash, rights })| {
        let Rights { roles, dns, agents } = rights;
        let roles: Vec<_> = roles.iter().map(|role| role.word()).collect();
        let lock = if hash.is_some() { "password" } else { "no password" };
        let bound = |what: &str, to: &Allowed| {
            if *to == Allowed::default() { String::new() } else { format!(" {what} {to}") }
        };
        let (dns, agents) = (bound("dn", dns), bound("agent", agents));
        let row = format!("{name:<24} {lock:<12} {:<20}{dns}{agents}", roles.join(","));
        format!("{}\n", row.trim_end())
    });
    rows.collect()
}

/// The password: asked for twice at a terminal, else the first line that comes.
fn password() -> Result<String, CannotChange> {
    if !io::stdin().is_terminal() {
        let mut line = String::new();
        io::stdin().read_line(&mut line).map_err(CannotChange::NoPassword)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let first = rpassword::prompt_password("password: ").map_err(CannotChange::NoPassword)?;
    let second = rpassword::prompt_password("once more: ").map_err(CannotChange::NoPassword)?;
    if first == second { Ok(first) } else { Err(CannotChange::Differ) }
}

fn read(path: &Path) -> Result<Users, CannotChange> {
    let file = |cause| CannotChange::File { path: path.to_owned(), cause };
    let text = fs::read_to_string(path).map_err(file)?;
    Users::read(&text).map_err(|cause| CannotChange::Wrong { path: path.to_owned(), cause })
}

/// Writes the file anew beside the old one and puts it in its place, so that a running gateway
/// never reads half of it; owner and rights stay, a new file is for its owner alone.
fn write(path: &Path, users: &Users) -> Result<(), CannotChange> {
    let file = |cause| CannotChange::File { path: path.to_owned(), cause };
    let before = fs::metadata(path).ok();
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    let mode = before.as_ref().map_or(0o600, |before| before.mode() & 0o777);
    let mut new = OpenOptions::new()
        .create(true)
        .truncate(true)
        .write(true)
        .mode(mode)
        .open(&beside)
        .map_err(file)?;
    new.write_all(users.to_string().as_bytes()).and_then(|()| new.sync_all()).map_err(file)?;
    if let Some(before) = before
        && fs::metadata(&beside)
            .is_ok_and(|new| new.uid() != before.uid() || new.gid() != before.gid())
    {
        chown(&beside, Some(before.uid()), Some(before.gid())).map_err(file)?;
    }
    fs::rename(&beside, path).map_err(file)
}
