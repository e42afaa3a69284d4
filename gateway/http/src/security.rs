//! Who may come, and what he may do: everything that is asked of a request before the gateway sees it.

use std::{
    io,
    net::IpAddr,
    num::NonZeroU32,
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use gateway_core::{
    refusal::{Code, Refusal},
    reply::{Answer, Reply},
    request::Envelope,
};
use hyper::{HeaderMap, header};
use thiserror::Error;
use tokio::sync::OwnedSemaphorePermit;

use crate::{
    assets::Actions,
    audit::{Act, Audit, Entry},
    auth::{
        self, Authority, Credential, Recognised,
        principal::{Principal, Rights, Role},
    },
    config::HttpConfig,
    fault::Fault,
    metrics::Counted,
    rate::Rate,
    tls::Certificates,
};

/// Why what a configuration names for security cannot be used.
#[derive(Debug, Error)]
pub enum Unsafe {
    #[error("cannot read or write {}: {cause}", path.display())]
    Unreadable { path: PathBuf, cause: io::Error },
    #[error("{}: {what}", path.display())]
    Wrong { path: PathBuf, what: String },
    #[error("there are no users: {} is not there; `gateway user add` writes it", .0.display())]
    NoUsers(PathBuf),
    #[error("no token could be taken: {0}")]
    Tokens(String),
    #[error("TLS cannot be set up: {0}")]
    Tls(String),
    #[error("the system gives no random numbers")]
    NoRandom,
}

/// Files that a configuration names together, and whether they can be used.
#[derive(Debug)]
pub struct Examined {
    /// What they hold.
    pub what: &'static str,
    pub files: Vec<PathBuf>,
    pub found: Result<(), Unsafe>,
}

impl Examined {
    pub(crate) fn new<'a, T>(
        what: &'static str,
        files: impl IntoIterator<Item = Option<&'a PathBuf>>,
        opened: Result<T, Unsafe>,
    ) -> Self {
        let files = files.into_iter().flatten().cloned().collect();
        Self { what, files, found: opened.map(drop) }
    }
}

/// Certificates, users, rates, the audit log and the desktop's actions, as files hold them.
#[derive(Debug)]
pub struct Security {
    certificates: Option<Certificates>,
    authority: Option<Authority>,
    audit: Option<Audit>,
    pub(crate) actions: Option<Actions>,
    settings: RwLock<Arc<Settings>>,
}

/// What is in effect at this moment; a reload puts another in its place.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) config: HttpConfig,
    tries: Rate<IpAddr>,
    /// Requests by the name of who sends them; where nobody is asked, they are not counted.
    requests: Rate<Arc<str>>,
}

impl Settings {
    fn new(config: HttpConfig) -> Self {
        let burst = config.requests_per_second.saturating_mul(BURST);
        let period = Duration::from_secs(1) / config.requests_per_second.get();
        let try_period = Duration::from_secs(60) / config.logons_per_minute.get();
        let tries = Rate::new(config.logons_per_minute, try_period);
        Self { config, tries, requests: Rate::new(burst, period) }
    }
}

impl Security {
    /// Reads what the configuration names. With an audit log, it needs a runtime.
    pub fn open(config: &HttpConfig) -> Result<Self, Unsafe> {
        Ok(Self {
            certificates: config.tls.as_ref().map(Certificates::open).transpose()?,
            authority: Authority::open(&config.auth)?,
            audit: config.auth.audit.as_deref().map(Audit::open).transpose()?,
            actions: config.actions.clone().map(Actions::open).transpose()?,
            settings: RwLock::new(Arc::new(Settings::new(config.clone()))),
        })
    }

