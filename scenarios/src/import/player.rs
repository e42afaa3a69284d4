//! The emulator going along with a log.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use scenario_lang::step::Scenario;
use switch_sim::{id::CallId, time::SimTime, world::World};
use tserver_log::Log;
use tserver_sim_core::ConnId;
use tserver_wire::{AttributeId as A, Message, MessageType as M};

use super::{
    aside::{Aside, LeftOut},
    before::Up,
    cause, hand,
    site::Site,
};
use crate::{
    conversation::{Conversation, Cut, Said, Way, is_of_a_whole_call, queue_of},
    limits,
    record::Recorder,
    rig::Watched,
};

/// A running world that is made to say what a log says.
pub(super) struct Player {
    pub(super) recorder: Recorder,
    pub(super) site: Site,
    /// How much of the emulator's log has been heard.
    heard: usize,
    /// What the emulator has said and the log has not, by kind and number.
    pending: BTreeMap<(M, String), VecDeque<(SimTime, Message)>>,
    /// The emulator's calls by the log's identifiers, and the reverse.
    calls: BTreeMap<u64, u64>,
    taken: BTreeMap<u64, u64>,
    aside: Aside,
    /// Events about calls as wholes: T-Servers tell them before or after those of the telephones.
    wholes: Vec<Said>,
    /// When the connection that is cut comes back.
    restored: Option<SimTime>,
}

impl Player {
    /// The world of a log at its first message: calls that are up, desktops that have sessions.
    ///
    /// Calls that cannot be made again are given up; others may then come as they should.
    pub(super) fn at_the_beginning(
        world: &World,
        site: &Site,
        log: &Conversation,
        mut up: Vec<Up>,
    ) -> Result<Self, String> {
        let mut given_up = Vec::new();
        let mut player = loop {
            let mut player = Self::new(world, site, log.watched())?;
            let (made, failed): (Vec<Up>, Vec<Up>) =
                up.into_iter().partition(|call| player.make_again(call));
            if failed.is_empty() {
                break player;
            }
            given_up.extend(failed.iter().map(|call| call.conn));
            up = made;
        };
        player.give_up(log, &given_up);
        player.open_sessions(log);
        Ok(player)
    }

    fn new(world: &World, site: &Site, watched: Watched) -> Result<Self, String> {
        let mut player = Self {
            recorder: Recorder::with_log(world, world.seed, watched)?,
            site: site.clone(),
            heard: 0,
            pending: BTreeMap::new(),
            calls: BTreeMap::new(),
            taken: BTreeMap::new(),
            aside: Aside::default(),
            wholes: Vec::new(),
            restored: None,
        };
        player.listen();
        Ok(player)
    }

    /// Makes a call again that was up when the log begins; false when it does not stand as it should.
    fn make_again(&mut self, call: &Up) -> bool {
        let original = call.original().map(|original| self.call(Some(original)));
        let Ok(original) = original.transpose() else { return false };
        let Some(line) = call.begins(&self.site, original.as_deref()) else { return false };
        let newest =
            |player: &Self| player.recorder.rig().switch().calls().map(|call| call.id).max();
        let before = newest(self);
        let id = Some(()).filter(|()| self.does(&line)).and_then(|()| newest(self));
        let Some(id) = id.filter(|id| Some(*id) != before) else { return false };
        let Some(name) = self.recorder.name_of(id).map(str::to_owned) else { return false };
        let mut lines = Vec::new();
        if call.answered() {
            let Ok(line) = hand::answer(self, id, &name) else { return false };
            lines.push(line);
        }
        if !lines.iter().all(|line| self.does(line)) || !self.takes_in(call, &name) {
            return false;
        }
        lines.clear();
        let holders = call.holders().filter_map(|number| self.site.person(number));
        lines.extend(holders.map(|who| format!("{who}.phone > HOLD {name}")));
        let done = lines.iter().all(|line| self.does(line));
        if done
            && call.is_made(self.recorder.rig().switch(), id)
            && let Some(ConnId(theirs)) = self.recorder.rig().tserver().conn_id_of(id)
        {
            self.calls.insert(call.conn, theirs);
            self.taken.insert(theirs, call.conn);
            return true;
        }
        false
    }

