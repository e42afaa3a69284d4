//! TLS and HTTP/2: what is refused, what is taken up, and what a hostile peer is cut for.

use std::{collections::BTreeSet, fs, path::PathBuf, sync::Arc, time::Duration};

use gateway_http::{AuthConfig, HttpConfig, TlsConfig};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject as _},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tokio_rustls::{TlsConnector, client::TlsStream};

use crate::rig::{Client, HOLD, Rig, done, post, within};

/// HTTP/1.1 over TLS; the reply comes as without.
#[tokio::test]
async fn requests_are_served_over_tls() {
    let authority = Authority::new("plain");
    let mut rig = Rig::new(authority.config()).await;
    let mut client = Client(authority.connect(&rig, &[b"http/1.1"], None).await.unwrap());
    client.send(&post(HOLD)).await;
    rig.answer_one().await;
    assert!(client.response().await.starts_with("HTTP/1.1 200 OK"));
    assert!(Client::connect(&rig).await.plain_is_refused().await);
}

/// HTTP/2: many requests at a time on one connection, `:authority` in the place of Host.
#[tokio::test]
async fn requests_are_served_over_http_2() {
    let authority = Authority::new("two");
    let mut rig = Rig::new(authority.config()).await;
    let mut client = authority.http_2(&rig).await;
    let replies: Vec<_> = ["a", "b"].map(|_| send(&mut client)).into_iter().collect();
    for _ in 0..2 {
        let arrival = rig.arrival().await;
        arrival.answer.send(done(Some("7"))).unwrap();
    }
    for reply in replies {
        assert_eq!(within(reply).await.unwrap().status(), 200);
    }
}

/// A refusal that needs no body still takes it, so that no reset comes behind the answer, which some
/// clients take for a failure.
#[tokio::test]
async fn a_refused_body_is_taken_over_http_2() {
    let authority = Authority::new("refused_body");
    let rig = Rig::new(authority.config()).await;
    let mut client = authority.connect(&rig, &[b"h2"], None).await.unwrap();
    client.write_all(PREFACE).await.unwrap();
    // POST / of gw, which is nothing to post to, and its body.
    client.write_all(b"\x00\x00\x07\x01\x04\x00\x00\x00\x01\x83\x87\x84\x01\x02gw").await.unwrap();
    client.write_all(b"\x00\x00\x04\x00\x01\x00\x00\x00\x01body").await.unwrap();
    let (mut kinds, mut pinged) = (Vec::new(), false);
    loop {
        let mut head = [0; 9];
        within(client.read_exact(&mut head)).await.unwrap();
        let [_, high, low, kind, flags, ..] = head;
        let mut payload = vec![0; usize::from(u16::from_be_bytes([high, low]))];
        within(client.read_exact(&mut payload)).await.unwrap();
        kinds.push(kind);
        match (kind, flags & 1) {
            (DATA | HEADERS, 1) => {
                client.write_all(b"\x00\x00\x08\x06\x00\x00\x00\x00\x00 the end").await.unwrap();
                pinged = true;
            }
            (PING, 1) => break,
            _ => {}
        }
    }
    assert!(pinged && kinds.contains(&HEADERS) && !kinds.contains(&RST_STREAM), "{kinds:?}");
}

/// Row 11: a client that opens and resets streams without end is sent away; others are served.
#[tokio::test]
async fn row_11_rapid_reset() {
    let authority = Authority::new("reset");
    let mut rig = Rig::new(authority.config()).await;
    let mut client = authority.connect(&rig, &[b"h2"], None).await.unwrap();
    let mut bystander = authority.http_2(&rig).await;
    client.write_all(PREFACE).await.unwrap();
    // It ends: the server hangs up.
    let flood = async {
        for stream in (1u32..).step_by(2) {
            let stream = stream.to_be_bytes();
            // A whole request (:method POST, :scheme https, :path /, :authority gw), and its reset.
            let headers = [b"\x00\x00\x07\x01\x05", &stream[..], b"\x83\x87\x84\x01\x02gw"];
            let reset = [b"\x00\x00\x04\x03\x00", &stream[..], b"\x00\x00\x00\x08"];
            if client.write_all(&[headers, reset].concat().concat()).await.is_err() {
                break;
            }
        }
    };
    within(flood).await;
    let reply = send(&mut bystander);
    rig.answer_one().await;
    assert_eq!(within(reply).await.unwrap().status(), 200);
}

