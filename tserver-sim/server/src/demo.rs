//! `tserver-sim demo`: the emulated site, a gateway in front of it, callers who come by themselves,
//! and the address of an agent's desktop where one of them rings.

use std::{
    collections::VecDeque,
    io::{BufRead as _, BufReader, Write as _},
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command as Process, Stdio},
    time::Duration,
};

use anyhow::{Context as _, anyhow, bail};
use serde::de::DeserializeOwned;
use tokio::{
    sync::{mpsc, oneshot},
    time::{interval, sleep},
};
use tserver_sim_control::{
    Act, Done, Look, Operation, OutsideAct, PhoneKey, PlaceCall,
    view::{Call, ConnectionState, Party},
};

use crate::site::Input;

/// The world of the demo.
pub(crate) const WORLD: &str = include_str!("demo/world.toml");

/// The gateway's process; ended with the demo.
#[derive(Debug)]
pub(crate) struct Gateway {
    child: Child,
    folder: PathBuf,
}

impl Gateway {
    /// Starts the gateway in front of the T-Server at `tserver_port`, and answers its address, too.
    /// Without a `port` it is the usual one, or any that is free.
    ///
    /// # Errors
    /// There is no gateway program, it cannot be built, or it does not start; its own words are on
    /// standard error then.
    pub(crate) fn start(tserver_port: u16, port: Option<u16>) -> anyhow::Result<(Self, String)> {
        let program = program()?;
        let free = || TcpListener::bind((Ipv4Addr::LOCALHOST, USUAL_PORT)).is_ok();
        let port = port.unwrap_or_else(|| if free() { USUAL_PORT } else { 0 });
        let folder = std::env::temp_dir().join(format!("gateway-demo-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let config = folder.join("gateway.toml");
        std::fs::write(&config, configuration(tserver_port, port))?;
        let mut child = Process::new(&program)
            .arg("--config")
            .arg(&config)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let output = child.stdout.take().context("the gateway has no output")?;
        let gateway = Self { child, folder };
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let address = line.trim().strip_prefix("listening on ").map(str::to_owned);
        let address = address.ok_or_else(|| {
            anyhow!("the gateway did not start; `demo --port 0` takes any free port")
        })?;
        Ok((gateway, address))
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        // It may have ended by itself, and the folder may be gone.
        let _gone = self.child.kill();
        let _gone = self.child.wait();
        let _gone = std::fs::remove_dir_all(&self.folder);
    }
}

/// Says what to do next.
///
/// # Errors
/// Standard output is closed.
pub(crate) fn welcome(address: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "
  Alice's desktop   {address}/desktop/?dn=2001&agent=7001&queue=8100
  Bob's desktop     {address}/desktop/?dn=2002&agent=7002&queue=8200   (a second window)

Press \"Log on\": a caller is waiting, and rings. Consult or transfer to 2002 (Bob, you) or to 2003
(Carol, who answers by herself); the caller's data go along. Type `help` for what can be done at
the switch, Ctrl-C to end.
"
    )
}

/// Lets people call for as long as the site runs: some are always waiting, none for ever. Carol
/// answers what rings at her telephone.
pub(crate) async fn live(inputs: mpsc::Sender<Input>) -> anyhow::Result<()> {
    let carol = tokio::spawn(answer(inputs.clone()));
    let mut waiting = VecDeque::new();
    for (from, customer, case) in CALLERS.iter().cycle() {
        let data = [("CUSTOMER", *customer), ("CASE", *case)];
        let dial = PlaceCall {
            to: "8005".to_owned(),
            from: Some((*from).to_owned()),
            trunk: None,
            data: data.map(|(key, value)| (key.to_owned(), value.to_owned())).into(),
        };
        let placed: Option<Done> = ask(&inputs, Operation::Act(Act::Place(dial))).await?;
        waiting.extend(placed.and_then(|done| done.call));
        sleep(BETWEEN_CALLERS).await;
        if waiting.len() > PATIENT_CALLERS
            && let Some(call) = waiting.pop_front()
        {
            give_up(&inputs, call).await?;
        }
    }
    carol.await?
}

/// Hangs up a caller who has waited too long; one who is talking, or has gone, stays as he is.
async fn give_up(inputs: &mpsc::Sender<Input>, call: String) -> anyhow::Result<()> {
    let found: Option<Call> = ask(inputs, Operation::Look(Look::Call(call.clone()))).await?;
    let at_a_telephone = |party: &Party| {
        party.device.starts_with('2')
            && matches!(party.state, ConnectionState::Connected | ConnectionState::Held)
    };
    if found.is_some_and(|found| !found.parties.iter().any(at_a_telephone)) {
        let act = OutsideAct::Hangup { party: None };
        let _done: Option<Done> = ask(inputs, Operation::Act(Act::Outside { call, act })).await?;
    }
    Ok(())
}

async fn answer(inputs: mpsc::Sender<Input>) -> anyhow::Result<()> {
    let mut looks = interval(CAROL_LOOKS_UP);
    loop {
        looks.tick().await;
        let (number, key) = ("2003".to_owned(), PhoneKey::Answer { call: None });
        // Mostly nothing rings.
        let _done: Option<Done> = ask(&inputs, Operation::Act(Act::Press { number, key })).await?;
    }
}

/// Asks the site; none: it refused.
async fn ask<T: DeserializeOwned>(
    inputs: &mpsc::Sender<Input>,
    operation: Operation,
) -> anyhow::Result<Option<T>> {
    let (answer, answered) = oneshot::channel();
    inputs.send(Input::Control { operation, answer }).await?;
    Ok(answered.await?.ok().map(serde_json::from_value).transpose()?)
}

/// The gateway beside this program; built first where cargo runs the demo.
fn program() -> anyhow::Result<PathBuf> {
    if let Some(cargo) = std::env::var_os("CARGO") {
        let mut build = Process::new(cargo);
        build.args(["build", "--package", "gateway"]);
        if !cfg!(debug_assertions) {
            build.arg("--release");
        }
        if !build.current_dir(env!("CARGO_MANIFEST_DIR")).status()?.success() {
            bail!("the gateway cannot be built");
        }
    }
    let here = std::env::current_exe()?;
    let program = here.parent().unwrap_or_else(|| Path::new(".")).join("gateway");
    if program.exists() {
        return Ok(program);
    }
    bail!("there is no gateway beside {}; build it with `cargo build -p gateway`", here.display())
}

fn configuration(tserver_port: u16, port: u16) -> String {
    format!(
        "implementation = \"builtin:tserver\"\nlistener_port = {port}\nlog_level = 1\n\
         [genesys.ctiserver]\nhost = \"127.0.0.1\"\nport = {tserver_port}\n"
    )
}

/// Who calls: the number, the customer's name and his case. The sample record knows some of them.
const CALLERS: &[(&str, &str, &str)] = &[
    ("01715550123", "Erika Beispiel", "4711"),
    ("0302270", "Seaside Hotel", "4712"),
    ("01715550456", "Max Muster", "4713"),
    ("01605550188", "Ines Probe", "4714"),
];
const USUAL_PORT: u16 = 8080;
const BETWEEN_CALLERS: Duration = Duration::from_secs(20);
/// Callers who wait at most; the one who has waited longest gives up then.
const PATIENT_CALLERS: usize = 4;
const CAROL_LOOKS_UP: Duration = Duration::from_millis(1500);
