//! Days on which everything breaks, in every way that can be caused, and which end well.

use std::time::Duration;

use gateway_core::request;
use gateway_xml::Element;
use proptest::prelude::*;
use scenarios::truth::Picture;
use tserver_sim_core::fault::{self, Lasting, ParameterKind};

use super::{House, Outcome, eyes::Eyes, pick};
use crate::Draw;

impl House {
    /// A house of which something may break: one T-Server, or two of either kind.
    pub(crate) fn open_for_chaos(which: u16) -> Self {
        let mut house = Self::open_with(pick::<&str>(&STANDBY, which));
        for desk in house.desks.clone() {
            let snapshot = house.snapshot(&desk);
            house.eyes.insert(desk.dn, Eyes::open(&snapshot));
        }
        house
    }

    /// Does one thing, or breaks one; every desktop looks at what it is told.
    pub(crate) fn stumble(&mut self, draw: Draw) -> Outcome {
        let [kind, a, b, c] = draw;
        let desk = pick(&self.desks, a).clone();
        match kind % 32 {
            0 => {}
            1..=4 => self.arrive(b),
            5..=14 => self.try_what_is_offered(&desk, b, c),
            15..=16 => self.ask_anything(&desk, b, c),
            17..=20 => self.handle_a_telephone(&desk, b, c),
            21..=24 => self.pass(Duration::from_millis(u64::from(b % 4_000))),
            _ => self.break_something(a, b, c)?,
        }
        self.collect()?;
        self.watch()
    }

    /// Everything is mended; soon every desktop shows what the switch does, and has been told so.
    pub(crate) fn mend(&mut self) -> Outcome {
        for (target, name) in [("link", "restore"), ("tserver", "restore"), ("tserver", "clean_up")]
        {
            self.inject(target, name, &[], None)?;
        }
        for _ in 0..CONVERGES.as_secs() / 10 {
            self.live_on(Duration::from_secs(10));
            self.collect()?;
            self.watch()?;
        }
        self.compare()?;
        for desk in self.desks.clone() {
            let snapshot = self.snapshot(&desk);
            prop_assert_eq!(snapshot.attribute("link"), Some("up"), "{}\n{}", desk.dn, self.told());
            let shown = Picture::shown(&snapshot).map(|shown| shown.calls);
            let told = self.eyes.get(desk.dn).map(|eyes| eyes.calls.clone());
            prop_assert_eq!(told, shown, "told and shown to {}\n{}", desk.dn, self.told());
        }
        Ok(())
    }

    fn try_what_is_offered(&mut self, desk: &super::Desk, which: u16, value: u16) {
        let snapshot = self.snapshot(desk);
        let calls = snapshot.children.iter().filter(|child| child.name == "call");
        let offered: Vec<(String, String)> = calls
            .flat_map(|call| {
                let id = call.attribute("call").unwrap_or_default().to_owned();
                let actions = call.attribute("actions").unwrap_or_default().split(' ');
                let actions = actions.filter(|action| !action.is_empty());
                actions.map(|action| (id.clone(), action.to_owned())).collect::<Vec<_>>()
            })
            .collect();
        if offered.is_empty() {
            return;
        }
        let (call, action) = pick(&offered, which);
        let row = request::rows().iter().find(|row| row.name == action).expect("a request");
        let document = desk.fill(action, row.fields, call, value);
        let token = self.submit(&document);
        self.open.insert(token);
    }

    fn break_something(&mut self, which: u16, how: u16, value: u16) -> Outcome {
        let row = pick(fault::rows(), which);
        let given: Vec<(String, String)> = row
            .parameters
            .iter()
            .enumerate()
            .filter(|(place, parameter)| parameter.required || how >> place & 1 == 1)
            .map(|(place, parameter)| {
                let value = value.rotate_left(u32::try_from(place * 3).unwrap_or_default());
                (parameter.name.to_owned(), any_value(parameter.kind, value))
            })
            .collect();
        let lasting = (row.lasting != Lasting::Never && !how.is_multiple_of(5))
            .then(|| Duration::from_millis(u64::from(value % 8_000) + 1));
        self.inject(row.target.word(), row.name, &given, lasting)
    }

