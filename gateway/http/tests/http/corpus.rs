//! The corpus of hostile requests: each gets its status within the bound, none reaches the owner.

use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};

use gateway_http::HttpConfig;

use crate::rig::{Client, HOLD, Rig, post, within};

/// Rows 1 to 4 and 6 to 9: every line of the corpus.
#[tokio::test]
async fn rows_1_to_9_hostile_requests() {
    let mut rig = Rig::new(config()).await;
    let (mut wrong, mut names) = (String::new(), BTreeSet::new());
    let corpus = fs::read_to_string(corpus()).unwrap();
    for line in corpus.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<_> = line.split('\t').collect();
        let [name, expected, raw] = fields.as_slice() else { panic!("{line}") };
        assert!(names.insert(*name), "{name} is there twice");
        let got = status(&rig, &bytes(raw)).await;
        if !expected.split('|').any(|status| status == got) {
            writeln!(wrong, "{name}: {got} where {expected} belongs").unwrap();
        }
        if let Ok(arrival) = rig.inbox.arrivals.try_recv() {
            writeln!(wrong, "{name}: reached the owner as {}", arrival.envelope.request).unwrap();
        }
    }
    assert!(names.len() >= 200, "only {} cases", names.len());
    assert_eq!(wrong, "");
    let mut client = Client::connect(&rig).await;
    client.send(&post(HOLD)).await;
    rig.answer_one().await;
    assert!(client.response().await.starts_with("HTTP/1.1 200 OK"), "it serves as before");
}

/// The status of the answer; `close`: there was none.
async fn status(rig: &Rig, raw: &[u8]) -> String {
    let mut client = Client::connect(rig).await;
    // The server may hang up before it has read everything.
    let _sent = within(tokio::io::AsyncWriteExt::write_all(&mut client.0, raw)).await;
    let _sent = tokio::io::AsyncWriteExt::shutdown(&mut client.0).await;
    let mut answer = Vec::new();
    let _end = within(tokio::io::AsyncReadExt::read_to_end(&mut client.0, &mut answer)).await;
    let answer = String::from_utf8_lossy(&answer);
    assert!(!answer.contains("root:"), "a file was read");
    answer.split(' ').nth(1).map_or_else(|| "close".to_owned(), str::to_owned)
}

/// The bytes of a case.
fn bytes(raw: &str) -> Vec<u8> {
    let (head, body) = raw.split_once("\\r\\n\\r\\n").unwrap_or((raw, ""));
    let length = unescaped(&repeated(body)).len().to_string();
    unescaped(&repeated(&raw.replacen("{length}", &length, usize::from(head.contains("{length}")))))
}

/// Writes every `{repeat:TEXT:COUNT}` out.
fn repeated(text: &str) -> String {
    let Some((before, rest)) = text.split_once("{repeat:") else { return text.to_owned() };
    let (inside, after) = rest.split_once('}').unwrap();
    let (what, count) = inside.rsplit_once(':').unwrap();
    [before, &what.repeat(count.parse().unwrap()), &repeated(after)].concat()
}

fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, more @ ..] = rest {
        rest = match (first, more) {
            (b'\\', [b'x', high, low, more @ ..]) => {
                let code = [*high, *low];
                let code = std::str::from_utf8(&code).unwrap();
                bytes.push(u8::from_str_radix(code, 16).unwrap());
                more
            }
            (b'\\', [escape, more @ ..]) => {
                let escapes = [(b'r', b'\r'), (b'n', b'\n'), (b't', b'\t'), (b'\\', b'\\')];
                let known = escapes.iter().find(|(name, _)| name == escape);
                bytes.push(known.unwrap().1);
                more
            }
            (_, more) => {
                bytes.push(*first);
                more
            }
        };
    }
    bytes
}

fn config() -> HttpConfig {
    HttpConfig { allowed_hosts: vec!["gw".to_owned()], ..HttpConfig::default() }
}

fn corpus() -> impl AsRef<Path> {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/hostile.tsv")
}
