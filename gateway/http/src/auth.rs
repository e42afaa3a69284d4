//! Who comes: passwords, bearer tokens and client certificates, each leading to a principal.
//!
//! Every request carries its credential (`Authorization: Basic` or `Bearer`); there are no cookies,
//! so that a browser never sends one for a page of somebody else. What has been proved is
//! remembered for a while by its digest: a password costs some 20 ms of hashing, in a few threads
//! only, and only as often per minute as its source may try.

pub(crate) mod principal;
mod token;
pub(crate) mod users;
mod verified;

use std::{io::ErrorKind, net::IpAddr, path::PathBuf, sync::Arc, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hyper::{HeaderMap, header};
use tokio::{sync::Semaphore, task::spawn_blocking};

use self::{
    principal::{Principal, Rights},
    token::Tokens,
    users::{Users, verify_password},
    verified::{Digest, Verified},
};
use crate::{
    fault::Fault,
    limits,
    rate::Rate,
    security::{Examined, Unsafe},
    watched::{Watched, read_file},
    websocket,
};

/// How users prove who they are; nothing set: nobody is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthConfig {
    /// The password file.
    pub users: Option<PathBuf>,
    /// A public key in PEM form, or an HMAC secret, that tokens are signed with.
    pub jwt_key: Option<PathBuf>,
    /// A JSON Web Key Set.
    pub jwks: Option<PathBuf>,
    /// The algorithms that tokens may be signed with.
    pub jwt_algorithms: Vec<String>,
    /// Who must have issued a token.
    pub jwt_issuer: Option<String>,
    /// Whom a token must be meant for.
    pub jwt_audience: Option<String>,
    /// How far the clocks may differ.
    pub jwt_leeway: Duration,
    /// Where the audit log is written.
    pub audit: Option<PathBuf>,
}

impl AuthConfig {
    /// Whether nobody is asked who he is.
    pub fn is_open(&self) -> bool {
        self.users.is_none() && self.jwt_key.is_none() && self.jwks.is_none()
    }
}

impl Default for AuthConfig {
    fn default() -> Self {
        Self {
            users: None,
            jwt_key: None,
            jwks: None,
            jwt_algorithms: ["RS256", "ES256", "EdDSA"].map(str::to_owned).to_vec(),
            jwt_issuer: None,
            jwt_audience: None,
            jwt_leeway: Duration::from_secs(30),
            audit: None,
        }
    }
}

/// Knows who somebody is by what he shows.
#[derive(Debug)]
pub(crate) struct Authority {
    users: Option<Watched<Users>>,
    tokens: Option<Tokens>,
    verified: Verified,
    /// Room for passwords that are being hashed, and for those that wait for it.
    hashing: Semaphore,
    waiting: Semaphore,
}

/// Looks at the files that say who may come.
pub(crate) fn examine(config: &AuthConfig) -> impl Iterator<Item = Examined> {
    let users = config.users.clone().map(|file| {
        let files = [Some(&file.clone())];
        Examined::new("users", files, open_users(file))
    });
    let has_tokens = config.jwt_key.is_some() || config.jwks.is_some();
    let files = [config.jwt_key.as_ref(), config.jwks.as_ref()];
    let tokens = has_tokens.then(|| Examined::new("tokens", files, Tokens::open(config)));
    users.into_iter().chain(tokens)
}

/// Somebody who has just been recognised.
#[derive(Debug)]
pub(crate) struct Recognised {
    pub(crate) principal: Arc<Principal>,
    /// The credential was proved now, and not remembered.
    pub(crate) anew: bool,
}

impl Authority {
    /// Reads the files; without any: nobody is asked.
    pub(crate) fn open(config: &AuthConfig) -> Result<Option<Self>, Unsafe> {
        if config.is_open() {
            return Ok(None);
        }
        let no_random = |_refused| Unsafe::NoRandom;
        Ok(Some(Self {
            users: config.users.clone().map(open_users).transpose()?,
            tokens: Tokens::open(config)?,
            verified: Verified::new().map_err(no_random)?,
            hashing: Semaphore::new(limits::HASHERS),
            waiting: Semaphore::new(limits::MAX_HASHES_WAITING),
        }))
    }

    /// Looks at the files at once.
    pub(crate) fn refresh(&self) {
        if let Some(users) = &self.users {
            users.refresh();
        }
        if let Some(tokens) = &self.tokens {
            tokens.refresh();
        }
    }

    /// What a client is told that shows nothing, or something wrong.
    pub(crate) fn challenge(&self) -> Fault {
        match (&self.tokens, &self.users) {
            (Some(_), Some(_)) => {
                Fault::Unknown("Bearer, Basic realm=\"gateway\", charset=\"UTF-8\"")
            }
            (Some(_), None) => Fault::Unknown("Bearer"),
            (None, _) => Fault::Unknown("Basic realm=\"gateway\", charset=\"UTF-8\""),
        }
    }

    /// Who shows this credential; a wrong one, and a password to be hashed, count against what its
    /// source may try.
    pub(crate) async fn recognise(
        &self,
        credential: Credential,
        source: IpAddr,
        tries: &Rate<IpAddr>,
    ) -> Result<Recognised, Fault> {
        match credential {
            Credential::Password { name, password } => {
                let Some(users) = &self.users else { return Err(self.challenge()) };
                self.password(users, (name, password), source, tries).await
            }
            Credential::Token(token) => {
                let Some(tokens) = &self.tokens else { return Err(self.challenge()) };
                self.token(tokens, &token, source, tries)
            }
        }
    }

