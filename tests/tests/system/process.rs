//! The two programs as child processes that end with their test.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read, Write as _},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, ExitStatus, Stdio},
    sync::{
        LazyLock,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread,
    time::{Duration, SystemTime},
};

/// A running program.
struct Process {
    name: &'static str,
    child: Child,
    lines: Receiver<String>,
    /// What it has said so far, for the reader of a failure.
    said: Vec<String>,
}

/// What a gateway says when the link is up and every session can be served.
const READY: &str = "readiness=Ready";

/// The T-Server emulator, with its console in hand.
pub(crate) struct Emulator {
    process: Process,
    console: ChildStdin,
    pub(crate) address: SocketAddr,
}

/// The gateway.
pub(crate) struct Gateway {
    process: Process,
    pub(crate) address: SocketAddr,
    /// Whether it said that it is ready before it said where it listens: two pipes have no order.
    was_ready: bool,
}

impl Emulator {
    /// Starts the emulator of the shipped world; port 0 takes a free one.
    pub(crate) fn start(port: u16) -> Self {
        Self::start_world(&tests::root().join("scenarios/worlds/acme.toml"), port)
    }

    /// Starts the emulator of a world; port 0 takes a free one.
    pub(crate) fn start_world(world: &Path, port: u16) -> Self {
        let mut command = Command::new(binary("tserver-sim"));
        command.arg("--world").arg(world);
        command.arg("--listen").arg(format!("127.0.0.1:{port}"));
        Self::of(&mut command)
    }

    /// The same with a control interface, and where that is.
    pub(crate) fn start_controlled(more: &[&str]) -> (Self, String) {
        let mut command = Command::new(binary("tserver-sim"));
        command.arg("--world").arg(tests::root().join("scenarios/worlds/acme.toml"));
        command.args(["--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"]).args(more);
        let mut emulator = Self::of(&mut command);
        let line = emulator.process.wait_for("control at http://");
        let control = line.trim_start_matches("control at http://").to_owned();
        (emulator, control)
    }

    /// Starts a pair of T-Servers in the shipped world of this name, and where the second one listens.
    pub(crate) fn start_pair(world: &str) -> (Self, SocketAddr) {
        let mut command = Command::new(binary("tserver-sim"));
        command.arg("--world").arg(tests::root().join(format!("scenarios/worlds/{world}.toml")));
        command.args(["--listen", "127.0.0.1:0", "--backup-listen", "127.0.0.1:0"]);
        let mut process = Process::start("tserver-sim", command.stdin(Stdio::piped()));
        let line = process.wait_for("backup listening on ");
        let backup = line.trim_start_matches("backup listening on ").parse().expect("an address");
        (Self::listening(process), backup)
    }

    fn of(command: &mut Command) -> Self {
        Self::listening(Process::start("tserver-sim", command.stdin(Stdio::piped())))
    }

    fn listening(mut process: Process) -> Self {
        let console = process.child.stdin.take().expect("a console");
        let line = process.wait_for("listening on ");
        let address = line.trim_start_matches("listening on ").parse().expect("an address");
        Self { process, console, address }
    }

    /// Does something at the switch; the answer is what follows `ok`.
    pub(crate) fn act(&mut self, line: &str) -> String {
        writeln!(self.console, "{line}").expect("the emulator reads its console");
        let answers = ["ok", "error:"];
        let is_answer = |line: &str| answers.iter().any(|answer| line.starts_with(answer));
        let answer = self.process.wait_until(&answers, is_answer);
        assert!(answer.starts_with("ok"), "`{line}` at the switch: {answer}");
        answer.trim_start_matches("ok").trim().to_owned()
    }

    /// Fails unless no call is up at the switch.
    pub(crate) fn has_no_calls(&mut self) {
        writeln!(self.console, "calls").expect("the emulator reads its console");
        self.process.wait_for("no calls");
    }

    /// Ends the emulator at once, as a crash would.
    pub(crate) fn kill(mut self) {
        self.process.kill();
    }
}

impl Gateway {
    /// Starts a gateway for the T-Server at `peer`; `name` tells its configuration from others.
    pub(crate) fn start(name: &str, peer: SocketAddr) -> Self {
        Self::start_with(name, peer, "")
    }

