//! The control interface over real sockets: read, act, time, the live trace, and who is kept out.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{self, Message};

/// The program, killed when the test ends.
struct Program {
    child: Child,
    /// Host and port of the control interface.
    control: String,
    _output: BufReader<ChildStdout>,
}

impl Program {
    fn start(arguments: &[&str]) -> Self {
        let world = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/world.toml");
        let mut child = Command::new(env!("CARGO_BIN_EXE_tserver-sim"))
            .args(["--world", world, "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut output = BufReader::new(child.stdout.take().expect("stdout is piped"));
        let mut control = String::new();
        while !control.starts_with(CONTROL) {
            control.clear();
            let count = output.read_line(&mut control).expect("the program says something");
            assert!(count > 0, "the program ended without its control interface");
        }
        let control = control.trim_end().trim_start_matches(CONTROL).to_owned();
        Self { child, control, _output: output }
    }

    fn get(&self, path: &str) -> Value {
        let (status, body) = self.ask(&format!("GET {path} HTTP/1.1"), &[], "");
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let (status, answer) = self.try_post(path, body);
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    fn try_post(&self, path: &str, body: &Value) -> (u16, Value) {
        let json = ["Content-Type: application/json"];
        self.ask(&format!("POST {path} HTTP/1.1"), &json, &body.to_string())
    }

    /// Sends a request with the right `Host` unless the headers have one.
    fn ask(&self, line: &str, headers: &[&str], body: &str) -> (u16, Value) {
        let own_host = format!("Host: {}", self.control);
        let length = format!("Content-Length: {}", body.len());
        let mut head = vec![line, "Connection: close", &length];
        if !headers.iter().any(|header| header.starts_with("Host:")) {
            head.push(&own_host);
        }
        head.extend(headers);
        let head = head.join("\r\n");
        let mut stream = TcpStream::connect(&self.control).expect("the interface listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
        stream.write_all(format!("{head}\r\n\r\n{body}").as_bytes()).expect("the program reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("the program answers");
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
        let (_, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        (status.expect("a status"), serde_json::from_str(body).expect("a body of JSON"))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

#[test]
fn a_call_is_placed_answered_and_ended_over_http() {
    let program = Program::start(&[]);
    let placed = program.post(
        "/v1/calls",
        &json!({"to": "2001", "from": "01715550123", "data": {"ivr_ref": "A77"}}),
    );
    assert_eq!(placed, json!({"call": "c1"}));
    program.post("/v1/devices/2001/keys", &json!({"key": "answer"}));
    let call = program.get("/v1/calls/c1");
    assert_eq!(call["data"], json!({"ivr_ref": "A77"}));
    assert_eq!(call["parties"][1]["number"], "2001");
    assert_eq!(call["parties"][1]["state"], "connected");
    assert_eq!(program.get("/v1/devices/2001")["calls"], json!(["c1"]));
    assert_eq!(program.get("/v1")["calls"], 1);

    program.post("/v1/calls/c1/outside", &json!({"key": "hangup"}));
    assert_eq!(program.get("/v1/calls"), json!([]));
    assert_eq!(program.get("/v1/devices/2001")["kind"], "extension");
    let (status, problem) = program.try_post("/v1/devices/2001/keys", &json!({"key": "hold"}));
    assert_eq!((status, &problem["detail"]), (409, &json!("2001 has no call")));
    let kinds: Vec<String> = program
        .get("/v1/trace")
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|record| record["what"].as_object()?.keys().next().cloned())
        .collect();
    assert!(kinds.iter().any(|kind| kind == "report"), "{kinds:?}");
}

#[test]
fn an_agent_works_and_is_counted() {
    let program = Program::start(&[]);
    let agents = "/v1/devices/2001/agent";
    program.post(agents, &json!({"act": "log_on", "agent": "7001", "queues": ["8100"]}));
    program.post(agents, &json!({"act": "ready"}));
    assert_eq!(program.get("/v1/agents")[0]["state"], "ready");
    program.post("/v1/calls", &json!({"to": "8100", "from": "01715550123"}));
    program.post("/v1/devices/2001/keys", &json!({"key": "answer"}));
    program.post("/v1/devices/2001/keys", &json!({"key": "hangup"}));
    assert_eq!(program.get("/v1/queues/8100")["counted"]["answered"], 1);
    assert_eq!(program.get("/v1/trunks")[0]["incoming"], 1);
    let (status, _) =
        program.try_post(agents, &json!({"act": "log_on", "agent": "x", "queues": ["1"]}));
    assert_eq!(status, 400);
}

/// Three parties of whom one is taken out again.
#[test]
fn a_conference_is_made_and_a_party_removed() {
    let program = Program::start(&[]);
    let keys = "/v1/devices/2001/keys";
    program.post("/v1/calls", &json!({"to": "2001", "from": "01715550123"}));
    program.post(keys, &json!({"key": "answer"}));
    program.post(keys, &json!({"key": "consult", "to": "2002"}));
    program.post("/v1/devices/2002/keys", &json!({"key": "answer"}));
    program.post(keys, &json!({"key": "complete_conference"}));
    assert_eq!(program.get("/v1/calls/c1")["parties"].as_array().map(Vec::len), Some(3));
    let (status, problem) = program.try_post(keys, &json!({"key": "remove", "party": "2009"}));
    assert_eq!((status, problem["title"].as_str()), (404, Some("NotFound")));
    program.post(keys, &json!({"key": "remove", "party": "2002"}));
    assert_eq!(program.get("/v1/calls/c1")["parties"].as_array().map(Vec::len), Some(2));
    assert_eq!(program.get("/v1/trunks")[0]["circuits"][0]["call"], "c1");
}

/// With two outside in a call, whoever acts is named, unless only one can.
#[test]
fn one_of_two_outside_acts() {
    let program = Program::start(&[]);
    let (keys, outside) = ("/v1/devices/2001/keys", "/v1/calls/c1/outside");
    program.post("/v1/calls", &json!({"to": "2001", "from": "01715550123"}));
    program.post(keys, &json!({"key": "answer"}));
    program.post(keys, &json!({"key": "consult", "to": "0302270"}));
    program.post(keys, &json!({"key": "complete_conference"}));
    let (status, problem) = program.try_post(outside, &json!({"key": "hangup"}));
    let detail = problem["detail"].as_str().expect("a letter");
    assert_eq!(status, 409, "{detail}");
    assert!(detail.ends_with("`party`: 01715550123, 0302270"), "{detail}");
    program.post(outside, &json!({"key": "answer"}));
    program.post(outside, &json!({"key": "hangup", "party": "01715550123"}));
    let parties = program.get("/v1/calls/c1")["parties"].clone();
    assert_eq!(
        (&parties[1]["number"], parties.as_array().map(Vec::len)),
        (&json!("0302270"), Some(2))
    );
    let (status, _) = program.try_post(outside, &json!({"key": "hangup", "party": "01715550123"}));
    assert_eq!(status, 409);
    program.post(outside, &json!({"key": "hangup"}));
    assert_eq!(program.get("/v1/calls"), json!([]));
}

/// A list has no more entries than are asked for, and never more than there may be.
#[test]
fn lists_come_in_pages() {
    let program = Program::start(&[]);
    let all = program.get("/v1/devices").as_array().map_or(0, Vec::len);
    assert!(all > 2, "{all} devices");
    let second = program.get("/v1/devices?skip=1&limit=1");
    assert_eq!(second[0], program.get("/v1/devices")[1]);
    assert_eq!(second.as_array().map(Vec::len), Some(1));
    assert_eq!(program.get("/v1/devices?limit=999999").as_array().map(Vec::len), Some(all));
}

/// The world file, the clock and the log of the T-Server can be read like all else.
#[test]
fn the_world_the_clock_and_the_log_are_read() {
    let program = Program::start(&["--seed", "7"]);
    let world = program.get("/v1/world");
    assert_eq!(world["seed"], 7);
    assert_eq!(world["text"], include_str!("world.toml"));
    assert_eq!(program.get("/v1/time")["paused"], false);
    let log = program.get("/v1/log?limit=1");
    assert_eq!(log[0]["number"], 1);
    assert!(log[0]["text"].as_str().expect("a line").starts_with("Application name:"), "{log}");
    assert_eq!(program.get("/v1/log?after=1&limit=1")[0]["number"], 2);
}

#[test]
fn something_breaks_for_a_time() {
    let program = Program::start(&[]);
    program.post("/v1/time", &json!({"act": "pause"}));
    assert_eq!(program.get("/v1")["link_up"], true);
    let down = json!({"target": "tserver", "fault": "switch_down", "lasting_ms": 10_000});
    program.post("/v1/faults", &down);
    assert_eq!(program.get("/v1")["link_up"], false);
    assert_eq!(program.get("/v1/faults")["lasting"][0]["fault"], "switch_down");
    program.post("/v1/time", &json!({"act": "step", "ms": 10_000}));
    assert_eq!(program.get("/v1")["link_up"], true);
    let faults = program.get("/v1/faults");
    assert_eq!(faults["lasting"], json!([]));
    assert!(faults["known"].as_array().expect("a list").len() > 20, "{faults}");
    let (status, problem) =
        program.try_post("/v1/faults", &json!({"target": "tserver", "fault": "switchover"}));
    assert_eq!(status, 409, "{problem}");
}

/// Whatever the list has can be caused, with its defaults and a value for what must be given.
#[test]
fn everything_on_the_list_breaks() {
    let program = Program::start(&[]);
    let faults = program.get("/v1/faults");
    let known = faults["known"].as_array().expect("a list");
    for fault in known {
        let parameters = fault["parameters"].as_array().expect("a list").iter();
        let needed = parameters.filter(|parameter| parameter["required"] == true);
        let needed = needed
            .map(|parameter| (parameter["name"].as_str().expect("a name").to_owned(), json!("1s")));
        let wanted = json!({
            "target": fault["target"],
            "fault": fault["fault"],
            "parameters": needed.collect::<serde_json::Map<_, _>>(),
        });
        let (status, answer) = program.try_post("/v1/faults", &wanted);
        // There is no backup here to take charge.
        let expected = if fault["fault"] == "switchover" { 409 } else { 200 };
        assert_eq!(status, expected, "{wanted}: {answer}");
    }
    for target in ["link", "tserver"] {
        program.post("/v1/faults", &json!({"target": target, "fault": "restore"}));
    }
    assert_eq!(program.get("/v1/faults")["lasting"], json!([]));
}

/// While time is paused nothing happens by itself, and a step is as long as it says.
#[test]
fn time_stands_still_and_goes_on_by_steps() {
    let program = Program::start(&[]);
    let paused = program.post("/v1/time", &json!({"act": "pause"}));
    assert_eq!(paused["paused"], true);
    let before = program.get("/v1")["now_ms"].as_u64().expect("a number");
    let stepped = program.post("/v1/time", &json!({"act": "step", "ms": 3_600_000}));
    assert_eq!(stepped["now_ms"].as_u64(), Some(before + 3_600_000));
    assert_eq!(program.get("/v1")["now_ms"].as_u64(), Some(before + 3_600_000));
    let running = program.post("/v1/time", &json!({"act": "run", "speed": 2.0}));
    assert_eq!((&running["paused"], &running["speed"]), (&json!(false), &json!(2.0)));
}

#[test]
fn a_subscriber_is_told_what_happens() {
    let program = Program::start(&[]);
    let stream = TcpStream::connect(&program.control).expect("the interface listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
    let url = format!("ws://{}/v1/trace/live", program.control);
    let (mut socket, _) = tungstenite::client(url, stream).expect("a WebSocket");
    program.post("/v1/calls", &json!({"to": "2001", "from": "01715550123"}));
    let Message::Text(text) = socket.read().expect("a record") else { panic!("no text") };
    let record: Value = serde_json::from_str(&text).expect("a record in JSON");
    assert!(record["what"]["report"].as_str().expect("a report").starts_with("Originated"));
    assert!(record["number"].as_u64().expect("a number") > 0);

    let long = "x".repeat(5_000);
    socket.send(Message::text(long)).expect("it is sent");
    let closed = std::iter::repeat_with(|| socket.read()).take(100).any(|read| read.is_err());
    assert!(closed, "whoever says too much is not listened to");
}

#[test]
fn whoever_has_no_business_here_is_kept_out() {
    let folder = std::env::temp_dir().join(format!("tserver-sim-control-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the token");
    let token = folder.join("token");
    std::fs::write(&token, "0123456789abcdef\n").expect("the token is written");
    let program = Program::start(&["--control-token", token.to_str().expect("a plain path")]);
    std::fs::remove_dir_all(&folder).expect("the token can be removed");
    let get = "GET /v1 HTTP/1.1";
    let own = "Authorization: Bearer 0123456789abcdef";
    assert_eq!(program.ask(get, &[], "").0, 401);
    assert_eq!(program.ask(get, &["Authorization: Bearer 0123456789abcdeX"], "").0, 401);
    assert_eq!(program.ask(get, &[own], "").0, 200);
    assert_eq!(program.ask(get, &[own, "Origin: http://evil.example"], "").0, 403);

    let open = Program::start(&[]);
    assert_eq!(open.ask(get, &["Host: evil.example"], "").0, 421);
    let origin = format!("Origin: http://{}", open.control);
    assert_eq!(open.ask(get, &[&origin], "").0, 200);
    let post = "POST /v1/calls HTTP/1.1";
    assert_eq!(open.ask(post, &["Content-Type: text/plain"], "{}").0, 415);
    let long = format!("{{\"to\": \"{}\"}}", "1".repeat(70_000));
    assert_eq!(open.ask(post, &["Content-Type: application/json"], &long).0, 413);
    assert_eq!(open.ask("GET /v1/trace/live HTTP/1.1", &[], "").0, 426);
}

#[test]
fn an_address_that_others_reach_needs_a_token() {
    let world = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/world.toml");
    let output = Command::new(env!("CARGO_BIN_EXE_tserver-sim"))
        .args(["--world", world, "--listen", "127.0.0.1:0", "--control", "0.0.0.0:0"])
        .stdin(Stdio::null())
        .output()
        .expect("the program starts");
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("--control-token FILE"), "{said}");
}

const CONTROL: &str = "control at http://";
const PATIENCE: Duration = Duration::from_secs(30);
