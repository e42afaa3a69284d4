//! Credentials that have been proved, so that a password is not hashed anew for every request.
//!
//! What is kept is a keyed digest of the credential, never the credential, and not for long.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use aws_lc_rs::hmac;
use tokio::time::Instant;

use super::principal::Principal;
use crate::limits;

/// A credential as it is remembered.
pub(crate) type Digest = [u8; 32];

/// The credentials proved a short while ago.
#[derive(Debug)]
pub(crate) struct Verified {
    key: hmac::Key,
    known: Mutex<BTreeMap<Digest, Known>>,
}

#[derive(Debug)]
struct Known {
    principal: Arc<Principal>,
    until: Instant,
    /// The edition of the file that it was checked against; with another it counts for nothing.
    edition: u64,
}

impl Verified {
    /// Remembers nothing yet. Fails without random numbers.
    pub(crate) fn new() -> Result<Self, aws_lc_rs::error::Unspecified> {
        let key = hmac::Key::generate(hmac::HMAC_SHA256, &aws_lc_rs::rand::SystemRandom::new())?;
        Ok(Self { key, known: Mutex::default() })
    }

    /// The digest of a credential.
    pub(crate) fn digest(&self, credential: &[u8]) -> Digest {
        let tag = hmac::sign(&self.key, credential);
        let mut digest = [0; 32];
        digest.iter_mut().zip(tag.as_ref()).for_each(|(to, from)| *to = *from);
        digest
    }

    /// Whose credential it is, if it was proved against this edition.
    pub(crate) fn find(&self, digest: &Digest, edition: u64) -> Option<Arc<Principal>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.get(digest)?;
        let holds = found.edition == edition && found.until > Instant::now();
        holds.then(|| Arc::clone(&found.principal))
    }

    /// Remembers a credential that was proved against an edition, for `span` at most.
    pub(crate) fn add(
        &self,
        digest: Digest,
        principal: Arc<Principal>,
        edition: u64,
        span: Duration,
    ) {
        let now = Instant::now();
        let until = now + span.min(limits::VERIFIED);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= limits::MAX_VERIFIED {
            known.retain(|_, known| known.until > now);
        }
        if known.len() >= limits::MAX_VERIFIED {
            known.pop_first();
        }
        known.insert(digest, Known { principal, until, edition });
    }
}