/// Row 11: a head that never ends, and pings without end, harm nobody else.
#[tokio::test]
async fn row_11_continuations_and_pings_without_end() {
    let authority = Authority::new("floods");
    let mut rig = Rig::new(authority.config()).await;
    // HEADERS of stream 1 without END_HEADERS; one header, never indexed.
    let headers = b"\x00\x00\x05\x01\x00\x00\x00\x00\x01\x10\x01a\x01b";
    let continuation = b"\x00\x00\x05\x09\x00\x00\x00\x00\x01\x10\x01a\x01b".repeat(1000);
    let mut endless = authority.connect(&rig, &[b"h2"], None).await.unwrap();
    endless.write_all(PREFACE).await.unwrap();
    endless.write_all(headers).await.unwrap();
    // It ends: the server hangs up.
    within(async { while endless.write_all(&continuation).await.is_ok() {} }).await;

    let ping = b"\x00\x00\x08\x06\x00\x00\x00\x00\x00abcdefgh".repeat(1000);
    let mut pings = authority.connect(&rig, &[b"h2"], None).await.unwrap();
    pings.write_all(PREFACE).await.unwrap();
    let mut bystander = authority.http_2(&rig).await;
    let flood = async {
        for _ in 0..100 {
            // Nobody reads the answers; the server may stop reading, or hang up.
            if pings.write_all(&ping).await.is_err() {
                break;
            }
        }
        std::future::pending::<()>().await;
    };
    let served = async {
        for _ in 0..20 {
            let reply = send(&mut bystander);
            rig.answer_one().await;
            assert_eq!(within(reply).await.unwrap().status(), 200);
        }
    };
    tokio::select! {
        () = flood => {}
        () = served => {}
    }
}

/// Row 5: half a handshake, and an HTTP/2 connection on which nothing follows, are closed in time.
#[tokio::test]
async fn row_5_half_tls_and_a_silent_http_2() {
    let authority = Authority::new("silent");
    let config = HttpConfig { header_timeout: SHORT, socket_timeout: SHORT, ..authority.config() };
    let rig = Rig::new(config).await;
    let mut mute = Client::connect(&rig).await;
    assert_eq!(mute.until_closed().await, "", "no ClientHello");
    let mut half = TcpStream::connect(rig.address).await.unwrap();
    half.write_all(&OLD_HELLO[..20]).await.unwrap();
    assert_eq!(Client(half).until_closed().await, "", "half a ClientHello");
    let mut silent = authority.connect(&rig, &[b"h2"], None).await.unwrap();
    silent.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await.unwrap();
    let mut rest = Vec::new();
    let _end = within(silent.read_to_end(&mut rest)).await;
}

/// Row 21: a client that knows nothing newer than TLS 1.1 is told so and refused.
#[tokio::test]
async fn row_21_old_versions() {
    let authority = Authority::new("old");
    let rig = Rig::new(authority.config()).await;
    let mut client = TcpStream::connect(rig.address).await.unwrap();
    client.write_all(OLD_HELLO).await.unwrap();
    let mut alert = [0; 7];
    within(client.read_exact(&mut alert)).await.unwrap();
    assert_eq!((alert[0], alert[6]), (21, 70), "an alert: protocol_version");

    let mut config = authority.config();
    config.tls.as_mut().unwrap().only_1_3 = true;
    let rig = Rig::new(config).await;
    let only_1_2 = [&rustls::version::TLS12];
    let client = ClientConfig::builder_with_provider(provider());
    let client = client.with_protocol_versions(&only_1_2).unwrap();
    let client = client.with_root_certificates(authority.roots()).with_no_client_auth();
    assert!(shake_hands(&rig, client).await.is_err());
}

