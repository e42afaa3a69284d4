//! What the configuration names on this machine (files, folders, ports), and whether it can be used.

use std::{
    io::{self, ErrorKind, Read as _, Write as _},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream},
    path::Path,
};

use gateway_http::{Examined, Security};
use gateway_journal::{Journal, Unusable};

use crate::{config::Config, limits, logging};

/// Something that the configuration names.
#[derive(Debug)]
pub(crate) struct Premise {
    pub(crate) what: &'static str,
    /// What of it there is; or what a start would fail of.
    pub(crate) found: Result<String, String>,
}

/// Looks at every file and folder; nothing is kept or written.
pub(crate) fn files(config: &Config) -> Vec<Premise> {
    let secured =
        Security::examine(&config.http).into_iter().map(|Examined { what, files, found }| {
            let names: Vec<_> = files.iter().map(|file| file.display().to_string()).collect();
            let found = found.map(|()| names.join(", ")).map_err(|error| error.to_string());
            Premise { what, found }
        });
    let log = config.log_folder.as_deref().map(|folder| Premise {
        what: "log",
        found: logging::check(folder)
            .map(|()| folder.display().to_string())
            .map_err(|error| error.to_string()),
    });
    let journal =
        config.journal.as_deref().map(|file| Premise { what: "journal", found: journal(file) });
    secured.chain(log).chain(journal).collect()
}

fn journal(file: &Path) -> Result<String, String> {
    match Journal::examine(file) {
        Ok(()) => Ok(file.display().to_string()),
        Err(Unusable::InUse(_)) => {
            Ok(format!("{} is used by the gateway that runs", file.display()))
        }
        Err(unusable) => Err(unusable.to_string()),
    }
}

/// Looks at the ports. One that the running gateway has is all right.
pub(crate) fn ports(config: &Config) -> Vec<Premise> {
    let address = SocketAddr::new(config.listener_address, config.listener_port);
    let listener = match free(address) {
        Ok(true) => Ok(Listener::Free),
        Ok(false) => holder(address, config),
        Err(error) => {
            Err(format!("{address}: {error}; is listener_address one of this machine's?"))
        }
    };
    let reload = config.notify_port.map(|port| {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let found = match (free(address), &listener) {
            (Ok(true), _) => Ok(Listener::Free.said(address)),
            // Whoever connects to it causes a reload, so it is not asked.
            (Ok(false), Ok(holder @ (Listener::Gateway | Listener::Unknown))) => {
                Ok(holder.said(address))
            }
            (Ok(false), Ok(Listener::Free) | Err(_)) => Err(taken(address)),
            (Err(error), _) => Err(format!("{address}: {error}")),
        };
        Premise { what: "reload port", found }
    });
    let listener = Premise { what: "port", found: listener.map(|holder| holder.said(address)) };
    [Some(listener), reload].into_iter().flatten().collect()
}

/// Who has a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Listener {
    Free,
    Gateway,
    /// It speaks TLS, and says no more to those it does not know.
    Unknown,
}

impl Listener {
    fn said(self, address: SocketAddr) -> String {
        match self {
            Self::Free if address.port() == 0 => "any free one".to_owned(),
            Self::Free => format!("{address} is free"),
            Self::Gateway => format!("{address} is taken by the gateway that runs"),
            Self::Unknown => {
                format!("{address} is taken, by the gateway that runs or something else")
            }
        }
    }
}

fn taken(address: SocketAddr) -> String {
    format!("{address} is taken, and not by a gateway; free the port or choose another")
}

fn free(address: SocketAddr) -> io::Result<bool> {
    match TcpListener::bind(address) {
        Ok(_closed_at_once) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AddrInUse => Ok(false),
        Err(error) => Err(error),
    }
}

/// Who listens there: a gateway answers /healthz with "ok".
fn holder(address: SocketAddr, config: &Config) -> Result<Listener, String> {
    if config.http.tls.is_some() {
        return Ok(Listener::Unknown);
    }
    let near = match address.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => IpAddr::from(Ipv4Addr::LOCALHOST),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => IpAddr::from(Ipv6Addr::LOCALHOST),
        IpAddr::V4(_) | IpAddr::V6(_) => address.ip(),
    };
    let near = SocketAddr::new(near, address.port());
    let host = config.http.allowed_hosts.first().cloned().unwrap_or_else(|| near.to_string());
    match ask(near, &host) {
        Ok(answer) if answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("\r\n\r\nok\n") => {
            Ok(Listener::Gateway)
        }
        Ok(_) | Err(_) => Err(taken(address)),
    }
}

fn ask(address: SocketAddr, host: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, limits::HEALTH_PATIENCE)?;
    stream.set_read_timeout(Some(limits::HEALTH_PATIENCE))?;
    write!(stream, "GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(limits::HEALTH_ANSWER).read_to_string(&mut answer)?;
    Ok(answer)
}
