//! Bearer tokens: JSON Web Tokens (RFC 7519) signed by whoever the site trusts to name its users.
//!
//! A token is taken only if its algorithm is on the list, a key of that family with its `kid` is
//! known, issuer and audience are the configured ones, and it is neither expired nor of the future.
//! The claims `sub`, `roles`, `dn` and `agent` say who comes and what he may do; each of the last
//! three is a text or a number, or a list of them.

use std::{path::Path, sync::Arc, time::Duration};

use jsonwebtoken::{
    Algorithm, AlgorithmFamily, DecodingKey, Header, Validation, decode, decode_header,
    jwk::{Jwk, JwkSet, PublicKeyUse},
};
use serde::Deserialize;

use super::{
    AuthConfig,
    principal::{Allowed, Principal, Rights},
};
use crate::{
    limits,
    security::Unsafe,
    watched::{Edition, Watched, read_file},
};

/// What tokens are checked against.
#[derive(Debug)]
pub(crate) struct Tokens {
    keys: Watched<Vec<TokenKey>>,
    algorithms: Vec<Algorithm>,
    validation: Validation,
}

impl Tokens {
    /// Reads the keys; none are configured: no token is taken.
    pub(crate) fn open(config: &AuthConfig) -> Result<Option<Self>, Unsafe> {
        let paths: Vec<_> =
            [&config.jwt_key, &config.jwks].into_iter().flatten().cloned().collect();
        if paths.is_empty() {
            return Ok(None);
        }
        let algorithms = algorithms(config)?;
        let leeway = config.jwt_leeway.as_secs();
        let mut validation = Validation { leeway, validate_nbf: true, ..Validation::default() };
        validation.set_required_spec_claims(&["exp", "sub", "iss", "aud"]);
        validation.set_issuer(config.jwt_issuer.as_slice());
        validation.set_audience(config.jwt_audience.as_slice());
        let (key, set, allowed) = (config.jwt_key.clone(), config.jwks.clone(), algorithms.clone());
        let keys = Watched::open(paths, move || {
            let mut keys = Vec::new();
            if let Some(path) = &key {
                keys.push(single_key(path)?);
            }
            if let Some(path) = &set {
                keys.extend(key_set(path)?);
            }
            let fits = |key: &TokenKey| allowed.iter().any(|algorithm| key.takes(*algorithm));
            if keys.iter().any(fits) {
                return Ok(keys);
            }
            Err(Unsafe::Tokens("no key is of an algorithm listed in jwt_algorithms".to_owned()))
        })?;
        Ok(Some(Self { keys, algorithms, validation }))
    }

    /// Looks at the key files at once.
    pub(crate) fn refresh(&self) {
        self.keys.refresh();
    }

    /// The keys in effect.
    pub(crate) fn keys(&self) -> Arc<Edition<Vec<TokenKey>>> {
        self.keys.current()
    }

    /// Who the token says comes, and until when; or what is wrong with it, for the log.
    pub(crate) fn verify(
        &self,
        keys: &[TokenKey],
        token: &str,
    ) -> Result<(Principal, u64), String> {
        if token.len() > limits::MAX_TOKEN {
            return Err("the token is too long".to_owned());
        }
        let header = decode_header(token).map_err(|error| error.to_string())?;
        if !self.algorithms.contains(&header.alg) {
            return Err(format!("the algorithm {:?} is not listed", header.alg));
        }
        if header.crit.is_some() {
            return Err("the token has critical extensions".to_owned());
        }
        let key = choose(keys, &header)?;
        let mut validation = self.validation.clone();
        validation.algorithms = vec![header.alg];
        let claims = decode::<Claims>(token, &key.key, &validation);
        let claims = claims.map_err(|error| error.to_string())?.claims;
        principal(claims)
    }
}

/// A key that tokens may be signed with.
pub(crate) struct TokenKey {
    kid: Option<String>,
    /// The one algorithm it is for; none: any of its family.
    algorithm: Option<Algorithm>,
    key: DecodingKey,
}

impl TokenKey {
    fn takes(&self, algorithm: Algorithm) -> bool {
        self.key.family() == algorithm.family()
            && self.algorithm.is_none_or(|only| only == algorithm)
    }
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    exp: NumericDate,
    #[serde(default)]
    roles: Names,
    #[serde(default)]
    dn: Names,
    #[serde(default)]
    agent: Names,
}

/// Seconds since 1970, which may have a fraction (RFC 7519, section 2).
#[derive(Clone, Copy, Deserialize)]
#[serde(untagged)]
enum NumericDate {
    Whole(u64),
    Fraction(f64),
}

impl NumericDate {
    /// Whole seconds; one that is no time is over.
    fn seconds(self) -> u64 {
        match self {
            Self::Whole(seconds) => seconds,
            Self::Fraction(seconds) => {
                Duration::try_from_secs_f64(seconds).unwrap_or_default().as_secs()
            }
        }
    }
}

