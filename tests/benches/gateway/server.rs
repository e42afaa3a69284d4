//! A server under measurement: a process of its own, whose CPU and memory the kernel counts.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use tempfile::TempDir;

/// The word that makes this program the bare hyper.
pub(crate) const ECHO: &str = "echo";

/// A server that listens; it ends with this value.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    /// From the start of the process until it could serve.
    pub(crate) started: Duration,
    _folder: Option<TempDir>,
}

impl Server {
    /// The bare hyper.
    pub(crate) fn echo() -> anyhow::Result<Self> {
        let began = Instant::now();
        let mut child =
            Command::new(std::env::current_exe()?).arg(ECHO).stdout(Stdio::piped()).spawn()?;
        let address = listens(&mut child, "listening on ")?;
        Ok(Self { child, address, started: began.elapsed(), _folder: None })
    }

    /// The gateway, with its link to the T-Server at `peer` up.
    pub(crate) fn gateway(peer: SocketAddr) -> anyhow::Result<Self> {
        let folder = TempDir::new()?;
        let file = folder.path().join("gateway.toml");
        let link = format!(
            "genesys.ctiserver.host = \"127.0.0.1\"\ngenesys.ctiserver.port = {}\n",
            peer.port()
        );
        fs::write(&file, format!("{CONFIGURATION}{link}"))?;
        let program = program()?;
        let began = Instant::now();
        let mut command = Command::new(program);
        let command = command.arg("--config").arg(file);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let address = listens(&mut child, "listening on http://")?;
        let mut log = BufReader::new(child.stderr.take().context("a log")?).lines();
        loop {
            let line = log.next().context("the gateway has ended")??;
            if line.contains("readiness=Ready") {
                break;
            }
        }
        let started = began.elapsed();
        std::thread::spawn(move || log.for_each(drop));
        Ok(Self { child, address, started, _folder: Some(folder) })
    }

    /// The nanoseconds of CPU that the process has taken.
    pub(crate) fn cpu(&self) -> anyhow::Result<f64> {
        let mut sum = 0.0;
        for task in fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            let counted = fs::read_to_string(task?.path().join("schedstat"))?;
            sum += counted.split(' ').next().context("a first number")?.parse::<f64>()?;
        }
        Ok(sum)
    }

    /// The bytes of memory that the process holds.
    pub(crate) fn memory(&self) -> anyhow::Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.split_whitespace().next()).context("VmRSS")?;
        Ok(kib.parse::<f64>()? * 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that has ended by itself need not be.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The gateway, built like the bench and beside it.
fn program() -> anyhow::Result<PathBuf> {
    let mut cargo = Command::new(env!("CARGO"));
    let built = cargo.args(["build", "--release", "--locked", "-q", "-p", "gateway"]).status()?;
    ensure!(built.success(), "the gateway cannot be built");
    let bench = std::env::current_exe()?;
    let folder = bench.parent().and_then(Path::parent).context("deps is in a folder")?;
    Ok(folder.join("gateway"))
}

/// Where the server says that it listens.
fn listens(child: &mut Child, before: &str) -> anyhow::Result<SocketAddr> {
    let mut line = String::new();
    let output = child.stdout.take().context("an output")?;
    BufReader::new(output).read_line(&mut line)?;
    Ok(line.trim().trim_start_matches(before).parse()?)
}

const CONFIGURATION: &str = "\
implementation = \"builtin:tserver\"
listener_port = 0
socket_timeout = 600
session.max_wait = 600
session.lease_not_ready = 0
session.lease_log_off = 0
limits.max_sessions = 20000
limits.max_connections = 20000
limits.max_queue = 16384
";
