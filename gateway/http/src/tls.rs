//! TLS: certificates from files, taken up anew when they change, and what clients show of theirs.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use rustls::{
    RootCertStore, ServerConfig,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    server::{WebPkiClientVerifier, danger::ClientCertVerifier},
    version::{TLS12, TLS13},
};
use x509_parser::{extensions::GeneralName, prelude::FromDer as _};

use crate::{
    security::Unsafe,
    watched::{Edition, Watched, read_file},
};

/// How connections are encrypted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TlsConfig {
    /// The chain of certificates, the gateway's own first, in PEM form.
    pub certificate: PathBuf,
    /// The private key, in PEM form.
    pub key: PathBuf,
    /// The authorities whose certificates clients may show.
    pub client_ca: Option<PathBuf>,
    /// Whether a client without a certificate is turned away.
    pub client_required: bool,
    /// Whether TLS 1.2 is refused, too; older versions always are.
    pub only_1_3: bool,
}

/// The certificates in effect.
///
/// A connection keeps those that it began with, so that taking up new ones drops nobody.
#[derive(Debug)]
pub(crate) struct Certificates(Watched<Arc<ServerConfig>>);

impl Certificates {
    /// Reads the files.
    pub(crate) fn open(config: &TlsConfig) -> Result<Self, Unsafe> {
        let mut paths = vec![config.certificate.clone(), config.key.clone()];
        paths.extend(config.client_ca.clone());
        let config = config.clone();
        Ok(Self(Watched::open(paths, move || server(&config))?))
    }

    /// What the next connection is served with.
    pub(crate) fn current(&self) -> Arc<ServerConfig> {
        let Edition { content, .. } = &*self.0.current();
        Arc::clone(content)
    }

    /// Looks at the files at once.
    pub(crate) fn refresh(&self) {
        self.0.refresh();
    }
}

/// The name that a client's certificate is for: its common name, or else its first alternative
/// name that is a DNS name or an address of mail.
pub(crate) fn name_in(certificate: &CertificateDer<'_>) -> Option<Arc<str>> {
    let (_, certificate) = x509_parser::certificate::X509Certificate::from_der(certificate).ok()?;
    let common = certificate.subject().iter_common_name().find_map(|name| name.as_str().ok());
    if let Some(common) = common.filter(|name| !name.is_empty()) {
        return Some(Arc::from(common));
    }
    let names = certificate.subject_alternative_name().ok()??;
    names.value.general_names.iter().find_map(|name| {
        let (GeneralName::DNSName(name) | GeneralName::RFC822Name(name)) = name else {
            return None;
        };
        Some(Arc::from(*name))
    })
}

fn server(config: &TlsConfig) -> Result<Arc<ServerConfig>, Unsafe> {
    let tls = |error: rustls::Error| Unsafe::Tls(error.to_string());
    let chain = certificates(&config.certificate)?;
    let wrong = |error| Unsafe::Wrong {
        path: config.key.clone(),
        what: format!("no private key: {error}"),
    };
    let key = PrivateKeyDer::from_pem_slice(&read_file(&config.key)?).map_err(wrong)?;
    let versions: &[_] = if config.only_1_3 { &[&TLS13] } else { &[&TLS13, &TLS12] };
    let provider = Arc::new(aws_lc_rs::default_provider());
    let builder = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .map_err(tls)?;
    let mut server = builder
        .with_client_cert_verifier(verifier(config)?)
        .with_single_cert(chain, key)
        .map_err(tls)?;
    server.alpn_protocols = vec![H2.to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(server))
}

fn verifier(config: &TlsConfig) -> Result<Arc<dyn ClientCertVerifier>, Unsafe> {
    let Some(path) = &config.client_ca else { return Ok(WebPkiClientVerifier::no_client_auth()) };
    let mut roots = RootCertStore::empty();
    for certificate in certificates(path)? {
        let wrong =
            |error| Unsafe::Wrong { path: path.clone(), what: format!("no authority: {error}") };
        roots.add(certificate).map_err(wrong)?;
    }
    let provider = Arc::new(aws_lc_rs::default_provider());
    let builder = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
    let builder = if config.client_required { builder } else { builder.allow_unauthenticated() };
    builder.build().map_err(|error| Unsafe::Tls(error.to_string()))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, Unsafe> {
    let wrong = |what: String| Unsafe::Wrong { path: path.to_owned(), what };
    let bytes = read_file(path)?;
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
    let chain = chain.map_err(|error| wrong(format!("no certificate: {error}")))?;
    if chain.is_empty() { Err(wrong("it holds no certificate".to_owned())) } else { Ok(chain) }
}

/// How HTTP/2 names itself in the handshake (ALPN, RFC 7301).
pub(crate) const H2: &[u8] = b"h2";