/// Row 21: certificates of clients: none, a foreign one, an expired one are refused; the name in a
/// good one is its user's.
#[tokio::test]
async fn row_21_client_certificates() {
    let authority = Authority::new("clients");
    let mut config = authority.config();
    let tls = config.tls.as_mut().unwrap();
    (tls.client_ca, tls.client_required) = (Some(authority.file("ca.pem")), true);
    let mut rig = Rig::new(config).await;
    let foreign = Authority::new("foreign");
    let refused = [
        ("none", None),
        ("foreign", Some(foreign.certificate("alice", 2040))),
        ("expired", Some(authority.certificate("alice", 2020))),
    ];
    for (name, certificate) in refused {
        // In TLS 1.3 a client learns of it from its first read.
        let outcome = match authority.connect(&rig, &[b"http/1.1"], certificate).await {
            Ok(mut stream) => {
                let _sent = stream.write_all(post(HOLD).as_bytes()).await;
                within(stream.read_u8()).await.map(drop)
            }
            Err(error) => Err(error),
        };
        assert!(outcome.is_err(), "{name}");
    }
    let alice = authority.certificate("alice", 2040);
    let stream = authority.connect(&rig, &[b"http/1.1"], Some(alice)).await.unwrap();
    let mut client = Client(stream);
    client.send(&post(HOLD)).await;
    let arrival = rig.arrival().await;
    assert_eq!(arrival.principal.as_deref(), Some("alice"));
}

/// A certificate opens what the password file says of its name; a name it does not know is out.
#[tokio::test]
async fn certificates_are_bound_to_users() {
    let authority = Authority::new("bound");
    let mut config = authority.config();
    config.tls.as_mut().unwrap().client_ca = Some(authority.file("ca.pem"));
    fs::write(authority.file("users"), "robot:!:agent:2001:7001\n").unwrap();
    config.auth = AuthConfig { users: Some(authority.file("users")), ..AuthConfig::default() };
    let mut rig = Rig::new(config).await;
    for (name, status) in [("robot", "200"), ("mallory", "401")] {
        let certificate = authority.certificate(name, 2040);
        let stream = authority.connect(&rig, &[b"http/1.1"], Some(certificate)).await.unwrap();
        let mut client = Client(stream);
        client.send(&post(HOLD)).await;
        if status == "200" {
            let arrival = rig.arrival().await;
            assert_eq!(arrival.principal.as_deref(), Some("robot"));
            arrival.answer.send(done(None)).unwrap();
        }
        let answer = client.response().await;
        assert_eq!(answer.split(' ').nth(1), Some(status), "{answer}");
    }
}

/// Row 21: a new certificate serves newcomers, an old connection lives on, a broken file changes
/// nothing.
#[tokio::test]
async fn row_21_certificates_are_taken_up() {
    let authority = Authority::new("reload");
    let mut rig = Rig::new(authority.config()).await;
    let stream = authority.connect(&rig, &[b"http/1.1"], None).await.unwrap();
    let before = served_with(&stream);
    let mut client = Client(stream);

    fs::write(authority.file("certificate.pem"), "-----BEGIN CERTIFICATE-----").unwrap();
    rig.security.refresh();
    let stream = authority.connect(&rig, &[b"http/1.1"], None).await.unwrap();
    assert_eq!(served_with(&stream), before);

    authority.renew();
    rig.security.refresh();
    let stream = authority.connect(&rig, &[b"http/1.1"], None).await.unwrap();
    assert_ne!(served_with(&stream), before);

    client.send(&post(HOLD)).await;
    rig.answer_one().await;
    assert!(client.response().await.starts_with("HTTP/1.1 200 OK"), "nobody is dropped");
}

/// Row 21: certificates change all the time, and nobody who comes or is there notices.
#[tokio::test]
async fn row_21_reload_under_load() {
    let authority = Authority::new("load");
    let mut rig = Rig::new(authority.config()).await;
    let mut resident = authority.http_2(&rig).await;
    let mut seen = BTreeSet::new();
    for _ in 0..20 {
        authority.renew();
        rig.security.refresh();
        let newcomer = authority.connect(&rig, &[b"http/1.1"], None).await.unwrap();
        seen.insert(served_with(&newcomer));
        let mut newcomer = Client(newcomer);
        newcomer.send(&post(HOLD)).await;
        let reply = send(&mut resident);
        for _ in 0..2 {
            rig.answer_one().await;
        }
        assert!(newcomer.response().await.starts_with("HTTP/1.1 200 OK"));
        assert_eq!(within(reply).await.unwrap().status(), 200);
    }
    assert_eq!(seen.len(), 20, "each newcomer is served with the newest");
}

impl Client {
    /// Whether plain HTTP is not understood here.
    async fn plain_is_refused(&mut self) -> bool {
        self.send(&post(HOLD)).await;
        let mut answer = Vec::new();
        let _end = within(self.0.read_to_end(&mut answer)).await;
        !answer.starts_with(b"HTTP")
    }
}