    /// The same, with more in its configuration.
    pub(crate) fn start_with(name: &str, peer: SocketAddr, more: &str) -> Self {
        Self::start_at(name, peer, (0, more))
    }

    /// The same, on a port of its own.
    pub(crate) fn start_at(name: &str, peer: SocketAddr, at: (u16, &str)) -> Self {
        Self::start_file(&before(peer, name, at))
    }

    /// The same, on a free port, before a pair of T-Servers that it goes back to quickly.
    pub(crate) fn start_before_pair(name: &str, first: SocketAddr, second: SocketAddr) -> Self {
        let port = second.port();
        let more = format!(
            "genesys.ctiserver.backup_host = \"127.0.0.1\"\ngenesys.ctiserver.backup_port = {port}\n\
             genesys.ctiserver.back_off = 0.1\ngenesys.ctiserver.back_off_longest = 0.5\n"
        );
        Self::start_with(name, first, &more)
    }

    /// Starts a gateway with this configuration, on a free port.
    pub(crate) fn start_configured(name: &str, text: &str) -> Self {
        Self::start_file(&configuration(name, &format!("listener_port = 0\n{text}")))
    }

    /// Starts a gateway whose wall clock is ahead by the seconds in `file`; `library` reads them.
    pub(crate) fn start_under_wall_clock(
        name: &str,
        peer: SocketAddr,
        (library, file): (&Path, &Path),
    ) -> Self {
        let mut command = Command::new(binary("gateway"));
        command.arg("--config").arg(before(peer, name, (0, "log_level = 4\n")));
        command.env("LD_PRELOAD", library).env("WALL_CLOCK", file);
        Self::of(&mut command)
    }

    fn start_file(file: &Path) -> Self {
        Self::of(Command::new(binary("gateway")).arg("--config").arg(file))
    }

    fn of(command: &mut Command) -> Self {
        let mut process = Process::start("gateway", command);
        let line = process.wait_for("listening on http://");
        let address = line.trim_start_matches("listening on http://").parse();
        let was_ready = process.said.iter().any(|line| line.contains(READY));
        Self { process, address: address.expect("an address"), was_ready }
    }

    /// Waits until the link is up and every session can be served.
    pub(crate) fn wait_until_ready(&mut self) {
        if !std::mem::take(&mut self.was_ready) {
            self.process.wait_for(READY);
        }
    }

    /// Ends the gateway at once (SIGKILL), in the midst of whatever it does.
    pub(crate) fn kill(mut self) {
        self.process.kill();
    }

    /// Asks the gateway to end, and waits until it has.
    pub(crate) fn terminate(&mut self) {
        let signal = format!("kill -TERM {}", self.process.child.id());
        let sent = Command::new("sh").args(["-c", &signal]).status().expect("a shell runs");
        assert!(sent.success());
    }

    /// Asks the gateway to end; all that it has said.
    pub(crate) fn said_until_the_end(mut self) -> Vec<String> {
        self.terminate();
        self.process.wait_for_end();
        std::mem::take(&mut self.process.said)
    }

    /// Waits for the end of a gateway that was asked to end.
    pub(crate) fn wait(mut self) -> ExitStatus {
        self.process.wait_for_end();
        self.process.child.wait().expect("the gateway has ended")
    }
}

impl Process {
    fn start(name: &'static str, command: &mut Command) -> Self {
        let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{name}: {error}"));
        let (sender, lines) = channel();
        read_lines(child.stdout.take().expect("an output"), sender.clone());
        read_lines(child.stderr.take().expect("an error output"), sender);
        Self { name, child, lines, said: Vec::new() }
    }

    /// The next line that says this.
    fn wait_for(&mut self, text: &str) -> String {
        self.wait_until(&[text], |line| line.contains(text))
    }

    /// The next line that fits; `texts` tell the reader of a failure what was waited for.
    fn wait_until(&mut self, texts: &[&str], fits: impl Fn(&str) -> bool) -> String {
        loop {
            match self.lines.recv_timeout(BOUND) {
                Ok(line) => {
                    self.said.push(line.clone());
                    if fits(&line) {
                        return line;
                    }
                }
                Err(RecvTimeoutError::Timeout) => self.in_vain(texts, "nothing within the bound"),
                Err(RecvTimeoutError::Disconnected) => self.in_vain(texts, "it has ended"),
            }
        }
    }

