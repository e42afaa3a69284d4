//! The edge to a rig: a thread that asks its control interface over HTTP.

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender},
    time::Duration,
};

use scenarios::live::control::{Control, Failed};
use serde::de::DeserializeOwned;
use tserver_sim_control::{Done, limits, request::Asking, trace, view};

use super::{Picture, Told, Wanted};
use crate::message::Message;

/// The way to a control interface.
#[derive(Debug)]
pub struct Client {
    control: Control,
    /// The number of the last record that was told.
    last: u64,
    /// The moment of the rig at which it was heard last.
    heard_ms: u64,
    /// Whether everything has been looked at.
    looked: bool,
}

impl Client {
    /// A client of the interface at an address, `HOST:PORT` or `http://HOST:PORT`.
    pub fn new(address: &str, token: Option<String>) -> Self {
        let control = Control::new(address, token);
        Self { control, last: 0, heard_ms: 0, looked: false }
    }

    /// The world file of the rig.
    ///
    /// # Errors
    /// The rig does not answer, or refuses.
    pub fn world(&self) -> Result<view::WorldFile, String> {
        self.get("/v1/world")
    }

    /// Asks how time passes and what has happened, and if anything has, how everything stands.
    ///
    /// # Errors
    /// The rig does not answer, or refuses.
    pub fn look(&mut self) -> Result<Told, String> {
        let time: view::Time = self.get("/v1/time")?;
        if time.now_ms < self.heard_ms {
            // A rig that was started anew counts from the beginning.
            (self.last, self.looked) = (0, false);
        }
        self.heard_ms = time.now_ms;
        let happened = self.happened()?;
        let picture = if happened.is_empty() && self.looked { None } else { Some(self.picture()?) };
        self.looked = true;
        Ok(Told { time, happened, picture })
    }

    /// Does something; what came of it, in a few words.
    ///
    /// # Errors
    /// The rig does not answer, or refuses.
    pub fn ask(&self, wanted: &Wanted) -> Result<String, String> {
        let asking = wanted.asking();
        match wanted {
            Wanted::Act(_) => {
                let done: Done = self.post(&asking)?;
                Ok(done.call.unwrap_or_default())
            }
            Wanted::Time(_) => {
                let _time: view::Time = self.post(&asking)?;
                Ok(String::new())
            }
        }
    }

    /// Asks again and again, does what is wanted in between, and tells; until nobody wants anything
    /// any more.
    pub fn serve(mut self, wanted: &Receiver<(String, Wanted)>, tell: &SyncSender<Message>) {
        loop {
            let told = self.look();
            if tell.send(Message::Heard(told.map(Box::new))).is_err() {
                return;
            }
            let first = match wanted.recv_timeout(PAUSE) {
                Ok(first) => Some(first),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            for (line, wanted) in first.into_iter().chain(wanted.try_iter()) {
                let outcome = self.ask(&wanted);
                // Not everything that is done is traced.
                self.looked = false;
                if tell.send(Message::Answered { line, outcome }).is_err() {
                    return;
                }
            }
        }
    }

    /// What has happened since this was asked last.
    fn happened(&mut self) -> Result<Vec<trace::Record>, String> {
        let mut all: Vec<trace::Record> = Vec::new();
        loop {
            let path = format!("/v1/trace?after={}", self.last);
            let records: Vec<trace::Record> = self.get(&path)?;
            let Some(newest) = records.last() else { return Ok(all) };
            self.last = newest.number;
            let full = records.len() >= limits::PAGE;
            all.extend(records);
            if !full {
                return Ok(all);
            }
        }
    }

    fn picture(&self) -> Result<Picture, String> {
        let site: view::Site = self.get("/v1")?;
        Ok(Picture {
            link_up: site.link_up,
            devices: self.list("/v1/devices")?,
            calls: self.list("/v1/calls")?,
            queues: self.list("/v1/queues")?,
            vectors: self.list("/v1/vectors")?,
            trunks: self.get("/v1/trunks")?,
            clients: self.get("/v1/clients")?,
        })
    }

    fn list<T: DeserializeOwned>(&self, path: &str) -> Result<Vec<T>, String> {
        self.control.list(path).map_err(Failed::text)
    }

    fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, String> {
        self.control.get(path).map_err(Failed::text)
    }

    fn post<T: DeserializeOwned>(&self, asking: &Asking) -> Result<T, String> {
        self.control.post(asking).map_err(Failed::text)
    }
}

/// How much can be asked that was not yet done.
pub const ASKED: usize = 10_000;
/// How much can be told that was not yet taken in.
pub const TOLD: usize = 64;
/// How long nothing is asked after something was.
const PAUSE: Duration = Duration::from_millis(100);
