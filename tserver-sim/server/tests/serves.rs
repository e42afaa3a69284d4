//! The program as a process: it listens, serves T-Link, and its console places calls.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio},
    time::Duration,
};

use tserver_log::Log;
use tserver_wire::{
    AddressInfoType, AttributeId as A, Decoder, Message, MessageType as M, PROTOCOL_VERSION,
};

/// The program, killed when the test ends.
struct Program {
    child: Child,
    console: ChildStdin,
    replies: BufReader<ChildStdout>,
    log: BufReader<ChildStderr>,
}

impl Program {
    fn start() -> Self {
        Self::start_with(&[])
    }

    fn start_with(arguments: &[&str]) -> Self {
        let world = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/world.toml");
        let mut child = Command::new(env!("CARGO_BIN_EXE_tserver-sim"))
            .args(["--world", world, "--listen", "127.0.0.1:0", "--seed", "7"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let console = child.stdin.take().expect("stdin is piped");
        let replies = BufReader::new(child.stdout.take().expect("stdout is piped"));
        let log = BufReader::new(child.stderr.take().expect("stderr is piped"));
        Self { child, console, replies, log }
    }

    fn reply(&mut self) -> String {
        let mut line = String::new();
        self.replies.read_line(&mut line).expect("the program says something");
        line.trim_end().to_owned()
    }

    /// The next line of the log that holds a text.
    fn await_log(&mut self, text: &str) -> String {
        let mut line = String::new();
        while !line.contains(text) {
            line.clear();
            let count = self.log.read_line(&mut line).expect("the program writes a log");
            assert!(count > 0, "the log ended without `{text}`");
        }
        line
    }

    fn ask(&mut self, line: &str) -> String {
        writeln!(self.console, "{line}").expect("the program reads its console");
        self.reply()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// A client of the program.
struct Client {
    stream: TcpStream,
    decoder: Decoder,
}

impl Client {
    fn connect(address: &str) -> Self {
        let stream = TcpStream::connect(address).expect("the program listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout can be set");
        Self { stream, decoder: Decoder::new() }
    }

    fn greet(address: &str) -> Self {
        let mut client = Self::connect(address);
        let hello = Message::new(M::LINK_HELLO)
            .with(A::PROTOCOL_VERSION, PROTOCOL_VERSION)
            .with(A::APPLICATION_NAME, "test");
        client.send(&hello);
        client.await_kind(M::EVENT_LINK_CONNECTED);
        client
    }

    fn send(&mut self, message: &Message) {
        let mut bytes = Vec::new();
        message.encode(&mut bytes).expect("the message fits a frame");
        self.stream.write_all(&bytes).expect("the program reads");
    }

    /// The next message of this kind; others pass.
    fn await_kind(&mut self, kind: M) -> Message {
        let mut buffer = [0; 4096];
        loop {
            while let Some(message) = self.decoder.next().expect("the program speaks T-Link") {
                if message.kind == kind {
                    return message;
                }
            }
            let count = self.stream.read(&mut buffer).expect("the message comes in time");
            assert!(count > 0, "the connection ended before {kind}");
            self.decoder.feed(buffer.get(..count).unwrap_or_default());
        }
    }
}

fn about(kind: M) -> Message {
    Message::new(kind).with(A::THIS_DN, "2001").with(A::REFERENCE_ID, 1)
}

#[test]
fn a_client_that_does_not_read_is_cut_and_the_others_are_served() {
    let mut program = Program::start();
    let listening = program.reply();
    let address = listening.strip_prefix("listening on ").expect("the program listens");
    let mut sluggard = Client::greet(address);
    assert_eq!(program.ask(&format!("dial 2001 note={}", "x".repeat(3_000))), "ok c1");
    let query =
        about(M::REQUEST_QUERY_ADDRESS).with(A::ADDRESS_INFO_TYPE, AddressInfoType::CallsQuery);
    let mut frame = Vec::new();
    query.encode(&mut frame).expect("the message fits a frame");
    // Some 40 MB of answers, more than queue and sockets hold.
    let many = frame.repeat(13_000);
    sluggard.stream.write_all(&many).expect("the program reads");
    program.await_log("does not read");
    let mut other = Client::greet(address);
    other.send(&about(M::REQUEST_REGISTER_ADDRESS));
    other.await_kind(M::EVENT_REGISTERED);
}

/// Whatever the clock of the site does, a client that answers its polls stays.
#[test]
fn a_client_outlives_jumps_and_haste() {
    let mut program = Program::start_with(&["--control", "127.0.0.1:0", "--keep-alive", "5"]);
    let listening = program.reply();
    let address = listening.strip_prefix("listening on ").expect("the program listens");
    let control = program.reply();
    let control = control.strip_prefix("control at http://").expect("the program is controlled");
    let mut client = Client::greet(address);
    client.send(&about(M::REQUEST_REGISTER_ADDRESS));
    client.await_kind(M::EVENT_REGISTERED);
    for _ in 0..3 {
        set_time(control, r#"{"act":"step","ms":60000}"#);
    }
    set_time(control, r#"{"act":"run","speed":1000.0}"#);
    let poll = client.await_kind(M::LINK_POLL);
    let number = poll.integer(A::POLL_NUMBER).expect("a poll has a number");
    client.send(&Message::new(M::LINK_POLL_ACK).with(A::POLL_NUMBER, number));
    assert!(program.ask("dial 2001 from 01715550123").starts_with("ok c"));
    client.await_kind(M::EVENT_RINGING);
}

fn set_time(control: &str, body: &str) {
    let mut stream = TcpStream::connect(control).expect("the control interface listens");
    let head = format!(
        "POST /v1/time HTTP/1.1\r\nHost: {control}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes()).expect("the program reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the program answers");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[test]
fn the_log_can_be_read_back() {
    let folder = std::env::temp_dir().join(format!("tserver-sim-log-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the log");
    let path = folder.join("tserver.log");
    let mut program = Program::start_with(&["--log", path.to_str().expect("a plain path")]);
    let listening = program.reply();
    let address = listening.strip_prefix("listening on ").expect("the program listens");
    let mut client = Client::greet(address);
    client.send(&about(M::REQUEST_REGISTER_ADDRESS));
    client.await_kind(M::EVENT_REGISTERED);
    assert_eq!(program.ask("dial 2001 from 01715550123 ivr_ref=A77"), "ok c1");
    let ringing = client.await_kind(M::EVENT_RINGING);
    writeln!(program.console, "quit").expect("the program reads its console");
    assert!(program.child.wait().expect("the program ends").success());

    let log = Log::read(&std::fs::read(&path).expect("the log is there"));
    std::fs::remove_dir_all(&folder).expect("the log can be removed");
    assert_eq!(log.complaints, []);
    let mut complaints = Vec::new();
    let read: Vec<_> = log
        .messages()
        .filter_map(|(line, _, logged)| logged.message(line, &mut complaints))
        .collect();
    assert_eq!(complaints, []);
    assert_eq!(read.last(), Some(&ringing));
    assert!(read.contains(&about(M::REQUEST_REGISTER_ADDRESS)));
}

#[test]
fn a_call_placed_at_the_console_rings_at_a_client() {
    let mut program = Program::start();
    let listening = program.reply();
    let address = listening.strip_prefix("listening on ").expect("the program listens");
    let mut client = Client::greet(address);
    client.send(&about(M::REQUEST_REGISTER_ADDRESS));
    client.await_kind(M::EVENT_REGISTERED);

    assert_eq!(program.ask("dial 2001 from 01715550123 ivr_ref=A77"), "ok c1");
    let ringing = client.await_kind(M::EVENT_RINGING);
    assert_eq!(ringing.string(A::ANI), Some("01715550123"));
    let data = ringing.list(A::USER_DATA).expect("the call brings data");
    assert_eq!(data.string("ivr_ref"), Some("A77"));
    let conn = ringing.conn_id(A::CONN_ID).expect("a call has a ConnID");
    client.send(&about(M::REQUEST_ANSWER_CALL).with(A::CONN_ID, conn));
    client.await_kind(M::EVENT_ESTABLISHED);
    assert!(program.ask("calls").ends_with(" 01715550123:Connected 2001:Connected"));

    assert_eq!(program.ask("hold 2001"), "ok c1");
    client.await_kind(M::EVENT_HELD);
    assert_eq!(program.ask("retrieve 2001"), "ok c1");
    client.await_kind(M::EVENT_RETRIEVED);
    assert_eq!(program.ask("hangup c1"), "ok c1");
    client.await_kind(M::EVENT_RELEASED);
    assert_eq!(program.ask("calls"), "no calls");

    assert_eq!(program.ask("tserver ! switch_down"), "ok");
    client.await_kind(M::EVENT_LINK_DISCONNECTED);
    assert_eq!(program.ask("jump"), "error: `jump` is no command; `help` lists them");
    assert_eq!(program.ask("answer 2001"), "error: 2001 has no call");
    writeln!(program.console, "quit").expect("the program reads its console");
    assert!(program.child.wait().expect("the program ends").success());
}
