//! Who is let in, as whom, and what each may do: passwords, tokens, sessions, rates, the audit log.

use std::{
    fmt::Write as _,
    fs,
    num::NonZeroU32,
    path::{Path, PathBuf},
};

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use futures_util::{SinkExt as _, StreamExt as _};
use gateway_core::{
    refusal::{Code, Refusal},
    reply::{Answer, Reply},
};
use gateway_http::{
    Allowed, AuthConfig, HttpConfig, Rights, Role, User, Users, hash_password, verify_audit,
};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    client_async,
    tungstenite::{Message, client::IntoClientRequest as _, protocol::frame::coding::CloseCode},
};

use crate::rig::{Client, HOLD, Rig, done, post_with, within};

/// Every way to be unknown, and what each is told.
#[tokio::test]
async fn row_13_a_wrong_password_is_refused() {
    let rig = Rig::new(with_users("wrong_password")).await;
    let mut golden = String::new();
    let shown = [
        ("nothing", String::new()),
        ("a wrong password", basic("alice", "wrong")),
        ("an unknown user", basic("mallory", "s3cret")),
        ("a user without a password", basic("robot", "!")),
        ("a token", "Authorization: Bearer a.b.c\r\n".to_owned()),
        ("another scheme", "Authorization: Negotiate YII=\r\n".to_owned()),
        ("no base64", "Authorization: Basic ???\r\n".to_owned()),
        ("two credentials", basic("alice", "s3cret") + &basic("bob", "s3cret")),
        ("a header that names a user", "X-User: alice\r\nX-Forwarded-User: alice\r\n".to_owned()),
    ];
    for (name, headers) in shown {
        let answer = rig.told(&headers, HOLD).await;
        // The first one in full; the others say the same.
        let shown =
            if golden.is_empty() { answer.as_str() } else { answer.lines().next().unwrap() };
        writeln!(golden, "## {name}\n{shown}").unwrap();
    }
    insta::assert_snapshot!(golden);
}

/// A known user is told to the owner by name, and is remembered: the second request costs no hash.
#[tokio::test]
async fn a_known_user_is_let_in() {
    let mut rig = Rig::new(with_users("known")).await;
    let mut client = Client::connect(&rig).await;
    for _ in 0..2 {
        client.send(&request(&basic("alice", "s3cret"), HOLD)).await;
        let arrival = rig.arrival().await;
        assert_eq!(arrival.principal.as_deref(), Some("alice"));
        arrival.answer.send(done(None)).unwrap();
        assert!(client.response().await.starts_with("HTTP/1.1 200 OK"));
    }
}

/// Row 13: a source that guesses is told to come again, and costs no more hashing.
#[tokio::test]
async fn row_13_guessing_is_slowed_down() {
    let logons_per_minute = NonZeroU32::new(3).unwrap();
    let rig = Rig::new(HttpConfig { logons_per_minute, ..with_users("guessing") }).await;
    let mut statuses = Vec::new();
    for guess in 0..5 {
        let answer = rig.told(&basic("alice", &format!("guess {guess}")), HOLD).await;
        statuses.push(answer.split(' ').nth(1).unwrap().to_owned());
        if guess == 4 {
            assert!(answer.contains("\nretry-after: "), "{answer}");
        }
    }
    assert_eq!(statuses, ["401", "401", "401", "429", "429"]);
}

/// Row 13: two hundred wrong log-ons at a time hold nobody up who is known.
#[tokio::test]
async fn row_13_a_flood_of_wrong_passwords() {
    let logons_per_minute = NonZeroU32::new(60_000).unwrap();
    let mut rig = Rig::new(HttpConfig { logons_per_minute, ..with_users("flood") }).await;
    let mut alice = Client::connect(&rig).await;
    alice.send(&request(&basic("alice", "s3cret"), HOLD)).await;
    rig.answer_one().await;
    alice.response().await;
    let mut flood = Vec::new();
    for guess in 0..200 {
        let mut client = Client::connect(&rig).await;
        client.send(&request(&basic("alice", &format!("guess {guess}")), HOLD)).await;
        flood.push(client);
    }
    alice.send(&request(&basic("alice", "s3cret"), HOLD)).await;
    rig.answer_one().await;
    assert!(alice.response().await.starts_with("HTTP/1.1 200 OK"));
    let mut statuses = [0, 0];
    for mut client in flood {
        let answer = client.response().await;
        let which = ["401", "503"]
            .iter()
            .position(|status| answer.starts_with(&format!("HTTP/1.1 {status} ")));
        statuses[which.unwrap()] += 1;
    }
    assert!(
        statuses[0] >= 64,
        "{statuses:?}: those that find room are hashed, the rest come again"
    );
}