    fn inject(
        &mut self,
        target: &str,
        name: &str,
        given: &[(String, String)],
        lasting: Option<Duration>,
    ) -> Outcome {
        let pairs: String = given.iter().map(|(key, value)| format!(" {key}={value}")).collect();
        let span = lasting.map(|span| format!(" for {}ms", span.as_millis())).unwrap_or_default();
        let line = format!("{target} ! {name}{pairs}{span}");
        self.story.push(line.clone());
        let fault = fault::read(target, name, given, lasting.is_some());
        let fault = fault.map_err(|mistake| TestCaseError::fail(format!("{line}: {mistake}")))?;
        if let Err(impossible) = self.rig.inject(fault, lasting, line) {
            self.story.push(format!("  impossible: {impossible}"));
        }
        Ok(())
    }

    /// Every desktop fetches its events; each follows from those before it.
    fn watch(&mut self) -> Outcome {
        for desk in self.desks.clone() {
            let last = self.eyes.get(desk.dn).map_or(0, |eyes| eyes.last);
            let poll = desk.asks("GETEVENTS").with_children([
                Element::new("after").with_text(last.to_string()),
                Element::new("wait").with_text("0"),
            ]);
            let token = self.submit_unheard(&poll);
            self.gather();
            let reply = self.replies.remove(&token).expect("a poll that does not wait");
            prop_assert_eq!(reply.attribute("result"), Some("ok"), "{:?}\n{}", reply, self.told());
            for event in &reply.children {
                self.story.push(format!("    {} < {}", desk.dn, told(event)));
                let seen = self.eyes.entry(desk.dn).or_default().see(event);
                prop_assert_eq!(seen, Ok(()), "{}\n{}", desk.dn, self.told());
            }
        }
        Ok(())
    }
}

/// An event in a line.
fn told(event: &Element) -> String {
    let attribute = |name| event.attribute(name).unwrap_or_default();
    format!("{} {} {} {}", event.name, attribute("call"), attribute("state"), attribute("cause"))
}

fn any_value(kind: ParameterKind, value: u16) -> String {
    match kind {
        ParameterKind::Time => (*pick(&["1ms", "80ms", "700ms", "3s", "9s"], value)).to_owned(),
        ParameterKind::Jump => (*pick(&["1h", "-1h", "2s", "-2s"], value)).to_owned(),
        ParameterKind::Number { least, most } => {
            (least + u64::from(value % 400)).min(most).to_string()
        }
        ParameterKind::Dn => (*pick(&["2001", "2002", "2003", "2004", "8100"], value)).to_owned(),
        ParameterKind::Event => (*pick(&EVENTS, value)).to_owned(),
        ParameterKind::Request => (*pick(&REQUESTS, value)).to_owned(),
        ParameterKind::OneOf(words) => (*pick(words, value)).to_owned(),
    }
}

const STANDBY: [&str; 3] = ["", "standby = \"warm\"", "standby = \"hot\""];

const EVENTS: [&str; 14] = [
    "EventRinging",
    "EventEstablished",
    "EventReleased",
    "EventHeld",
    "EventRetrieved",
    "EventDialing",
    "EventAbandoned",
    "EventPartyChanged",
    "EventPartyAdded",
    "EventPartyDeleted",
    "EventAgentReady",
    "EventAgentNotReady",
    "EventRegistered",
    "EventError",
];

const REQUESTS: [&str; 10] = [
    "RequestAnswerCall",
    "RequestReleaseCall",
    "RequestHoldCall",
    "RequestRetrieveCall",
    "RequestInitiateTransfer",
    "RequestCompleteTransfer",
    "RequestInitiateConference",
    "RequestCompleteConference",
    "RequestRegisterAddress",
    "RequestMakeCall",
];

/// How long it takes until a desktop is right again after anything: each fifth look is at idle
/// devices as well.
const CONVERGES: Duration = Duration::from_secs(420);