    /// Looks at every file that the configuration names; nothing is kept or written.
    pub fn examine(config: &HttpConfig) -> Vec<Examined> {
        let HttpConfig { tls, actions, auth, .. } = config;
        let certificates = tls.as_ref().map(|tls| {
            let files = [Some(&tls.certificate), Some(&tls.key), tls.client_ca.as_ref()];
            Examined::new("certificate", files, Certificates::open(tls))
        });
        let actions = actions
            .clone()
            .map(|file| Examined::new("actions", [Some(&file.clone())], Actions::open(file)));
        let audit = auth
            .audit
            .as_ref()
            .map(|file| Examined::new("audit log", [Some(file)], Audit::check(file)));
        let doors = auth::examine(auth);
        certificates.into_iter().chain(doors).chain(actions).chain(audit).collect()
    }

    /// Looks at every file at once; those that have changed are read again, and an audit log that was
    /// moved away is begun anew.
    pub fn refresh(&self) {
        if let Some(certificates) = &self.certificates {
            certificates.refresh();
        }
        if let Some(authority) = &self.authority {
            authority.refresh();
        }
        if let Some(actions) = &self.actions {
            actions.refresh();
        }
        if let Some(audit) = &self.audit {
            audit.refresh();
        }
    }

    /// Takes another configuration up: bounds, origins, hosts and rates, for the requests and
    /// connections that come from here on. What needs a restart ([`HttpConfig::taken_up`]) stays.
    pub fn reconfigure(&self, config: &HttpConfig) {
        let mut settings = self.settings.write().unwrap_or_else(PoisonError::into_inner);
        let config = settings.config.taken_up(config);
        if config != settings.config {
            *settings = Arc::new(Settings::new(config));
        }
    }