/// A user who asks too often is told to come again; others are not.
#[tokio::test]
async fn row_13_a_user_has_a_rate() {
    let requests_per_second = NonZeroU32::MIN;
    let mut rig = Rig::new(HttpConfig { requests_per_second, ..with_users("rate") }).await;
    for _ in 0..4 {
        assert!(rig.served(&basic("alice", "s3cret"), HOLD).await.starts_with("HTTP/1.1 200 "));
    }
    let refused = rig.told(&basic("alice", "s3cret"), HOLD).await;
    assert!(refused.starts_with("HTTP/1.1 429 "), "{refused}");
    assert!(rig.served(&basic("bob", "s3cret"), HOLD).await.starts_with("HTTP/1.1 200 "));
}

/// Row 14: every token that is not to be taken is refused; the one that is, is taken.
#[tokio::test]
async fn row_14_tokens() {
    let issuer = Issuer::new("tokens");
    let mut rig = Rig::new(issuer.config()).await;
    let good = issuer.token(&json!({}), "first", Algorithm::ES256);
    // Issuers write times with fractions, and numbers without quotes.
    let numbers = json!({ "exp": 4_000_000_000.5, "dn": 2001, "agent": [7001, "7002"] });
    let numbers = issuer.token(&numbers, "first", Algorithm::ES256);
    for token in [&good, &numbers] {
        assert!(rig.served(&bearer(token), HOLD).await.starts_with("HTTP/1.1 200 "));
    }

    let (head, rest) = good.split_once('.').unwrap();
    let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
    let (body, signature) = rest.split_once('.').unwrap();
    let mut forged: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(body).unwrap()).unwrap();
    forged["sub"] = json!("mallory");
    let forged = URL_SAFE_NO_PAD.encode(forged.to_string());
    let hmac = EncodingKey::from_secret(issuer.public.as_bytes());
    let refused = [
        ("none", format!("{none}.{body}.")),
        ("forged", format!("{head}.{forged}.{signature}")),
        (
            "signed with the public key",
            encode(&Header::new(Algorithm::HS256), &claims(&json!({})), &hmac).unwrap(),
        ),
        (
            "expired in a fraction",
            issuer.token(&json!({ "exp": 1_000_000_000.5 }), "first", Algorithm::ES256),
        ),
        ("expired", issuer.token(&json!({ "exp": 1_000_000_000 }), "first", Algorithm::ES256)),
        (
            "of the future",
            issuer.token(&json!({ "nbf": 32_000_000_000_u64 }), "first", Algorithm::ES256),
        ),
        (
            "for somebody else",
            issuer.token(&json!({ "aud": "payroll" }), "first", Algorithm::ES256),
        ),
        (
            "of another issuer",
            issuer.token(&json!({ "iss": "https://evil.example" }), "first", Algorithm::ES256),
        ),
        ("unknown kid", issuer.token(&json!({}), "second", Algorithm::ES256)),
        ("no subject", issuer.token(&json!({ "sub": "" }), "first", Algorithm::ES256)),
        ("not a token", "abc".to_owned()),
    ];
    for (name, token) in refused {
        let answer = rig.told(&bearer(&token), HOLD).await;
        assert!(answer.starts_with("HTTP/1.1 401 "), "{name}: {answer}");
    }
}

