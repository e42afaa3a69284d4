//! A fault happens, lasts, and ends.

use std::{fmt, time::Duration};

use rand_chacha::rand_core::Rng as _;
use switch_sim::{switch::Switch, time::SimTime};

use super::{
    EventFault, FaultInjector, Trouble,
    line::Freight,
    table::{Dies, Fault, Target},
};
use crate::{limits, link::LinkId};

/// A fault that lasts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lasts {
    pub target: Target,
    pub name: &'static str,
    pub fault: Fault,
    /// None: until it is restored.
    pub until: Option<SimTime>,
}

/// Why a fault cannot happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Impossible {
    /// The T-Server has no backup.
    #[error("there is no other T-Server to take charge: begin with a standby")]
    NoBackup,
    /// The T-Server in charge is dead.
    #[error("the T-Server in charge is dead already: restore it first")]
    Dead,
}

impl FaultInjector {
    /// Lets a fault happen, for a time if it can last.
    ///
    /// # Errors
    /// It needs a T-Server that is not there.
    pub fn inject(
        &mut self,
        switch: &mut Switch,
        fault: Fault,
        lasting: Option<Duration>,
    ) -> Result<(), Impossible> {
        self.now = self.now.max(switch.now());
        let until = lasting.map(|lasting| self.now + lasting);
        let happened = self.happen(switch, &fault, until);
        if happened.is_ok()
            && let Some((target, name)) = name(&fault)
        {
            self.lasting.retain(|lasts| lasts.name != name);
            self.lasting.push(Lasts { target, name, fault, until });
        }
        happened
    }

    /// Ends the faults whose time is over.
    pub(super) fn end_faults(&mut self, switch: &mut Switch) {
        let now = self.now;
        self.end_those(switch, |lasts| lasts.until.is_some_and(|until| until <= now));
    }

    fn happen(
        &mut self,
        switch: &mut Switch,
        fault: &Fault,
        until: Option<SimTime>,
    ) -> Result<(), Impossible> {
        match fault {
            Fault::Cut => self.break_lines(|line| !line.spared, "the connection broke"),
            Fault::HalfOpen(_) | Fault::Delay { .. } | Fault::SlowReader { .. } => {}
            Fault::Garbage { bytes } => self.garble(*bytes),
            Fault::Truncate => self.lines.values_mut().for_each(|line| line.truncates = true),
            Fault::RestoreLink => self.end_those(switch, |lasts| lasts.target == Target::Link),
            Fault::Late { which, by } => {
                self.events.add(which.clone(), until, EventFault::Late(*by));
            }
            Fault::Duplicate { which, after } => {
                self.events.add(which.clone(), until, EventFault::Duplicate(*after));
            }
            Fault::Lose(which) => self.events.add(which.clone(), until, EventFault::Lose),
            Fault::Reorder(which) => self.events.add(which.clone(), until, EventFault::Reorder),
            Fault::LoseAnswer(which) => self.trouble(which, until, Trouble::LoseAnswer),
            Fault::Ignore(which) => self.trouble(which, until, Trouble::Ignore),
            Fault::Refuse { which, code } => self.trouble(which, until, Trouble::Refuse(*code)),
            Fault::SwitchDown => self.pair.set_switch_link(switch, self.now, false),
            Fault::StuckCall { dn } => {
                if self.to_stick.len() < limits::FAULT_RULES {
                    self.to_stick.push_back(dn.clone());
                }
            }
            Fault::CleanUp => drop(self.pair.clean_up(switch, self.now)),
            Fault::ReuseId => self.pair.sims().for_each(|sim| sim.identity.reuse()),
            Fault::ClockJump { by, back } => self.pair.sims().for_each(|sim| sim.jump(*by, *back)),
            Fault::Crash(dies) => return self.crash(switch, *dies),
            Fault::Switchover => {
                let done = self.pair.switch_over(switch, self.now);
                return if done { Ok(()) } else { Err(Impossible::NoBackup) };
            }
            Fault::RestoreTServer => {
                self.events.clear();
                self.to_stick.clear();
                self.pair.sims().for_each(|sim| sim.faults.clear());
                self.end_those(switch, |lasts| lasts.target == Target::TServer);
            }
        }
        Ok(())
    }