    /// Reads on until the process has closed its outputs.
    fn wait_for_end(&mut self) {
        loop {
            match self.lines.recv_timeout(BOUND) {
                Ok(line) => self.said.push(line),
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => self.in_vain(&["its end"], "it goes on"),
            }
        }
    }

    fn in_vain(&self, texts: &[&str], why: &str) -> ! {
        let said = self.said.join("\n  ");
        panic!("{} was to say one of {texts:?}, but: {why}; it said\n  {said}", self.name)
    }

    fn kill(&mut self) {
        // A process that has ended by itself cannot be killed, and need not be.
        let _ended = self.child.kill();
        let _status = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
        if thread::panicking() {
            self.said.extend(self.lines.try_iter());
            eprintln!("{} said\n  {}", self.name, self.said.join("\n  "));
        }
    }
}

fn read_lines(output: impl Read + Send + 'static, sender: Sender<String>) {
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
}

/// A command of a program of this workspace.
pub(crate) fn program(name: &str) -> Command {
    Command::new(binary(name))
}

/// What `gateway check` says of a configuration, and how it ends.
pub(crate) fn check(name: &str, text: &str) -> (ExitStatus, String) {
    let file = configuration(name, text);
    let mut command = Command::new(binary("gateway"));
    let output = command.arg("check").arg("--config").arg(file).output().expect("it runs");
    (output.status, String::from_utf8_lossy(&output.stderr).into_owned())
}

/// The file of a configuration before the T-Server at this address.
fn before(peer: SocketAddr, name: &str, (listener, more): (u16, &str)) -> PathBuf {
    let port = peer.port();
    let text = format!(
        "implementation = \"builtin:tserver\"\nlistener_port = {listener}\n\
         genesys.ctiserver.host = \"127.0.0.1\"\ngenesys.ctiserver.port = {port}\n{more}"
    );
    configuration(name, &text)
}

/// A file with this text, named so that no other test has it.
pub(crate) fn configuration(name: &str, text: &str) -> PathBuf {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.toml"));
    fs::write(&file, text).expect("a folder for configurations");
    file
}

/// A program of this workspace, built like this test and beside it.
fn binary(name: &str) -> PathBuf {
    BUILT.join(name)
}

/// Where the programs are. `cargo test --workspace` has built them; with fewer packages they may
/// be absent or older than their sources, and then cargo is asked.
static BUILT: LazyLock<PathBuf> = LazyLock::new(|| {
    let test = std::env::current_exe().expect("this test is a file");
    let folder = test.parent().and_then(Path::parent).expect("deps is in a folder").to_path_buf();
    let sources = newest(&["gateway", "switch-sim/src", "tserver-sim"]);
    let is_fresh = |name: &str| {
        modified(&folder.join(name)).is_some_and(|built| sources.is_none_or(|at| at <= built))
    };
    let are_there = ["scenario", "tui"].iter().all(|name| folder.join(name).exists());
    if !(is_fresh("gateway") && is_fresh("tserver-sim") && are_there) {
        build(&folder);
    }
    folder
});

fn build(folder: &Path) {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(tests::root()).args(["build", "-p", "gateway", "-p", "tserver-sim"]);
    cargo.args(["-p", "scenarios", "-p", "tui"]);
    cargo.env("CARGO_TARGET_DIR", folder.parent().expect("profiles are in the target folder"));
    if folder.ends_with("release") {
        cargo.arg("--release");
    }
    assert!(cargo.status().expect("cargo runs").success(), "the programs cannot be built");
}

/// When the newest source below these folders was written.
fn newest(folders: &[&str]) -> Option<SystemTime> {
    folders
        .iter()
        .flat_map(|folder| tests::files_below(&tests::root().join(folder), &[".rs", "Cargo.toml"]))
        .filter(|path| !path.components().any(|folder| folder.as_os_str() == "tests"))
        .filter_map(|path| modified(&path))
        .max()
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}

/// How long a process may say nothing that is waited for.
const BOUND: Duration = Duration::from_secs(60);