/// Row 14: keys are rotated without a restart, and a broken key file changes nothing.
#[tokio::test]
async fn row_14_key_rotation() {
    let issuer = Issuer::new("rotation");
    let mut rig = Rig::new(issuer.config()).await;
    let old = issuer.token(&json!({}), "first", Algorithm::ES256);
    assert!(rig.served(&bearer(&old), HOLD).await.starts_with("HTTP/1.1 200 "));

    fs::write(&issuer.file, "{").unwrap();
    rig.security.refresh();
    assert!(rig.served(&bearer(&old), HOLD).await.starts_with("HTTP/1.1 200 "));

    let successor = Issuer::new("rotation");
    rig.security.refresh();
    let new = successor.token(&json!({}), "first", Algorithm::ES256);
    assert!(rig.served(&bearer(&new), HOLD).await.starts_with("HTTP/1.1 200 "));
    assert!(rig.told(&bearer(&old), HOLD).await.starts_with("HTTP/1.1 401 "));
}

/// A changed password file counts from the next look on: who was removed is out.
#[tokio::test]
async fn users_change_without_a_restart() {
    let config = with_users("change");
    let file = config.auth.users.clone().unwrap();
    let mut rig = Rig::new(config).await;
    assert!(rig.served(&basic("alice", "s3cret"), HOLD).await.starts_with("HTTP/1.1 200 "));
    let mut users = Users::read(&fs::read_to_string(&file).unwrap()).unwrap();
    users.remove("alice");
    fs::write(&file, users.to_string()).unwrap();
    rig.security.refresh();
    assert!(rig.told(&basic("alice", "s3cret"), HOLD).await.starts_with("HTTP/1.1 401 "));
}

/// A `WebSocket` lives no longer than the credential with which it was asked for.
#[tokio::test]
async fn a_removed_user_loses_his_socket() {
    let config = with_users("socket_of_the_removed");
    let file = config.auth.users.clone().unwrap();
    let mut rig = Rig::new(config).await;
    let stream = TcpStream::connect(rig.address).await.unwrap();
    let mut request = "ws://gw/pts".into_client_request().unwrap();
    let credential = basic("alice", "s3cret");
    let (_, credential) = credential.trim_end().split_once(": ").unwrap();
    request.headers_mut().insert("authorization", credential.parse().unwrap());
    let (mut socket, _) = within(client_async(request, stream)).await.unwrap();
    socket.send(Message::text(HOLD)).await.unwrap();
    rig.answer_one().await;
    assert!(within(socket.next()).await.unwrap().unwrap().is_text());

    let mut users = Users::read(&fs::read_to_string(&file).unwrap()).unwrap();
    users.remove("alice");
    fs::write(&file, users.to_string()).unwrap();
    rig.security.refresh();
    socket.send(Message::text(HOLD)).await.unwrap();
    let Message::Close(Some(frame)) = within(socket.next()).await.unwrap().unwrap() else {
        panic!("the request is carried out");
    };
    assert_eq!(frame.code, CloseCode::Policy);
}

/// Row 15: who says where he comes from is believed only if he is a proxy that is trusted.
#[tokio::test]
async fn row_15_forged_sources() {
    for (name, trusted, expected) in
        [("strangers", false, "127.0.0.1"), ("proxies", true, "203.0.113.9")]
    {
        let mut config = with_users(name);
        let audit = folder().join(format!("{name}.audit"));
        drop(fs::remove_file(&audit));
        config.auth.audit = Some(audit.clone());
        if trusted {
            config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
        }
        let rig = Rig::new(config).await;
        let forged = "X-Forwarded-For: 198.51.100.1, 203.0.113.9\r\n";
        rig.told(&(forged.to_owned() + &basic("alice", "wrong")), HOLD).await;
        let lines = rig.audited(&audit, 1).await;
        assert!(lines[0].contains(&format!("\"source\":\"{expected}\"")), "{lines:?}");
    }
}

