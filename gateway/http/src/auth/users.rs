//! The password file: who there is, how each proves it, and what each may do.
//!
//! One line per user, five fields with colons between them; `#` begins a comment line:
//!
//! ```text
//! alice:$argon2id$v=19$m=19456,t=2,p=1$…:agent:2001:7001
//! watch:!:operator::
//! ```
//!
//! Name, hash of the password (`!`: no password opens it, only a client certificate or a token of
//! that name), roles, devices and agent ids; several stand with commas between them, `*` is any.

use std::{collections::BTreeMap, fmt};

use argon2::{
    Argon2,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use thiserror::Error;

use super::principal::{Allowed, Rights, Role};
use crate::limits;

/// The users of a password file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Users(BTreeMap<String, User>);

impl Users {
    /// Reads a password file.
    ///
    /// Fails with the first line that is wrong.
    pub fn read(text: &str) -> Result<Self, WrongLine> {
        let mut users = BTreeMap::new();
        for (index, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |what: String| WrongLine { line: index + 1, what };
            let (name, user) = read_line(line).map_err(wrong)?;
            if users.len() >= limits::MAX_USERS {
                return Err(wrong(format!("there are more than {} users", limits::MAX_USERS)));
            }
            if users.insert(name.clone(), user).is_some() {
                return Err(wrong(format!("the user `{name}` is there twice; remove one")));
            }
        }
        Ok(Self(users))
    }

    /// Adds a user, or takes the place of the one of that name; says what is wrong with it.
    pub fn add(&mut self, name: &str, user: User) -> Result<(), String> {
        check_name(name)?;
        user.check()?;
        self.0.insert(name.to_owned(), user);
        Ok(())
    }

    /// Removes a user; false: there is none of that name.
    pub fn remove(&mut self, name: &str) -> bool {
        self.0.remove(name).is_some()
    }

    /// The user of this name.
    pub fn get(&self, name: &str) -> Option<&User> {
        self.0.get(name)
    }

    /// Every user, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &User)> {
        self.0.iter().map(|(name, user)| (name.as_str(), user))
    }
}

/// As it stands in the file.
impl fmt::Display for Users {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("# name:password hash:roles:devices:agent ids (written by `gateway user`)\n")?;
        for (name, User { hash, rights }) in &self.0 {
            let hash = hash.as_deref().unwrap_or(LOCKED);
            let Rights { roles, dns, agents } = rights;
            let roles: Vec<_> = roles.iter().map(|role| role.word()).collect();
            writeln!(f, "{name}:{hash}:{}:{dns}:{agents}", roles.join(","))?;
        }
        Ok(())
    }
}

/// A user of the password file.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// The hash of the password, in PHC form; none: no password opens it.
    pub hash: Option<String>,
    pub rights: Rights,
}

impl User {
    fn check(&self) -> Result<(), String> {
        let Rights { roles, dns, agents } = &self.rights;
        if roles.is_empty() {
            return Err("a user needs a role: agent, supervisor or operator".to_owned());
        }
        let nothing = Allowed::default();
        if roles.contains(&Role::Agent) && (*dns == nothing || *agents == nothing) {
            return Err("an agent needs a device and an agent id; `*` is any".to_owned());
        }
        for text in [dns.to_string(), agents.to_string()] {
            if text.contains([':', '\n', '\r']) {
                return Err(format!("`{}` has a colon or a line break in it", text.escape_debug()));
            }
        }
        match &self.hash {
            Some(hash) => PasswordHash::new(hash)
                .map(drop)
                .map_err(|error| format!("the password hash cannot be read: {error}")),
            None => Ok(()),
        }
    }
}

/// Shows no hash.
impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User").field("rights", &self.rights).finish_non_exhaustive()
    }
}

/// A line of a password file that cannot be read.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("line {line}: {what}")]
pub struct WrongLine {
    pub line: usize,
    pub what: String,
}

/// The hash of a password, argon2id with a salt of its own; takes some 20 ms on purpose.
///
/// Fails without random numbers, or on a password that is empty or longer than 256 bytes.
pub fn hash_password(password: &str) -> Result<String, String> {
    if password.is_empty() || password.len() > limits::MAX_PASSWORD {
        return Err(format!("a password has 1 to {} bytes", limits::MAX_PASSWORD));
    }
    let mut salt = [0; 16];
    aws_lc_rs::rand::fill(&mut salt).map_err(|_refused| "no random numbers".to_owned())?;
    let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
    hash.map(|hash: PasswordHash| hash.to_string()).map_err(|error| error.to_string())
}

/// Whether this password has this hash; takes as long as [`hash_password`].
pub(crate) fn verify_password(password: &str, hash: &str) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else { return false };
    password.len() <= limits::MAX_PASSWORD
        && Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
}

fn read_line(line: &str) -> Result<(String, User), String> {
    let fields: Vec<_> = line.split(':').map(str::trim).collect();
    let [name, hash, roles, dns, agents] = fields.as_slice() else {
        return Err(format!(
            "{} fields where five belong: name:hash:roles:devices:agent ids",
            fields.len()
        ));
    };
    check_name(name)?;
    let roles = roles.split(',').filter(|role| !role.is_empty()).map(str::parse);
    let rights = Rights {
        roles: roles.collect::<Result<_, _>>()?,
        dns: Allowed::from(*dns),
        agents: Allowed::from(*agents),
    };
    let hash = (*hash != LOCKED).then(|| (*hash).to_owned());
    let user = User { hash, rights };
    user.check()?;
    Ok(((*name).to_owned(), user))
}

fn check_name(name: &str) -> Result<(), String> {
    let fits = (1..=limits::MAX_USER_NAME).contains(&name.chars().count())
        && !name.starts_with('#')
        && name.chars().all(|c| c != ':' && !c.is_control() && !c.is_whitespace());
    if fits {
        Ok(())
    } else {
        Err(format!(
            "`{}` cannot be a name: 1 to {} characters without blanks and colons, no # in front",
            name.escape_debug(),
            limits::MAX_USER_NAME
        ))
    }
}

/// What stands in the place of a hash where no password opens.
const LOCKED: &str = "!";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_reads_as_it_was_written() {
        let mut users = Users::default();
        let hash = hash_password("s3cret").unwrap();
        assert!(verify_password("s3cret", &hash));
        assert!(!verify_password("S3cret", &hash));
        let rights = Rights { roles: vec![Role::Agent], dns: "2001".into(), agents: "*".into() };
        users.add("alice", User { hash: Some(hash), rights }).unwrap();
        let rights = Rights { roles: vec![Role::Operator], ..Rights::default() };
        users.add("watch", User { hash: None, rights }).unwrap();
        assert_eq!(Users::read(&users.to_string()), Ok(users.clone()));
        assert!(users.remove("alice"));
        assert!(!users.remove("alice"));
    }

    #[test]
    fn every_wrong_line_has_its_letter() {
        let lines = [
            "alice",
            "alice:!:agent:2001",
            "al ice:!:agent:2001:7001",
            ":!:agent:2001:7001",
            "alice:!:boss:2001:7001",
            "alice:!::2001:7001",
            "alice:!:agent::7001",
            "alice:!:agent:2001:",
            "alice:secret:agent:2001:7001",
            "a:!:operator::\n# fine\na:!:operator::",
        ];
        let letters: Vec<_> =
            lines.iter().map(|line| Users::read(line).unwrap_err().to_string()).collect();
        insta::assert_debug_snapshot!(letters);
    }
}
