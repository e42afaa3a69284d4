//! `gateway doctor`: whether everything that the gateway needs is there, step by step.

use std::{fmt::Write as _, path::Path, time::Duration};

use gateway_core::{
    id::Dn,
    middleware::{Event, Order},
};
use tokio::{
    net::{TcpStream, lookup_host},
    time::{Instant, timeout},
};

use crate::{
    bench::Bench,
    config::Config,
    links::{Address, Servers, Target},
    premises::{self, Premise},
};

/// What was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Findings {
    pub(crate) report: String,
    /// Something is missing.
    pub(crate) ill: bool,
}

impl Findings {
    /// Writes a step down; none: the steps that build on it are left out.
    fn note<T>(&mut self, what: &str, found: Result<(String, T), String>) -> Option<T> {
        let (mark, detail, value) = match found {
            Ok((detail, value)) => ("ok     ", detail, Some(value)),
            Err(detail) => ("MISSING", detail, None),
        };
        self.ill |= value.is_none();
        // Writing to a text does not fail.
        let _infallible = writeln!(self.report, "{mark}  {what:<14} {detail}");
        value
    }
}

/// Looks at everything; `dn` is registered and unregistered as a client's device would be.
pub(crate) async fn examine(
    path: &Path,
    config: &Config,
    (dn, samples): (Option<&str>, u16),
) -> Findings {
    let mut findings = Findings::default();
    findings.note("configuration", Ok((path.display().to_string(), ())));
    let files = premises::files(config);
    if files.is_empty() {
        let none = "none are named: no TLS, nobody is asked who he is, nothing is kept";
        findings.note("files", Ok((none.to_owned(), ())));
    }
    for Premise { what, found } in files.into_iter().chain(premises::ports(config)) {
        findings.note(what, found.map(|detail| (detail, ())));
    }
    let target = (config.implementation.target)(config);
    let Some(limit) = reach(&target, config, &mut findings).await else { return findings };
    let mut bench = Bench::new(config);
    let opened = open(&mut bench, limit).await;
    let Some(()) = findings.note("link", opened) else { return findings };
    let Some(dn) = dn else {
        let hint = "not tried; name a device with --dn to register it and to time the answers";
        let _infallible = writeln!(findings.report, "-        device         {hint}");
        return findings;
    };
    let device = device(dn, &mut bench, config.gateway.resp_timeout).await;
    if let Some(dn) = findings.note("device", device) {
        let timed = latency(&dn, &mut bench, (samples, config.gateway.resp_timeout)).await;
        findings.note("latency", timed);
        let limit = config.gateway.resp_timeout;
        let left = command(&dn, &mut bench, (Order::Unregister, limit)).await;
        findings.note("leaving", left.map(|()| (format!("device {dn} is left"), ())));
    }
    findings
}

/// Looks at what the link leads to: how long it may take to come up, unless nothing was reached.
async fn reach(target: &Target, config: &Config, findings: &mut Findings) -> Option<Duration> {
    match target {
        Target::Servers(Servers { primary, backup, connect_timeout }) => {
            let mut reached = false;
            for (label, server) in [("middleware", Some(primary)), ("backup", backup.as_ref())] {
                let Some(Address { host, port }) = server else { continue };
                if findings.note("name", name(host, *port).await).is_some() {
                    let connected = connect(host, *port, *connect_timeout).await;
                    reached |= findings.note(label, connected).is_some();
                }
            }
            reached.then_some(*connect_timeout * 2 + config.gateway.resp_timeout)
        }
        Target::Program(program) => {
            let examined = program.examine(&config.foreign.adapter).await;
            findings.note("adapter", examined.map(|name| (format!("{program} is {name}"), ())))?;
            Some(config.tserver.connect_timeout + config.gateway.resp_timeout)
        }
    }
}

async fn name(host: &str, port: u16) -> Result<(String, ()), String> {
    let unknown = |why: String| format!("{host}: {why}; mend `host`, or the name service");
    let addresses = lookup_host((host, port)).await.map_err(|error| unknown(error.to_string()))?;
    let addresses: Vec<_> = addresses.map(|address| address.ip().to_string()).collect();
    if addresses.is_empty() {
        return Err(unknown("it has no address".to_owned()));
    }
    Ok((format!("{host} is {}", addresses.join(", ")), ()))
}

