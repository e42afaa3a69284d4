//! What the log must never hold: secrets at any level, data of calls below the highest, forged lines.

use std::{fs, io::Write as _, path::PathBuf, process::Stdio};

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    http,
    process::{Emulator, Gateway, program},
};

/// Row 18: below level 5 neither secrets nor the data of calls; there, the secrets neither.
#[test]
fn row_18_no_secret_in_the_log() {
    for (level, forbidden) in [(4, [SECRETS, DATA].concat()), (5, SECRETS.to_vec())] {
        let (log, session) = log_of_a_day(level);
        assert!(log.len() > 5, "hardly anything was logged: {log:?}");
        for canary in forbidden.into_iter().chain([session.as_str()]) {
            let told = log.iter().find(|line| line.contains(canary));
            assert_eq!(told, None, "{canary} at level {level}");
        }
    }
}

/// Row 19: line ends in what a client sends do not end a line.
#[test]
fn row_19_no_line_is_forged() {
    let (log, _) = log_of_a_day(5);
    let told = log.iter().any(|line| line.contains("forged"));
    assert!(told, "the agent's name is logged: {log:?}");
    let forged = log.iter().find(|line| line.trim_start().starts_with("forged"));
    assert_eq!(forged, None);
}

/// Every line that a gateway says while somebody tries passwords, logs on and calls; and the name of
/// the session.
fn log_of_a_day(level: u8) -> (Vec<String>, String) {
    let switch = Emulator::start(0);
    let name = format!("canaries_{level}_{:?}", std::thread::current().id());
    let users = users(&name);
    let audit = users.with_extension("audit");
    let more = format!("log_level = {level}\nauth.users = {users:?}\nauth.audit = {audit:?}\n");
    let mut gateway = Gateway::start_with(&name, switch.address, &more);
    gateway.wait_until_ready();
    let basic = |secret: &str| format!("Basic {}", STANDARD.encode(format!("alice:{secret}")));
    let post = |authorization: &str, document: &str| {
        http::post_as(gateway.address, authorization, document).body
    };
    post(&basic("canary-wrong"), "<GETEVENTS/>");
    post("Bearer canary-token", "<GETEVENTS/>");
    post(&basic(PASSWORD), "<GETEVENTS>canary-malformed</HOLDCALL>");
    let begin = "<CTICLIENTINITIALIZE><dn>2001</dn></CTICLIENTINITIALIZE>";
    let opened = post(&basic(PASSWORD), begin);
    let session = opened.split("session=\"").nth(1).and_then(|rest| rest.split('"').next());
    let session = session.expect("a session").to_owned();
    let ask = |name: &str, fields: &str| {
        let document = format!("<{name} session='{session}' ref='1-{name}'>{fields}</{name}>");
        post(&basic(PASSWORD), &document)
    };
    ask(
        "AGENTINITIALIZE",
        "<agent>70&#13;&#10;forged</agent><password>canary-pin</password><queue>8100</queue>",
    );
    let data = "<data><item key='canary-key'>canary-data</item></data>";
    let made = ask("MAKECALL", &format!("<destination>2002</destination>{data}"));
    let call = made.split("call=\"").nth(1).and_then(|rest| rest.split('"').next());
    let call = call.expect("a call").to_owned();
    ask("ATTACHDATA", &format!("<call>{call}</call>{data}"));
    ask("HOLDCALL", &format!("<call>{call}</call>"));
    ask("GETEVENTS", "<after>0</after>");
    let mut log = gateway.said_until_the_end();
    log.extend(fs::read_to_string(audit).expect("an audit log").lines().map(str::to_owned));
    (log, session)
}

/// A password file with alice in it, as its command writes it.
fn users(name: &str) -> PathBuf {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.users"));
    // One of a run before.
    let _none = fs::remove_file(&file);
    let mut add = program("gateway")
        .args(["user", "add", "alice", "--role", "agent", "--dn", "*", "--agent", "*", "--file"])
        .arg(&file)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("the program runs");
    writeln!(add.stdin.take().expect("an input"), "{PASSWORD}").expect("it reads");
    assert!(add.wait().expect("it ends").success());
    file
}

const PASSWORD: &str = "canary-right";
const SECRETS: &[&str] =
    &["canary-wrong", "canary-right", "canary-token", "canary-pin", "Y2FuYXJ5", "OmNhbmFyeS"];
const DATA: &[&str] = &["canary-key", "canary-data"];