/// Row 16: nobody reaches a device, an agent id or a right that is not his.
#[tokio::test]
async fn row_16_what_belongs_to_others() {
    let audit = folder().join("others.audit");
    drop(fs::remove_file(&audit));
    let mut config = with_users("others");
    config.auth.audit = Some(audit.clone());
    let rig = Rig::new(config).await;
    let mut golden = String::new();
    let cases = [
        ("alice", r#"<CTICLIENTINITIALIZE ref="1"><dn>2002</dn></CTICLIENTINITIALIZE>"#),
        ("alice", AGENT),
        ("watch", HOLD),
    ];
    for (user, document) in cases {
        let answer = rig.told(&basic(user, "s3cret"), document).await;
        writeln!(golden, "## {user}: {document}\n{answer}").unwrap();
    }
    let lines = rig.audited(&audit, 5).await;
    for line in lines {
        let line: Value = serde_json::from_str(&line).unwrap();
        writeln!(golden, "{} {} {} {}", line["act"], line["user"], line["request"], line["detail"])
            .unwrap();
    }
    insta::assert_snapshot!(golden);
}

/// Rows 16 and 17: another user's session is denied, one that is gone is gone; the owner says so.
#[tokio::test]
async fn row_17_sessions_of_others_and_of_the_past() {
    let mut rig = Rig::new(with_users("sessions")).await;
    for (code, status) in [(Code::Forbidden, "403 Forbidden"), (Code::NoSession, "410 Gone")] {
        let mut client = Client::connect(&rig).await;
        client.send(&request(&basic("alice", "s3cret"), HOLD)).await;
        let answer = Answer::Refused(Refusal::new(code));
        let reply = Reply { request: "HOLDCALL", reference: Some("7".into()), answer };
        rig.arrival().await.answer.send(reply).unwrap();
        let answer = client.response().await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{answer}");
        assert!(answer.contains(r#"result="error""#), "{answer}");
    }
}

/// Metrics are for operators, where anybody is asked.
#[tokio::test]
async fn metrics_are_for_operators() {
    let rig = Rig::new(with_users("metrics")).await;
    let get = |headers: &str| format!("GET /metrics HTTP/1.1\r\nHost: gw\r\n{headers}\r\n");
    for (headers, status) in [
        (String::new(), "401"),
        (basic("alice", "s3cret"), "403"),
        (basic("watch", "s3cret"), "200"),
    ] {
        let mut client = Client::connect(&rig).await;
        client.send(&get(&headers)).await;
        let answer = client.response().await;
        assert_eq!(answer.split(' ').nth(1), Some(status), "{answer}");
    }
}

/// Rows 18, 19 and 44: no secret is written, nothing breaks a line, and a changed line shows.
#[tokio::test]
async fn row_44_the_audit_log_shows_what_was_changed() {
    let audit = folder().join("chain.audit");
    drop(fs::remove_file(&audit));
    let mut config = with_users("chain");
    config.auth.audit = Some(audit.clone());
    let mut rig = Rig::new(config).await;
    rig.served(&basic("alice", "s3cret"), HOLD).await;
    rig.told(&basic("alice", "canary-password"), HOLD).await;
    rig.told(&bearer("canary-token"), HOLD).await;
    rig.told(&basic("alice", "s3cret"), AGENT).await;
    let lines = rig.audited(&audit, 4).await;
    assert_eq!(verify_audit(&audit).unwrap().lines, 4);
    let text = lines.join("\n");
    for secret in ["s3cret", "canary", "0123456789abcdef0123456789abcdef"] {
        assert!(!text.contains(secret), "{secret} in\n{text}");
    }

    fs::write(&audit, text.replace("70\\n01", "7001") + "\n").unwrap();
    assert_eq!(
        verify_audit(&audit).unwrap_err().to_string(),
        "line 4: it was changed, or a line before it was taken out; from here on the log cannot be trusted"
    );
    fs::write(&audit, [&lines[..2], &lines[3..]].concat().join("\n")).unwrap();
    assert!(verify_audit(&audit).is_err());
}

impl Rig {
    /// The answer to a request that the owner never sees, without its date.
    async fn told(&self, headers: &str, document: &str) -> String {
        let mut client = Client::connect(self).await;
        client.send(&request(headers, document)).await;
        let answer = client.response().await;
        let kept = answer.lines().filter(|line| !line.starts_with("date: "));
        kept.collect::<Vec<_>>().join("\n") + "\n"
    }

    /// The answer to a request that the owner serves.
    async fn served(&mut self, headers: &str, document: &str) -> String {
        let mut client = Client::connect(self).await;
        client.send(&request(headers, document)).await;
        tokio::select! {
            arrival = self.inbox.arrivals.recv() => {
                arrival.unwrap().answer.send(done(None)).unwrap();
                client.response().await
            }
            refused = client.response() => refused,
        }
    }

    /// The lines of the audit log, once there are so many.
    async fn audited(&self, path: &Path, count: usize) -> Vec<String> {
        within(async {
            loop {
                let text = fs::read_to_string(path).unwrap_or_default();
                if text.lines().count() >= count && text.ends_with('\n') {
                    return text.lines().map(str::to_owned).collect();
                }
                tokio::task::yield_now().await;
            }
        })
        .await
    }
}

/// Somebody whose tokens are trusted.
struct Issuer {
    key: EncodingKey,
    public: String,
    file: PathBuf,
}

impl Issuer {
    fn new(name: &str) -> Self {
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new()).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref()).unwrap();
        let point = pair.public_key().as_ref();
        let (x, y) = (&point[1..33], &point[33..65]);
        let [x, y] = [x, y].map(|half| URL_SAFE_NO_PAD.encode(half));
        let public = json!({ "keys": [
            { "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "first", "x": x, "y": y },
        ] })
        .to_string();
        let file = folder().join(format!("{name}.jwks"));
        fs::write(&file, &public).unwrap();
        Self { key: EncodingKey::from_ec_der(document.as_ref()), public, file }
    }

    fn config(&self) -> HttpConfig {
        let auth = AuthConfig {
            jwks: Some(self.file.clone()),
            jwt_issuer: Some("https://login.example".to_owned()),
            jwt_audience: Some("gateway".to_owned()),
            ..AuthConfig::default()
        };
        HttpConfig { auth, ..HttpConfig::default() }
    }

    fn token(&self, changes: &Value, kid: &str, algorithm: Algorithm) -> String {
        let header = Header { kid: Some(kid.to_owned()), ..Header::new(algorithm) };
        encode(&header, &claims(changes), &self.key).unwrap()
    }
}

/// The claims of a token to be taken, with some changed.
fn claims(changes: &Value) -> Value {
    let mut claims = json!({
        "iss": "https://login.example", "aud": "gateway", "sub": "alice", "exp": 4_000_000_000_u64,
        "roles": ["agent", "of-another-service"], "dn": "2001", "agent": ["7001"],
    });
    for (name, value) in changes.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims
}

/// A configuration with alice and bob, who are agents, an operator, and one without a password.
fn with_users(name: &str) -> HttpConfig {
    let mut users = Users::default();
    let hash = hash_password("s3cret").unwrap();
    let rights = |role, dn: &str, agent: &str| Rights {
        roles: vec![role],
        dns: Allowed::from(dn),
        agents: Allowed::from(agent),
    };
    for (name, rights) in [
        ("alice", rights(Role::Agent, "2001", "7001")),
        ("bob", rights(Role::Agent, "2002", "7002")),
        ("watch", rights(Role::Operator, "", "")),
    ] {
        users.add(name, User { hash: Some(hash.clone()), rights }).unwrap();
    }
    let robot = User { hash: None, rights: rights(Role::Agent, "2003", "7003") };
    users.add("robot", robot).unwrap();
    let file = folder().join(format!("{name}.users"));
    fs::write(&file, users.to_string()).unwrap();
    let auth = AuthConfig { users: Some(file), ..AuthConfig::default() };
    HttpConfig { auth, ..HttpConfig::default() }
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
}

fn basic(name: &str, password: &str) -> String {
    format!("Authorization: Basic {}\r\n", STANDARD.encode(format!("{name}:{password}")))
}

fn bearer(token: &str) -> String {
    format!("Authorization: Bearer {token}\r\n")
}

fn request(headers: &str, document: &str) -> String {
    post_with(&format!("Content-Type: application/xml\r\n{headers}"), document)
}

/// A log-on under an agent id with a line break in it.
const AGENT: &str = "<AGENTINITIALIZE session='0123456789abcdef0123456789abcdef' ref='2'>\
                     <agent>70&#10;01</agent><password>canary</password></AGENTINITIALIZE>";