async fn connect(host: &str, port: u16, limit: Duration) -> Result<(String, ()), String> {
    let begun = Instant::now();
    let hint = "is it running, and does a firewall let the gateway through?";
    match timeout(limit, TcpStream::connect((host, port))).await {
        Ok(Ok(_stream)) => {
            Ok((format!("{host}:{port} connects in {}", millis(begun.elapsed())), ()))
        }
        Ok(Err(error)) => Err(format!("{host}:{port}: {error}; {hint}")),
        Err(_elapsed) => Err(format!("{host}:{port} does not answer within {limit:?}; {hint}")),
    }
}

async fn device(dn: &str, bench: &mut Bench, limit: Duration) -> Result<(String, Dn), String> {
    let dn = Dn::new(dn).ok_or_else(|| format!("`{dn}` is no number of visible characters"))?;
    command(&dn, bench, (Order::Register, limit)).await?;
    Ok((format!("device {dn} is registered"), dn))
}

/// How long the middleware takes to answer, over so many registrations of the same device.
async fn latency(
    dn: &Dn,
    bench: &mut Bench,
    (samples, limit): (u16, Duration),
) -> Result<(String, ()), String> {
    let mut spans = Vec::new();
    for _ in 0..samples {
        let begun = Instant::now();
        command(dn, bench, (Order::Register, limit)).await?;
        spans.push(begun.elapsed());
    }
    spans.sort_unstable();
    let at = |share: usize| {
        spans.get((spans.len() * share / 100).min(spans.len() - 1)).copied().unwrap_or_default()
    };
    let (median, high, most) = (millis(at(50)), millis(at(95)), millis(at(100)));
    Ok((
        format!("{samples} answers: half within {median}, 95 % within {high}, all within {most}"),
        (),
    ))
}

fn millis(span: Duration) -> String {
    format!("{:.1} ms", span.as_secs_f64() * 1000.0)
}

/// Waits for the link of an adapter that has just begun.
async fn open(bench: &mut Bench, limit: Duration) -> Result<(String, ()), String> {
    let (begun, end) = (Instant::now(), Instant::now() + limit);
    let hint = "does it take this `application`, and is it a T-Server of this protocol?";
    let mut last = String::new();
    while let Some(event) = bench.next(end).await {
        match event {
            Event::LinkUp => return Ok((format!("up in {}", millis(begun.elapsed())), ())),
            Event::LinkDown { reason } => last = reason,
            Event::Registered { .. }
            | Event::RegistrationLost { .. }
            | Event::Done { .. }
            | Event::Denied { .. }
            | Event::Agent { .. }
            | Event::Set { .. }
            | Event::Monitoring { .. }
            | Event::Queue { .. }
            | Event::Call { .. }
            | Event::Dropped { .. } => {}
        }
    }
    Err(format!("not up within {limit:?} {last}; {hint}"))
}

async fn command(
    dn: &Dn,
    bench: &mut Bench,
    (order, limit): (Order, Duration),
) -> Result<(), String> {
    let id = bench.ask(dn, order);
    let end = Instant::now() + limit;
    while let Some(event) = bench.next(end).await {
        match event {
            Event::Done { command, .. } if command == id => return Ok(()),
            Event::Denied { command, denial } if command == id => {
                let code = denial.code.map_or_else(String::new, |code| format!(" ({code})"));
                return Err(format!(
                    "device {dn}: {}{code}; is it known to the switch?",
                    denial.text
                ));
            }
            Event::LinkDown { reason } => return Err(format!("the link went down: {reason}")),
            Event::LinkUp
            | Event::Registered { .. }
            | Event::RegistrationLost { .. }
            | Event::Done { .. }
            | Event::Denied { .. }
            | Event::Agent { .. }
            | Event::Set { .. }
            | Event::Monitoring { .. }
            | Event::Queue { .. }
            | Event::Call { .. }
            | Event::Dropped { .. } => {}
        }
    }
    Err(format!("device {dn}: no answer within {limit:?}"))
}
