//! A T-Server and its backup (Genesys high availability: warm and hot standby).
//!
//! One of the two is in charge; the other greets its clients as a backup and tells them that it
//! has no link to the switch, until it takes charge. In hot standby it then has the calls of the
//! one before it, with their connection identifiers and user data; in warm standby it has what
//! the switch can tell: the calls under new identifiers and without the data that clients had
//! attached.

use std::time::Duration;

use switch_sim::{
    event::Event,
    switch::Switch,
    time::SimTime,
    world::{Standby, StandbyMode},
};
use tserver_wire::ServerRole;

use crate::{
    config::Config,
    limits,
    link::LinkId,
    server::{Output, TServerSim},
};

/// One of the two T-Servers, by the place at which clients find it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Host {
    First,
    Second,
}

impl Host {
    /// The other place.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }
}

/// What a T-Server is in its pair; one without a backup is in charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Primary,
    Backup,
}

impl Role {
    /// The role as a greeting tells it.
    pub(crate) fn code(self) -> ServerRole {
        match self {
            Self::Primary => ServerRole::Primary,
            Self::Backup => ServerRole::Backup,
        }
    }
}

/// One T-Server, or two.
#[derive(Debug)]
pub(crate) struct Pair {
    config: Config,
    standby: Option<Standby>,
    first: Member,
    /// Absent without a standby.
    second: Option<Member>,
    in_charge: Host,
    /// When the backup of the one that died is in charge.
    takeover_at: Option<SimTime>,
    /// How many seconds pass for each of the clients'.
    speed: f64,
}

/// A T-Server of the pair. One that has died still keeps its mirror: it stands for what its backup
/// has learnt from it.
#[derive(Debug)]
struct Member {
    sim: TServerSim,
    alive: bool,
}

impl Pair {
    pub(crate) fn new(config: Config, standby: Option<Standby>, switch: &Switch) -> Self {
        let first = Member { sim: TServerSim::new(config.clone(), switch), alive: true };
        let second = standby.map(|_| {
            let mut sim = TServerSim::new(backup_config(&config), switch);
            sim.set_role(switch.now(), Role::Backup);
            Member { sim, alive: true }
        });
        let (in_charge, takeover_at, speed) = (Host::First, None, 1.0);
        Self { config, standby, first, second, in_charge, takeover_at, speed }
    }

    /// See [`TServerSim::set_pace`].
    pub(crate) fn set_pace(&mut self, now: SimTime, speed: f64) {
        self.speed = speed;
        self.sims().for_each(|sim| sim.set_pace(now, speed));
    }

    /// The T-Server in charge, or the last that was.
    pub(crate) fn in_charge(&self) -> &TServerSim {
        &self.member(self.in_charge).sim
    }

    pub(crate) fn host_in_charge(&self) -> Host {
        self.in_charge
    }

    /// Whether there is a T-Server at this place, and it lives.
    pub(crate) fn is_alive(&self, host: Host) -> bool {
        match host {
            Host::First => self.first.alive,
            Host::Second => self.second.as_ref().is_some_and(|second| second.alive),
        }
    }

    pub(crate) fn sim(&mut self, host: Host) -> &mut TServerSim {
        &mut self.member_mut(host).sim
    }

    pub(crate) fn sims(&mut self) -> impl Iterator<Item = &mut TServerSim> {
        [Some(&mut self.first), self.second.as_mut()].into_iter().flatten().map(|m| &mut m.sim)
    }

    /// The T-Servers that live, by their places.
    pub(crate) fn members(&self) -> impl Iterator<Item = (Host, &TServerSim)> {
        let second = self.second.as_ref().map(|second| (Host::Second, second));
        let all = std::iter::once((Host::First, &self.first)).chain(second);
        all.filter(|(_, member)| member.alive).map(|(host, member)| (host, &member.sim))
    }

    pub(crate) fn handle_bytes(
        &mut self,
        switch: &mut Switch,
        (host, link): (Host, LinkId),
        bytes: &[u8],
    ) {
        if self.is_alive(host) {
            self.sim(host).handle_bytes(switch, link, bytes);
        }
    }

    /// The one in charge follows the switch; one that died does, too, until another is in charge.
    pub(crate) fn handle_switch_event(&mut self, event: &Event) {
        self.sim(self.in_charge).handle_switch_event(event);
    }

    pub(crate) fn handle_timeout(&mut self, switch: &mut Switch, now: SimTime) {
        for sim in self.sims() {
            sim.handle_timeout(now);
            sim.read_on(switch);
            sim.end_routing_grace(switch);
        }
        if self.takeover_at.is_some_and(|at| at <= now) {
            self.put_in_charge(switch, now, self.in_charge.other());
        }
    }