    /// Makes a conference of a call again; true where it is none.
    fn takes_in(&mut self, call: &Up, name: &str) -> bool {
        let Some((controller, members)) = call.joins() else { return true };
        let Some(who) = self.site.person(controller) else { return false };
        members.into_iter().all(|member| {
            let consults = self.does(&format!("{who}.phone > CONSULT {member} call={name}"));
            let newest = self.recorder.rig().switch().calls().map(|call| call.id).max();
            let answer = newest.filter(|_| consults).and_then(|id| {
                let name = self.recorder.name_of(id)?.to_owned();
                hand::answer(self, id, &name).ok()
            });
            answer.is_some_and(|answer| self.does(&answer))
                && self.does(&format!("{who}.phone > CONFERENCE"))
        })
    }

    /// Does what a line says; false when it is refused.
    fn does(&mut self, line: &str) -> bool {
        let read = self.recorder.act(line).is_ok();
        self.listen();
        let mut outcomes = std::iter::from_fn(|| self.recorder.poll_outcome());
        read && outcomes.by_ref().filter(|outcome| outcome.refused.is_some()).count() == 0
    }

    /// Leaves out calls that were up when the log begins, and what grows out of them.
    fn give_up(&mut self, log: &Conversation, calls: &[u64]) {
        let mut calls: BTreeSet<u64> = calls.iter().copied().collect();
        for said in &log.said {
            let Some(conn) = said.message.conn_id(A::CONN_ID).filter(|conn| calls.remove(conn))
            else {
                continue;
            };
            let why = format!(
                "the call {conn:016x} began before the log, and cannot be made again; it is left out, \
                 with what grows out of it"
            );
            self.aside.give_up(said, &why, conn);
        }
        for said in &log.said {
            self.aside.follow(&said.message);
        }
    }

    /// Opens the sessions of desktops whose telephones were registered before the log begins: they have
    /// messages without a registration.
    fn open_sessions(&mut self, log: &Conversation) {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for said in &log.said {
            let whole = is_of_a_whole_call(said.message.kind);
            let dn = said.message.string(A::THIS_DN).filter(|dn| !whole && seen.insert(dn));
            let Some(dn) = dn else { continue };
            let registers =
                [M::REQUEST_REGISTER_ADDRESS, M::EVENT_REGISTERED].contains(&said.message.kind);
            if let Some(who) = self.site.person(dn).filter(|_| !registers) {
                self.does(&format!("{who} > {INITIALIZE}"));
            }
        }
    }

    /// Goes on to one message of the log, of which `further` follow; false when the story is full.
    pub(super) fn follow(&mut self, said: &Said, further: &[Said]) -> bool {
        if self.recorder.is_full() {
            let why = "the scenario is as long as a file can be; the rest of the log is left out";
            self.leave_out(said, why);
            return false;
        }
        self.restore_before(said.at);
        self.advance(said.at);
        if is_of_a_whole_call(said.message.kind) {
            self.wholes.push(said.clone());
            return true;
        }
        let begins = said.message.kind == M::REQUEST_REGISTER_ADDRESS
            && !said.only_watches()
            && self.person(&said.message).is_ok();
        let ends = said.message.kind == M::REQUEST_UNREGISTER_ADDRESS;
        let again = begins && self.has_session(&said.message);
        let passed_over = said.is_of_the_link() && (again || (!begins && !ends));
        let unknown = !self.knows(said.message.conn_id(A::CONN_ID));
        if passed_over || (unknown && self.aside.goes_along(said)) || self.is_said(&said.message) {
            return true;
        }
        if self.aside.goes_along(said) {
            return true;
        }
        let lines = match said.way {
            Way::Request => cause::lines(self, said),
            Way::Event => hand::lines(self, said, further),
        };
        match lines {
            Ok(lines) => self.act(said, &lines),
            Err(why) => self.leave_out(said, &format!("{}: {why}", said.message.kind)),
        }
        true
    }

    /// The connection between gateway and T-Server breaks.
    pub(super) fn cut(&mut self, cut: Cut) {
        self.advance(cut.at);
        // The line is always one: it names nothing of the world.
        let _done = self.recorder.act("link ! cut");
        self.restored = cut.until;
        self.listen();
    }