    /// Who holds a certificate of this name: the user of the password file who has it, or, where
    /// there is none, anybody.
    pub(crate) fn certified(&self, name: &Arc<str>) -> Option<Principal> {
        let users = self.users.as_ref()?.current();
        let rights = users.content.get(name)?.rights.clone();
        Some(Principal { name: Arc::clone(name), rights })
    }

    async fn password(
        &self,
        users: &Watched<Users>,
        (name, password): (String, String),
        source: IpAddr,
        tries: &Rate<IpAddr>,
    ) -> Result<Recognised, Fault> {
        let users = users.current();
        let digest = self.verified.digest(format!("password\0{name}\0{password}").as_bytes());
        if let Some(principal) = self.verified.find(&digest, users.number) {
            return Ok(Recognised { principal, anew: false });
        }
        tries.take(&source)?;
        let user = users.content.get(&name);
        let hash = user.and_then(|user| user.hash.clone());
        let is_known = hash.is_some();
        let hash = hash.unwrap_or_else(|| DECOY.to_owned());
        let fits = self.verify(password, hash).await?;
        let rights = user.filter(|_| is_known && fits).map(|user| user.rights.clone());
        let rights = rights.ok_or_else(|| self.refused(source, &name, "wrong name or password"))?;
        Ok(self.remember(digest, (name.as_str().into(), rights), users.number, limits::VERIFIED))
    }

    /// Whether the password has the hash; few are computed at a time, and few may wait.
    async fn verify(&self, password: String, hash: String) -> Result<bool, Fault> {
        let _place = self.waiting.try_acquire().map_err(|_full| Fault::Busy)?;
        let _thread = self.hashing.acquire().await.map_err(|_closed| Fault::Failed)?;
        let verified = spawn_blocking(move || verify_password(&password, &hash)).await;
        verified.map_err(|_panicked| Fault::Failed)
    }

    fn token(
        &self,
        tokens: &Tokens,
        token: &str,
        source: IpAddr,
        tries: &Rate<IpAddr>,
    ) -> Result<Recognised, Fault> {
        let keys = tokens.keys();
        let digest = self.verified.digest(format!("token\0{token}").as_bytes());
        if let Some(principal) = self.verified.find(&digest, keys.number) {
            return Ok(Recognised { principal, anew: false });
        }
        match tokens.verify(&keys.content, token) {
            Ok((Principal { name, rights }, expires)) => {
                let now = u64::try_from(jiff::Timestamp::now().as_second()).unwrap_or(0);
                let span = Duration::from_secs(expires.saturating_sub(now));
                Ok(self.remember(digest, (name, rights), keys.number, span))
            }
            Err(why) => {
                tries.take(&source)?;
                Err(self.refused(source, "a token", &why))
            }
        }
    }

    fn remember(
        &self,
        digest: Digest,
        (name, rights): (Arc<str>, Rights),
        edition: u64,
        span: Duration,
    ) -> Recognised {
        let principal = Arc::new(Principal { name, rights });
        self.verified.add(digest, Arc::clone(&principal), edition, span);
        Recognised { principal, anew: true }
    }

    fn refused(&self, source: IpAddr, who: &str, why: &str) -> Fault {
        tracing::debug!(%source, who, why, "not recognised");
        self.challenge()
    }
}

/// What a client shows.
pub(crate) enum Credential {
    Password { name: String, password: String },
    Token(String),
}

impl Credential {
    /// Reads the `Authorization` header, or the token among the protocols of a WebSocket; none:
    /// there is neither. Fails if it cannot be read.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Option<Self>, ()> {
        let mut values = headers.get_all(header::AUTHORIZATION).iter();
        let value = match (values.next(), values.next()) {
            (None, _) => return Ok(websocket::token(headers).map(|t| Self::Token(t.to_owned()))),
            (Some(value), None) => value.to_str().map_err(drop)?,
            (Some(_), Some(_)) => return Err(()),
        };
        let (scheme, rest) = value.split_once(' ').ok_or(())?;
        let rest = rest.trim();
        if scheme.eq_ignore_ascii_case("bearer") {
            return Ok(Some(Self::Token(rest.to_owned())));
        }
        if !scheme.eq_ignore_ascii_case("basic") {
            return Err(());
        }
        let decoded = String::from_utf8(STANDARD.decode(rest).map_err(drop)?).map_err(drop)?;
        let (name, password) = decoded.split_once(':').ok_or(())?;
        Ok(Some(Self::Password { name: name.to_owned(), password: password.to_owned() }))
    }
}

fn open_users(path: PathBuf) -> Result<Watched<Users>, Unsafe> {
    let file = path.clone();
    Watched::open(vec![path], move || {
        let wrong = |what: String| Unsafe::Wrong { path: file.clone(), what };
        let bytes = match read_file(&file) {
            Err(Unsafe::Unreadable { cause, path }) if cause.kind() == ErrorKind::NotFound => {
                return Err(Unsafe::NoUsers(path));
            }
            read => read?,
        };
        let text = String::from_utf8(bytes).map_err(|_| wrong("it is not UTF-8".to_owned()))?;
        Users::read(&text).map_err(|line| wrong(line.to_string()))
    })
}

/// A hash of nobody's password, which costs an unknown user as much time as a known one.
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$qXo3QD4+DG4JiYluDfUFNA$u6telOUSeK4OLszpO0M6cLm0LDsgLd1RpgXqTUkN/3M";
