//! `gateway user`: who may come, in the password file.

use std::{
    fs::{self, File, OpenOptions, Permissions},
    io::{self, IsTerminal as _, Write as _},
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, fchown},
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
            let draft = Draft::of(file)?;
            let mut users = read(file)?;
            if !users.remove(&name) {
                return Err(CannotChange::Nobody(name));
            }
            draft.replace(&users)?;
            Ok(format!("removed {name}\n"))
        }
    }
}

fn add(user: NewUser, file: &Path) -> Result<String, CannotChange> {
    let NewUser { name, roles, dns, agents, no_password } = user;
    let allowed = |names: Vec<String>| Allowed::from(names.join(",").as_str());
    let roles = roles.into_iter().map(Into::into).collect();
    let rights = Rights { roles, dns: allowed(dns), agents: allowed(agents) };
    let mut user = User { hash: None, rights };
    // What is wrong beside the password is said before anybody types one.
    read_or_begin(file)?.add(&name, user.clone()).map_err(CannotChange::User)?;
    if !no_password {
        user.hash = Some(hash_password(&password()?).map_err(CannotChange::User)?);
    }
    // Others may have changed the file while the password was typed.
    let draft = Draft::of(file)?;
    let mut users = read_or_begin(file)?;
    let verb = if users.get(&name).is_some() { "changed" } else { "added" };
    users.add(&name, user).map_err(CannotChange::User)?;
    draft.replace(&users)?;
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

/// The same, where there may be none yet.
fn read_or_begin(path: &Path) -> Result<Users, CannotChange> {
    match read(path) {
        Err(CannotChange::File { cause, .. }) if cause.kind() == io::ErrorKind::NotFound => {
            Ok(Users::default())
        }
        read => read,
    }
}

/// The file that is written anew beside the old one, and put in its place, so that a running gateway
/// never reads half of it. Who has it locked is the only one who changes the old one.
struct Draft<'a> {
    path: &'a Path,
    beside: PathBuf,
    file: File,
    is_done: bool,
}

impl<'a> Draft<'a> {
    /// Waits for its turn to change `path`.
    fn of(path: &'a Path) -> Result<Self, CannotChange> {
        let mut beside = path.as_os_str().to_owned();
        beside.push(".new");
        let beside = PathBuf::from(beside);
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true).mode(0o600);
        let locked = || loop {
            let file = options.open(&beside)?;
            file.lock()?;
            // Who had it before may have put it in the place of the old one.
            let own = file.metadata()?;
            if fs::metadata(&beside).is_ok_and(|there| there.ino() == own.ino()) {
                return Ok(file);
            }
        };
        let file = locked().map_err(|cause| CannotChange::File { path: path.to_owned(), cause })?;
        Ok(Self { path, beside, file, is_done: false })
    }

    /// Puts these users in the place of the old ones; owner and rights of the file stay. A new one is for its
    /// owner alone, and for the group of a folder that hands its group on (setgid).
    fn replace(mut self, users: &Users) -> Result<(), CannotChange> {
        let written = self.write(users.to_string().as_bytes());
        written.map_err(|cause| CannotChange::File { path: self.path.to_owned(), cause })
    }

    fn is_folder_shared(&self) -> bool {
        let folder = self.beside.parent().filter(|folder| !folder.as_os_str().is_empty());
        fs::metadata(folder.unwrap_or_else(|| Path::new(".")))
            .is_ok_and(|about| about.mode() & 0o2000 != 0)
    }

    fn write(&mut self, text: &[u8]) -> io::Result<()> {
        let new = self.file.metadata()?;
        self.file.set_len(0)?;
        if let Ok(before) = fs::metadata(self.path) {
            if (new.uid(), new.gid()) != (before.uid(), before.gid()) {
                fchown(&self.file, Some(before.uid()), Some(before.gid()))?;
            }
            self.file.set_permissions(before.permissions())?;
        } else if self.is_folder_shared() {
            self.file.set_permissions(Permissions::from_mode(0o640))?;
        }
        self.file.write_all(text)?;
        self.file.sync_all()?;
        fs::rename(&self.beside, self.path)?;
        self.is_done = true;
        Ok(())
    }
}

/// Leaves no draft behind that came to nothing.
impl Drop for Draft<'_> {
    fn drop(&mut self) {
        if !self.is_done {
            // Who cannot remove it has made it, and will find it again.
            let _kept = fs::remove_file(&self.beside);
        }
    }
}