    /// Lets connections through again, in time for the attempt that succeeded.
    fn restore_before(&mut self, at: SimTime) {
        if let Some(restored) = self.restored.take_if(|restored| *restored <= at) {
            self.advance(SimTime(restored.0.saturating_sub(1)));
            let _done = self.recorder.act("link ! restore");
            self.listen();
        }
    }

    fn advance(&mut self, to: SimTime) {
        if to > self.recorder.now() {
            self.recorder.advance(to, usize::MAX);
            self.listen();
        }
    }

    fn has_session(&self, message: &Message) -> bool {
        let person = self.person(message).ok();
        person.and_then(|person| self.recorder.has_session(&person)) == Some(true)
    }

    /// The scenario, and what is not in it.
    pub(super) fn finish(mut self, title: &str, world: &str) -> (Scenario, Vec<LeftOut>) {
        for said in std::mem::take(&mut self.wholes) {
            let known = self.knows(said.message.conn_id(A::CONN_ID));
            let told = self.aside.goes_along(&said) || (known && self.is_said(&said.message));
            if !told {
                let kind = said.message.kind;
                let why =
                    format!("{kind}: the emulator tells who follows all calls of no such change");
                self.aside.leave_out(&said, &why, None);
            }
        }
        (self.recorder.scenario(title, world), self.aside.finish())
    }

    /// The story name of a call that the log names.
    pub(super) fn call(&self, conn: Option<u64>) -> Result<String, String> {
        let id = conn.and_then(|conn| self.calls.get(&conn)).map(|id| ConnId(*id).to_string());
        let name = id.and_then(|id| self.recorder.name_of_id(&id));
        name.ok_or_else(|| "the call began before the log, or has no line to begin with".into())
    }

    /// The switch's name for a call that the log names, while it is up.
    pub(super) fn call_id(&self, conn: Option<u64>) -> Option<CallId> {
        let id = self.calls.get(&conn?)?;
        self.recorder.rig().tserver().call_of(ConnId(*id))
    }

    /// Whether the emulator has a call for this identifier of the log.
    pub(super) fn knows(&self, conn: Option<u64>) -> bool {
        conn.is_some_and(|conn| self.calls.contains_key(&conn))
    }

    /// The person at the telephone that a message is about.
    pub(super) fn person(&self, message: &Message) -> Result<String, String> {
        let dn = message.string(A::THIS_DN).unwrap_or_default();
        self.site.person(dn).ok_or_else(|| self.site.no_telephone(dn))
    }

    fn act(&mut self, said: &Said, lines: &[String]) {
        let mut news = Vec::new();
        for line in lines {
            if let Err(why) = self.begin_session(line).and_then(|()| self.recorder.act(line)) {
                self.leave_out(said, &format!("`{line}` cannot be done: {why}"));
                return;
            }
            news.extend(self.listen());
        }
        // A dialer of the scenario is no client of the T-Server.
        let dialer = said.message.kind == M::REQUEST_MAKE_PREDICTIVE_CALL;
        let dials = dialer && news.iter().any(|(kind, _)| *kind == M::EVENT_DIALING);
        if !dials && !self.is_said(&said.message) {
            let outcome = std::iter::from_fn(|| self.recorder.poll_outcome()).last();
            let refused = outcome.and_then(|outcome| Some((outcome.refused?, outcome.text)));
            let why = match refused {
                Some((code, text)) if text.is_empty() => format!("the switch refuses it: {code}"),
                Some((code, text)) => format!("it is refused: {code}: {text}"),
                None => instead(&news),
            };
            let (kind, did) = (said.message.kind, lines.join("; "));
            self.leave_out(said, &format!("{kind} does not follow from `{did}`: {why}"));
        }
        while self.recorder.poll_outcome().is_some() {}
    }

    /// A line of a desktop needs a session, which the log may show as a registration before it began.
    fn begin_session(&mut self, line: &str) -> Result<(), String> {
        let who = line.split(' ').next().unwrap_or_default();
        if self.recorder.has_session(who) == Some(false) && !line.contains(INITIALIZE) {
            self.recorder.act(&format!("{who} > {INITIALIZE}"))?;
        }
        Ok(())
    }