    fn trouble(&mut self, which: &super::Which, until: Option<SimTime>, trouble: Trouble) {
        self.pair.sims().for_each(|sim| sim.faults.add(which.clone(), until, trouble));
    }

    fn crash(&mut self, switch: &mut Switch, dies: Dies) -> Result<(), Impossible> {
        let in_charge = self.pair.host_in_charge();
        let host = match dies {
            Dies::Primary => in_charge,
            Dies::Backup => in_charge.other(),
        };
        if !self.pair.crash(switch, self.now, host) {
            return Err(match dies {
                Dies::Primary => Impossible::Dead,
                Dies::Backup => Impossible::NoBackup,
            });
        }
        self.break_lines(|line| line.host == host, "the T-Server died");
        Ok(())
    }

    /// Ends faults that last, with what their end means.
    fn end_those(&mut self, switch: &mut Switch, ends: impl Fn(&Lasts) -> bool) {
        let (ended, rest): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.lasting).into_iter().partition(|lasts| ends(lasts));
        self.lasting = rest;
        for lasts in ended {
            if lasts.fault == Fault::SwitchDown {
                self.pair.set_switch_link(switch, self.now, true);
            } else if matches!(lasts.fault, Fault::Crash(_)) {
                self.pair.revive(switch, self.now);
            } else if let Fault::HalfOpen(_) = lasts.fault {
                let holed = |line: &super::Line| line.to_client.holed || line.to_server.holed;
                self.break_lines(holed, "the connection was reset");
            }
            self.ended.push_back((lasts.target, lasts.name));
        }
    }

    /// Ends connections at both sides at once; what was on its way is lost.
    fn break_lines(&mut self, which: impl Fn(&super::Line) -> bool, reason: &str) {
        let broken: Vec<LinkId> =
            self.lines.iter().filter(|(_, line)| which(line)).map(|(link, _)| *link).collect();
        for link in broken {
            if let Some(line) = self.lines.get(&link)
                && line.served
            {
                let host = line.host;
                self.pair.sim(host).handle_closed(link);
            }
            self.arrive_at_client(link, Freight::End(reason.to_owned()));
        }
    }

    /// Sends every client bytes by chance. The first ones claim a frame that is too long, so that
    /// no reader can take them for a message.
    fn garble(&mut self, count: u64) {
        let met = self.lines.iter().filter(|(_, line)| !line.spared);
        let links: Vec<LinkId> = met.map(|(link, _)| *link).collect();
        for link in links {
            let mut bytes = vec![0; usize::try_from(count).unwrap_or(usize::MAX)];
            self.chance.fill_bytes(&mut bytes);
            if let Some(first) = bytes.first_mut() {
                *first |= 0x80;
            }
            self.send(link, Freight::Bytes(bytes));
        }
    }
}

impl fmt::Display for Lasts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ! {}", self.target, self.name)?;
        match self.until {
            Some(until) => write!(f, " until {until}"),
            None => Ok(()),
        }
    }
}

/// The target and name of a fault that lasts.
fn name(fault: &Fault) -> Option<(Target, &'static str)> {
    match fault {
        Fault::Cut => Some((Target::Link, "cut")),
        Fault::HalfOpen(_) => Some((Target::Link, "half_open")),
        Fault::Delay { .. } => Some((Target::Link, "delay")),
        Fault::SlowReader { .. } => Some((Target::Link, "slow_reader")),
        Fault::SwitchDown => Some((Target::TServer, "switch_down")),
        Fault::Crash(_) => Some((Target::TServer, "crash")),
        Fault::Garbage { .. }
        | Fault::Truncate
        | Fault::RestoreLink
        | Fault::Late { .. }
        | Fault::Duplicate { .. }
        | Fault::Lose(_)
        | Fault::Reorder(_)
        | Fault::LoseAnswer(_)
        | Fault::Ignore(_)
        | Fault::Refuse { .. }
        | Fault::RestoreTServer
        | Fault::StuckCall { .. }
        | Fault::CleanUp
        | Fault::ReuseId
        | Fault::ClockJump { .. }
        | Fault::Switchover => None,
    }
}