/// An authority, and the files of a gateway whose certificate it signed.
struct Authority {
    folder: PathBuf,
    issuer: Issuer<'static, KeyPair>,
    certificate: CertificateDer<'static>,
}

impl Authority {
    fn new(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("tls_{name}"));
        fs::create_dir_all(&folder).unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, format!("the authority of {name}"));
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        fs::write(folder.join("ca.pem"), certificate.pem()).unwrap();
        let certificate = certificate.der().clone();
        let authority = Self { folder, issuer: Issuer::new(params, key), certificate };
        authority.renew();
        authority
    }

    /// Writes a new certificate for the gateway.
    fn renew(&self) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        fs::write(self.file("certificate.pem"), certificate.pem()).unwrap();
        fs::write(self.file("key.pem"), key.serialize_pem()).unwrap();
    }

    /// A certificate for a client, good up to a year, and its key.
    fn certificate(&self, name: &str, year: i32) -> Credentials {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.not_after = date_time_ymd(year, 1, 1);
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes()).unwrap();
        (certificate.der().clone(), key)
    }

    fn config(&self) -> HttpConfig {
        let (certificate, key) = (self.file("certificate.pem"), self.file("key.pem"));
        let tls = TlsConfig { certificate, key, ..TlsConfig::default() };
        HttpConfig { tls: Some(tls), ..HttpConfig::default() }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn roots(&self) -> RootCertStore {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone()).unwrap();
        roots
    }

    async fn connect(
        &self,
        rig: &Rig,
        protocols: &[&[u8]],
        certificate: Option<Credentials>,
    ) -> std::io::Result<TlsStream<TcpStream>> {
        let builder = ClientConfig::builder_with_provider(provider());
        let builder = builder.with_safe_default_protocol_versions().unwrap();
        let builder = builder.with_root_certificates(self.roots());
        let mut client = match certificate {
            Some((chain, key)) => builder.with_client_auth_cert(vec![chain], key).unwrap(),
            None => builder.with_no_client_auth(),
        };
        client.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
        shake_hands(rig, client).await
    }

    async fn http_2(&self, rig: &Rig) -> h2::client::SendRequest<bytes::Bytes> {
        let stream = self.connect(rig, &[b"h2", b"http/1.1"], None).await.unwrap();
        let (client, connection) = h2::client::handshake(stream).await.unwrap();
        tokio::spawn(connection);
        client
    }
}

type Credentials = (CertificateDer<'static>, PrivateKeyDer<'static>);

async fn shake_hands(rig: &Rig, client: ClientConfig) -> std::io::Result<TlsStream<TcpStream>> {
    let stream = TcpStream::connect(rig.address).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    within(TlsConnector::from(Arc::new(client)).connect(name, stream)).await
}

fn served_with(stream: &TlsStream<TcpStream>) -> Vec<u8> {
    stream.get_ref().1.peer_certificates().unwrap()[0].to_vec()
}

fn provider() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::aws_lc_rs::default_provider())
}

fn request() -> hyper::Request<()> {
    hyper::Request::post("https://localhost/pts")
        .header("content-type", "application/xml")
        .body(())
        .unwrap()
}

fn send(client: &mut h2::client::SendRequest<bytes::Bytes>) -> h2::client::ResponseFuture {
    let (reply, mut body) = client.send_request(request(), false).unwrap();
    body.send_data(HOLD.into(), true).unwrap();
    reply
}

// Kinds of frames (RFC 9113, section 6).
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const PING: u8 = 6;

const SHORT: Duration = Duration::from_millis(60);

/// A `ClientHello` of TLS 1.1 (RFC 4346) that lacks nothing but a newer version: a cipher suite,
/// signature algorithms, groups.
const OLD_HELLO: &[u8] = &[
    0x16, 0x03, 0x01, 0x00, 0x3f, 0x01, 0x00, 0x00, 0x3b, 0x03, 0x02, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 0,
    0, 2, 0xc0, 0x2b, 1, 0, 0, 16, 0, 0x0d, 0, 4, 0, 2, 4, 3, 0, 0x0a, 0, 4, 0, 2, 0, 0x1d,
];

/// What a client of HTTP/2 says first, with empty SETTINGS (RFC 9113, section 3.4).
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00";