/// One name, or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Names {
    One(Name),
    Many(Vec<Name>),
}

/// A text; issuers write numbers without quotes, too.
#[derive(Deserialize)]
#[serde(untagged)]
enum Name {
    Text(String),
    Number(u64),
}

impl Names {
    fn joined(self) -> String {
        let names = match self {
            Self::One(name) => vec![name],
            Self::Many(names) => names,
        };
        let names = names.into_iter().map(|name| match name {
            Name::Text(name) => name,
            Name::Number(number) => number.to_string(),
        });
        names.collect::<Vec<_>>().join(",")
    }
}

impl Default for Names {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

fn principal(claims: Claims) -> Result<(Principal, u64), String> {
    let Claims { sub, exp, roles, dn, agent } = claims;
    if sub.is_empty() || sub.chars().count() > limits::MAX_USER_NAME {
        return Err(format!("`sub` has 1 to {} characters", limits::MAX_USER_NAME));
    }
    let roles = roles.joined();
    let roles = roles.split([',', ' ']).filter(|role| !role.is_empty());
    // Tokens may carry roles of other services; what is no role here gives no right here.
    let roles = roles.filter_map(|role| role.parse().ok()).collect();
    let allowed = |names: Names| Allowed::from(names.joined().as_str());
    let rights = Rights { roles, dns: allowed(dn), agents: allowed(agent) };
    Ok((Principal { name: Arc::from(sub), rights }, exp.seconds()))
}

/// The key that the header means: of its `kid`, or the only one of its family.
fn choose<'a>(keys: &'a [TokenKey], header: &Header) -> Result<&'a TokenKey, String> {
    let mut fitting = keys.iter().filter(|key| key.takes(header.alg)).filter(|key| {
        match (&header.kid, &key.kid) {
            (Some(wanted), Some(known)) => wanted == known,
            (None, _) | (_, None) => true,
        }
    });
    match (fitting.next(), fitting.next()) {
        (Some(key), None) => Ok(key),
        (None, _) => Err("no key of this kid and algorithm".to_owned()),
        (Some(_), Some(_)) => Err("the token does not say which key (kid)".to_owned()),
    }
}

fn algorithms(config: &AuthConfig) -> Result<Vec<Algorithm>, Unsafe> {
    let read = |name: &String| {
        name.parse::<Algorithm>().map_err(|_unknown| {
            Unsafe::Tokens(format!("`{name}` in jwt_algorithms is no algorithm such as RS256"))
        })
    };
    config.jwt_algorithms.iter().map(read).collect()
}

/// A PEM file with a public key, or a file with a secret for HMAC.
fn single_key(path: &Path) -> Result<TokenKey, Unsafe> {
    let bytes = read_file(path)?;
    let wrong = |what: &str| Unsafe::Wrong { path: path.to_owned(), what: what.to_owned() };
    if !bytes.starts_with(b"-----BEGIN") {
        let secret = bytes.trim_ascii();
        if secret.len() < limits::MIN_SECRET {
            return Err(wrong("neither a key in PEM form nor a secret of at least 32 bytes"));
        }
        let key = DecodingKey::from_secret(secret);
        return Ok(TokenKey { kid: None, algorithm: None, key });
    }
    let key = DecodingKey::from_rsa_pem(&bytes)
        .or_else(|_not_rsa| DecodingKey::from_ec_pem(&bytes))
        .or_else(|_not_ec| DecodingKey::from_ed_pem(&bytes));
    let key = key.map_err(|_not_ed| wrong("no public key of RSA, an elliptic curve or Ed25519"))?;
    Ok(TokenKey { kid: None, algorithm: None, key })
}

/// A JSON Web Key Set (RFC 7517); keys that are for something else are passed over.
fn key_set(path: &Path) -> Result<Vec<TokenKey>, Unsafe> {
    let wrong = |what: String| Unsafe::Wrong { path: path.to_owned(), what };
    let set: JwkSet = serde_json::from_slice(&read_file(path)?)
        .map_err(|error| wrong(format!("it is no JSON Web Key Set: {error}")))?;
    let is_for_signatures = |jwk: &&Jwk| match &jwk.common.public_key_use {
        Some(PublicKeyUse::Signature) | None => true,
        Some(PublicKeyUse::Encryption | PublicKeyUse::Other(_)) => false,
    };
    set.keys
        .iter()
        .filter(is_for_signatures)
        .map(|jwk| {
            let key = DecodingKey::from_jwk(jwk)
                .map_err(|error| wrong(format!("the key {:?}: {error}", jwk.common.key_id)))?;
            let algorithm = jwk.common.key_algorithm.and_then(|alg| alg.to_string().parse().ok());
            if key.family() == AlgorithmFamily::Hmac {
                return Err(wrong("a key set for others to read must hold no secrets".to_owned()));
            }
            Ok(TokenKey { kid: jwk.common.key_id.clone(), algorithm, key })
        })
        .collect()
}