    /// Takes in what the emulator has said since; what it has told.
    fn listen(&mut self) -> Vec<(M, String)> {
        let log = self.recorder.log();
        let news = log.get(self.heard..).unwrap_or_default();
        let conversation = Conversation::of(&Log::read(news.as_bytes()));
        self.heard = log.len();
        let now = self.recorder.now();
        let mut told = Vec::new();
        for said in conversation.said {
            let key = key(&said.message);
            if said.way == Way::Event {
                told.push(key.clone());
            }
            let pending = self.pending.entry(key).or_default();
            if pending.len() == limits::UNHEARD {
                pending.pop_front();
            }
            pending.push_back((now, said.message));
        }
        told
    }

    /// Whether the emulator has said this, too; then the two are done with.
    fn is_said(&mut self, message: &Message) -> bool {
        // Who is meant by an event of a whole call, not every T-Server says.
        let mut about = key(message);
        if about.1.is_empty() && is_of_a_whole_call(message.kind) {
            about = self.whole_call(message).unwrap_or(about);
        }
        let now = self.recorder.now();
        let Some(pending) = self.pending.get_mut(&about) else { return false };
        let conn = message.conn_id(A::CONN_ID);
        let fits = |(at, other): &(SimTime, Message)| {
            let theirs = other.conn_id(A::CONN_ID);
            let same_call = match (conn, theirs) {
                (Some(conn), Some(theirs)) => match self.calls.get(&conn) {
                    Some(known) => *known == theirs,
                    None => !self.taken.contains_key(&theirs),
                },
                (None, None) => now - *at <= limits::UNHEARD_TIME,
                (Some(_), None) | (None, Some(_)) => false,
            };
            same_call && queue_of(other) == queue_of(message)
        };
        let exact = pending.iter().position(fits);
        let Some((_, found)) = exact.and_then(|place| pending.remove(place)) else { return false };
        for id in [A::CONN_ID, A::PREVIOUS_CONN_ID, A::TRANSFER_CONN_ID] {
            if let (Some(ours), Some(theirs)) = (message.conn_id(id), found.conn_id(id))
                && !self.taken.contains_key(&theirs)
            {
                self.calls.entry(ours).or_insert(theirs);
                self.taken.insert(theirs, ours);
            }
        }
        true
    }

    /// Where the emulator has an event of this kind about this call, whichever party it is about.
    fn whole_call(&self, message: &Message) -> Option<(M, String)> {
        let theirs = self.calls.get(&message.conn_id(A::CONN_ID)?)?;
        let fits = |(_, other): &(SimTime, Message)| other.conn_id(A::CONN_ID) == Some(*theirs);
        let mut places = self.pending.iter().filter(|((kind, _), _)| *kind == message.kind);
        places.find(|(_, pending)| pending.iter().any(fits)).map(|(about, _)| about.clone())
    }

    /// Notes why a message has no line. A call that the emulator has not, or has no more, is given up.
    fn leave_out(&mut self, said: &Said, why: &str) {
        let conn = said.message.conn_id(A::CONN_ID);
        let lost = conn.filter(|conn| self.call_id(Some(*conn)).is_none());
        self.aside.leave_out(said, why, lost);
    }
}

/// What the emulator says in the place of what the log has.
fn instead(told: &[(M, String)]) -> String {
    match told {
        [] => "the emulator says nothing then".to_owned(),
        told => {
            let said = |(kind, number): &(M, String)| match number.as_str() {
                "" => kind.to_string(),
                number => format!("{kind} at {number}"),
            };
            let shown: Vec<String> = told.iter().take(SHOWN).map(said).collect();
            let more = if told.len() > SHOWN { ", and more" } else { "" };
            format!("the emulator then says {}{more}", shown.join(", "))
        }
    }
}

fn key(message: &Message) -> (M, String) {
    (message.kind, message.string(A::THIS_DN).unwrap_or_default().to_owned())
}

const INITIALIZE: &str = "CTICLIENTINITIALIZE";
/// How many of the emulator's messages are named.
const SHOWN: usize = 3;