    pub(crate) fn settings(&self) -> Arc<Settings> {
        Arc::clone(&self.settings.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn certificates(&self) -> Option<&Certificates> {
        self.certificates.as_ref()
    }

    /// Who sends this request, if that is asked at all.
    pub(crate) async fn identify(
        &self,
        peer: &Peer,
        headers: &HeaderMap,
        path: &str,
    ) -> Result<Caller, Fault> {
        let source = self.source(peer, headers);
        let identified = match &self.authority {
            Some(authority) => {
                let shown = self.ask(authority, source, headers, path);
                match (&peer.certificate, headers.contains_key(header::AUTHORIZATION)) {
                    (Some(name), false) => authority.certified(name).map(Arc::new),
                    (Some(_) | None, _) => Some(shown.await?),
                }
                .ok_or_else(|| authority.challenge())
                .map(Some)
            }
            None => Ok(peer.certificate.clone().map(everybody)),
        };
        match identified {
            Ok(principal) => Ok(Caller { principal, source }),
            Err(fault) => {
                self.record_stranger(Act::NotRecognised, source, path, "no such certificate");
                Err(fault)
            }
        }
    }

    /// Where the request comes from: a proxy is believed only if it is trusted.
    fn source(&self, peer: &Peer, headers: &HeaderMap) -> IpAddr {
        let trusted = &self.settings().config.trusted_proxies;
        if !trusted.contains(&peer.source) {
            return peer.source;
        }
        let hops = headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok());
        let hops: Vec<IpAddr> = hops
            .flat_map(|hops| hops.split(','))
            .filter_map(|hop| hop.trim().parse().ok())
            .collect();
        let stranger = hops.into_iter().rev().find(|hop| !trusted.contains(hop));
        stranger.unwrap_or(peer.source)
    }

    async fn ask(
        &self,
        authority: &Authority,
        source: IpAddr,
        headers: &HeaderMap,
        path: &str,
    ) -> Result<Arc<Principal>, Fault> {
        let Ok(Some(shown)) = Credential::of(headers) else {
            self.record_stranger(Act::NotRecognised, source, path, "no credential");
            return Err(authority.challenge());
        };
        match authority.recognise(shown, source, &self.settings().tries).await {
            Ok(Recognised { principal, anew }) => {
                if anew {
                    let caller = Caller { principal: Some(Arc::clone(&principal)), source };
                    self.record_of(Act::Recognised, &caller, path, "");
                }
                Ok(principal)
            }
            Err(fault @ Fault::TooOften { .. }) => {
                self.record_stranger(Act::TooOften, source, path, "log-ons");
                Err(fault)
            }
            Err(fault) => {
                self.record_stranger(Act::NotRecognised, source, path, "wrong credential");
                Err(fault)
            }
        }
    }

    /// Counts a request against what its sender may send.
    pub(crate) fn count(&self, caller: &Caller, path: &str) -> Result<(), Fault> {
        let Some(principal) = &caller.principal else { return Ok(()) };
        let requests = &self.settings().requests;
        requests
            .take(&principal.name)
            .inspect_err(|_| self.record_of(Act::TooOften, caller, path, ""))
    }

    /// Refuses a request that goes beyond what its sender may do.
    pub(crate) fn permit(&self, caller: &Caller, envelope: &Envelope) -> Result<(), Fault> {
        let Some(principal) = &caller.principal else { return Ok(()) };
        principal.rights.permit(envelope).map_err(|why| {
            let request = envelope.request.row().name;
            self.record_of(Act::Forbidden, caller, request, &why);
            let refusal = Refusal::because(Code::Forbidden, why);
            let reference = envelope.reference.as_deref().map(Into::into);
            Fault::Forbidden(Box::new(Reply {
                request,
                reference,
                answer: Answer::Refused(refusal),
            }))
        })
    }

    /// Refuses to show metrics to whoever is no operator.
    pub(crate) fn permit_metrics(&self, caller: &Caller) -> Result<(), Fault> {
        match &caller.principal {
            Some(principal) if !principal.rights.has(Role::Operator) => {
                self.record_of(Act::Forbidden, caller, "/metrics", "the role operator is needed");
                Err(Fault::NoOperator)
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Writes down what a reply says of sessions, log-ons and denials.
    pub(crate) fn replied(&self, caller: &Caller, subject: Option<&str>, reply: &Reply) {
        match (&reply.answer, subject) {
            (Answer::Refused(refusal), _) if refusal.code == Code::Forbidden => {
                self.record_of(Act::Forbidden, caller, reply.request, &refusal.detail);
            }
            (Answer::Refused(_), _) | (_, None) => {}
            (_, Some(subject)) => self.record_of(Act::Done, caller, reply.request, subject),
        }
    }

    fn record_of(&self, act: Act, caller: &Caller, request: &str, detail: &str) {
        let user = caller.principal.as_ref().map(|principal| principal.name.to_string());
        let (source, request, detail) = (caller.source, request.to_owned(), detail.to_owned());
        self.record(Entry { act, user, source, request, detail });
    }

    /// The same, of somebody who is not known.
    fn record_stranger(&self, act: Act, source: IpAddr, request: &str, detail: &str) {
        self.record_of(act, &Caller { principal: None, source }, request, detail);
    }

    fn record(&self, entry: Entry) {
        if entry.act != Act::Done {
            let Entry { act, user, source, request, detail } = &entry;
            tracing::debug!(?act, user, %source, request, detail, "audit");
        }
        if let Some(audit) = &self.audit {
            audit.record(entry);
        }
    }
}

/// The other end of a connection.
#[derive(Debug)]
pub(crate) struct Peer {
    /// Where it comes from; behind a proxy that is trusted, where that says so.
    pub(crate) source: IpAddr,
    /// The name in its certificate, if it showed one.
    pub(crate) certificate: Option<Arc<str>>,
    /// The connection's room among all, and its mark in the metrics, for as long as it is used.
    pub(crate) _place: (OwnedSemaphorePermit, Counted),
}

/// Who sends a request.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// None: nobody is asked.
    pub(crate) principal: Option<Arc<Principal>>,
    pub(crate) source: IpAddr,
}

/// Whoever holds a certificate, where nobody is asked for more.
fn everybody(name: Arc<str>) -> Arc<Principal> {
    Arc::new(Principal { name, rights: Rights::all() })
}

/// How many seconds' worth of requests may come at once.
const BURST: NonZeroU32 = NonZeroU32::new(4).unwrap();