    pub(crate) fn poll_timeout(&self) -> Option<SimTime> {
        let members = [Some(&self.first), self.second.as_ref()].into_iter().flatten();
        let alive = members.filter(|member| member.alive);
        alive.filter_map(|member| member.sim.poll_timeout()).chain(self.takeover_at).min()
    }

    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        self.sims().find_map(TServerSim::poll_output)
    }

    /// The link between the T-Servers and the switch goes down or comes back.
    pub(crate) fn set_switch_link(&mut self, switch: &mut Switch, now: SimTime, up: bool) {
        for sim in self.sims() {
            sim.set_switch_link(now, up);
            sim.agree_on_routing(switch);
        }
        if up {
            self.clean_up(switch, now);
        }
    }

    /// Tells the end of calls that ended without the notice of the one in charge; how many.
    pub(crate) fn clean_up(&mut self, switch: &Switch, now: SimTime) -> usize {
        self.sim(self.in_charge).clean_up(switch, now)
    }

    /// The one at a place dies; false: nobody lives there. Its clients' connections are the owner's
    /// matter. For the one in charge the other one takes charge, if it lives long enough.
    pub(crate) fn crash(&mut self, switch: &mut Switch, now: SimTime, dies: Host) -> bool {
        if !self.is_alive(dies) {
            return false;
        }
        self.member_mut(dies).alive = false;
        if dies == self.in_charge {
            let takeover = self.standby.map_or(Duration::ZERO, |standby| standby.takeover);
            self.takeover_at = self.is_alive(dies.other()).then_some(now + takeover);
            if let Some(at) = self.takeover_at.filter(|_| self.is_hot()) {
                self.hand_services_over(dies, at);
            }
            self.sim(dies).give_routing_up(switch);
        } else {
            self.takeover_at = None;
        }
        true
    }

    /// Whoever has died starts anew: in charge, if nobody else is, with what the switch can tell.
    pub(crate) fn revive(&mut self, switch: &mut Switch, now: SimTime) {
        if self.takeover_at.is_some() {
            self.put_in_charge(switch, now, self.in_charge.other());
        }
        for host in [Host::First, Host::Second] {
            if self.is_alive(host) || (host == Host::Second && self.second.is_none()) {
                continue;
            }
            let config = match host {
                Host::First => self.config.clone(),
                Host::Second => backup_config(&self.config),
            };
            let started = self.member(host).sim.clock(now);
            let mut sim = TServerSim::started_at(config, switch, started);
            sim.set_pace(now, self.speed);
            if host == self.in_charge {
                sim.learn(switch);
            } else {
                sim.set_role(now, Role::Backup);
            }
            *self.member_mut(host) = Member { sim, alive: true };
        }
    }

    /// The other one takes charge; false: there is none, or it is dead.
    pub(crate) fn switch_over(&mut self, switch: &mut Switch, now: SimTime) -> bool {
        let other = self.in_charge.other();
        let can = self.is_alive(other);
        if can {
            self.put_in_charge(switch, now, other);
        }
        can
    }

    fn put_in_charge(&mut self, switch: &mut Switch, now: SimTime, host: Host) {
        self.takeover_at = None;
        let Some(mode) = self.standby.map(|standby| standby.mode) else { return };
        let before = self.in_charge;
        self.sim(before).set_role(now, Role::Backup);
        if mode == StandbyMode::Hot {
            self.hand_services_over(before, now);
        }
        self.sim(before).agree_on_routing(switch);
        match mode {
            StandbyMode::Hot => {
                let known = self.member(before).sim.knowledge();
                self.sim(host).take_over(known);
            }
            StandbyMode::Warm => self.sim(host).learn(switch),
        }
        self.in_charge = host;
        self.sim(host).set_role(now, Role::Primary);
        self.sim(host).agree_on_routing(switch);
    }

    /// In hot standby the other one goes on with what clients have asked of the one before it: the switch
    /// asks about its routing points, for as long as clients take to come over from `at` on, and
    /// agents stay reserved.
    fn hand_services_over(&mut self, before: Host, at: SimTime) {
        let legacy = self.sim(before).services.leave();
        self.sim(before.other()).services.inherit(legacy, at + limits::ROUTING_GRACE);
    }

    fn is_hot(&self) -> bool {
        self.standby.is_some_and(|standby| standby.mode == StandbyMode::Hot)
    }

    fn member(&self, host: Host) -> &Member {
        match (host, &self.second) {
            (Host::Second, Some(second)) => second,
            (Host::First, _) | (Host::Second, None) => &self.first,
        }
    }

    fn member_mut(&mut self, host: Host) -> &mut Member {
        match (host, &mut self.second) {
            (Host::Second, Some(second)) => second,
            (Host::First, _) | (Host::Second, None) => &mut self.first,
        }
    }
}

/// The backup has a name of its own, and so identifiers of its own.
fn backup_config(config: &Config) -> Config {
    Config { server: format!("{}_B", config.server), ..config.clone() }
}
