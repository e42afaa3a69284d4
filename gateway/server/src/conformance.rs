//! `gateway conformance`: whether an adapter does what the gateway needs, at any rig.
//!
//! Three telephones that nobody else uses are all it takes: the suite plays with them through the
//! adapter alone, at an emulator as at a real switch.

mod matrix;
mod order;
mod suite;
mod telephone;

use std::{collections::BTreeSet, time::Duration};

use gateway_core::{
    id::{Dn, Secret},
    middleware::{AgentState, CommandId, Denial, DenialReason, Event, Order, Setting},
};
use tokio::time::Instant;

use self::{
    matrix::{Cell, Matrix, Row},
    order::{Agent, Asked, asked},
    suite::{Case, Line, Place, Role, suite},
    telephone::Telephone,
};
use crate::{arguments::Conformance, bench::Bench, config::Config, limits};

/// What came out of the suite.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) report: String,
    pub(crate) has_failed: bool,
}

/// Plays the suite with the adapter that the configuration names.
///
/// # Errors
/// Why it cannot be played.
pub(crate) async fn examine(config: &Config, given: &Conformance) -> Result<Verdict, String> {
    let mut kit = Kit::new(config, given)?;
    kit.open().await?;
    let mut matrix = Matrix::default();
    let wanted =
        |case: &Case| given.only.is_empty() || given.only.iter().any(|o| o == case.request);
    for case in suite()?.iter().filter(|case| wanted(case)) {
        kit.clear().await?;
        matrix.rows.push(kit.play(case).await);
    }
    kit.clear().await?;
    for place in Place::ALL {
        kit.ask(place, Order::Unregister).await;
    }
    let strays = kit.strays.iter().map(|stray| format!("\n{stray}\n"));
    let report = format!("{matrix}{}", strays.collect::<String>());
    Ok(Verdict { report, has_failed: matrix.has_failed() || !kit.strays.is_empty() })
}

/// The telephones, and the adapter between them and the suite.
struct Kit {
    bench: Bench,
    telephones: [Telephone; 3],
    agent: Option<Agent>,
    /// How long an answer, or what is told, may take.
    limit: Duration,
    /// Whether the link is up; else why it is not.
    link: Result<(), String>,
    /// Commands that wait for their answer.
    asked: BTreeSet<CommandId>,
    /// What is against the rules and belongs to no case.
    strays: Vec<String>,
}

/// What became of an order.
enum Outcome {
    Done,
    Denied(Denial),
    Silent,
}

impl Kit {
    fn new(config: &Config, given: &Conformance) -> Result<Self, String> {
        let dn = |text: &String| {
            Dn::new(text).ok_or_else(|| format!("`{text}` is no number of visible characters"))
        };
        let [a, b, c] = given.dns.as_slice() else {
            return Err("the suite needs three telephones: give --dn three times".to_owned());
        };
        let queues = given.queues.iter().map(dn).collect::<Result<Vec<_>, _>>()?;
        let password = given.password.clone().map(Secret::new);
        Ok(Self {
            bench: Bench::new(config),
            telephones: [dn(a)?, dn(b)?, dn(c)?].map(Telephone::new),
            agent: given.agent.clone().map(|id| Agent { id, password, queues }),
            limit: config.gateway.resp_timeout,
            link: Err("it has not come up".to_owned()),
            asked: BTreeSet::new(),
            strays: Vec::new(),
        })
    }

    /// Waits for the link, and registers the telephones.
    async fn open(&mut self) -> Result<(), String> {
        let end = Instant::now() + limits::LINK_UP;
        while self.link.is_err()
            && let Some(event) = self.bench.next(end).await
        {
            self.note(event);
        }
        self.link.clone().map_err(|why| format!("the link is down: {why}"))?;
        self.register().await
    }

    /// Registers every telephone (again).
    async fn register(&mut self) -> Result<(), String> {
        for place in Place::ALL {
            self.at(place).difference = None;
            let dn = self.at(place).dn.clone();
            match self.ask(place, Order::Register).await {
                Outcome::Done => {}
                Outcome::Denied(denial) => {
                    return Err(format!("{dn} is not registered: {}", denial.text));
                }
                Outcome::Silent => return Err(format!("{dn} is not registered: no answer")),
            }
        }
        Ok(())
    }

    /// Makes every telephone idle.
    async fn clear(&mut self) -> Result<(), String> {
        self.register().await?;
        for place in Place::ALL {
            for order in self.undoing(place) {
                self.ask(place, order).await;
            }
        }
        let end = Instant::now() + self.limit;
        while self.telephones.iter().any(|telephone| !telephone.known.is_idle())
            && let Some(event) = self.bench.next(end).await
        {
            self.note(event);
        }
        self.register().await?;
        let busy = self.telephones.iter().find(|telephone| !telephone.known.is_idle());
        busy.map_or(Ok(()), |busy| {
            let (dn, known) = (&busy.dn, busy.known.show());
            Err(format!("{dn} cannot be made idle ({known}); the suite needs it for itself"))
        })
    }

    /// What makes a telephone idle.
    fn undoing(&mut self, place: Place) -> Vec<Order> {
        let known = self.at(place).known.clone();
        let mut orders: Vec<_> =
            known.calls.into_keys().map(|call| Order::Release { call }).collect();
        if known.agent != AgentState::LoggedOut {
            orders.push(Order::LogOff);
        }
        if known.features.do_not_disturb {
            orders.push(Order::Set(Setting::DoNotDisturb(false)));
        }
        if known.features.forwarding.is_some() {
            orders.push(Order::Set(Setting::Forwarding(None)));
        }
        if known.features.message_waiting {
            orders.push(Order::Set(Setting::MessageWaiting(false)));
        }
        if let Some(agent) = known.features.monitors {
            orders.push(Order::CancelMonitoring { agent });
        }
        orders
    }

    async fn play(&mut self, case: &Case) -> Row {
        let mut row = Row::new(case.request, case.title);
        for line in &case.lines {
            let before = self.telephones.each_ref().map(|telephone| telephone.known.clone());
            self.telephones.iter_mut().for_each(|telephone| telephone.told.clear());
            let outcome = match self.asked(line) {
                Some(Asked::Order(order)) => self.ask(line.by, order).await,
                Some(Asked::LoseLink) => self.lose_link().await,
                Some(Asked::Unnamed) | None => {
                    row.done = Cell::NotTried;
                    return row;
                }
            };
            let letter = |what: &str| format!("`{}` {what}", line.text);
            match (line.role, outcome) {
                (Role::IsRefused, Outcome::Denied(denial)) if is_no(&denial) => {
                    row.refused.and(self.stands(line).await);
                    if self.telephones.each_ref().map(|telephone| telephone.known.clone()) != before
                    {
                        row.refused = Cell::Failed(letter("was refused, and changed something"));
                    }
                }
                (Role::IsRefused, Outcome::Done) => {
                    row.refused = Cell::Failed(letter("was done, and had to be refused"));
                    return row;
                }
                (Role::SetsTheStage | Role::IsTried, Outcome::Done) => {
                    let told = self.hear(line).await;
                    let stands = self.stands(line).await;
                    if line.role == Role::IsTried {
                        row.done = Cell::Right;
                        row.snapshot.and(stands);
                        if !line.told.is_empty() {
                            row.told.and(told);
                        }
                    } else if let Err(letter) = told.and(stands) {
                        row.done = Cell::Failed(letter);
                        return row;
                    }
                }
                (Role::IsTried, Outcome::Denied(denial)) if is_unsupported(&denial) => {
                    row.done = Cell::Unsupported;
                    return row;
                }
                (Role::SetsTheStage, Outcome::Denied(denial)) if is_unsupported(&denial) => {
                    row.done = Cell::NotTried;
                    return row;
                }
                (role, Outcome::Denied(denial)) => {
                    let Denial { reason, text, .. } = denial;
                    let letter =
                        letter(&format!("was denied ({}): {text}", telephone::word(&reason)));
                    *role.cell(&mut row) = Cell::Failed(letter);
                    return row;
                }
                (role, Outcome::Silent) => {
                    *role.cell(&mut row) = Cell::Failed(letter("was not answered"));
                    return row;
                }
            }
        }
        row
    }

    /// Waits until everybody is told what the line says.
    async fn hear(&mut self, line: &Line) -> Result<(), String> {
        let end = Instant::now() + self.limit;
        loop {
            let missing = Place::ALL.into_iter().find(|place| {
                let words = line.told.iter().filter(|(at, _)| at == place).map(|(_, word)| *word);
                !self.at(*place).was_told(words)
            });
            let Some(missing) = missing else { return Ok(()) };
            match self.bench.next(end).await {
                Some(event) => self.note(event),
                None => {
                    let Telephone { dn, told, .. } = self.at(missing);
                    let told = if told.is_empty() { "nothing".to_owned() } else { told.join(", ") };
                    return Err(format!("`{}`: of {missing:?} ({dn}) was told {told}", line.text));
                }
            }
        }
    }

    /// Whether every telephone stands as it was told.
    async fn stands(&mut self, line: &Line) -> Result<(), String> {
        self.register().await?;
        let different =
            self.telephones.iter_mut().find_map(|telephone| telephone.difference.take());
        different.map_or(Ok(()), |difference| Err(format!("after `{}` {difference}", line.text)))
    }

    async fn ask(&mut self, place: Place, order: Order) -> Outcome {
        let dn = self.at(place).dn.clone();
        let id = self.bench.ask(&dn, order);
        self.asked.insert(id);
        let end = Instant::now() + self.limit;
        while let Some(event) = self.bench.next(end).await {
            let denial =
                if let Event::Denied { denial, .. } = &event { Some(denial.clone()) } else { None };
            self.note(event);
            if !self.asked.contains(&id) {
                return denial.map_or(Outcome::Done, Outcome::Denied);
            }
        }
        Outcome::Silent
    }

    fn asked(&mut self, line: &Line) -> Option<Asked> {
        let [a, b, c] = &self.telephones;
        let by = match line.by {
            Place::A => a,
            Place::B => b,
            Place::C => c,
        };
        asked(&line.words, (by, &self.telephones), self.agent.as_ref())
    }

    /// Loses the link, and waits for it.
    async fn lose_link(&mut self) -> Outcome {
        self.bench.lose_link();
        self.link = Ok(());
        let end = Instant::now() + limits::LINK_UP;
        let mut was_down = false;
        while !(was_down && self.link.is_ok())
            && let Some(event) = self.bench.next(end).await
        {
            self.note(event);
            was_down |= self.link.is_err();
        }
        // While the link was down, anything may have happened.
        self.telephones.iter_mut().for_each(|telephone| telephone.difference = None);
        if was_down && self.link.is_ok() { Outcome::Done } else { Outcome::Silent }
    }

    /// Takes over what the adapter tells.
    fn note(&mut self, event: Event) {
        match event {
            Event::LinkUp => self.link = Ok(()),
            Event::LinkDown { reason } => self.link = Err(reason),
            Event::Done { command, .. } | Event::Denied { command, .. } => {
                if !self.asked.remove(&command) {
                    self.strays.push(format!("command {} was answered twice", command.0));
                }
            }
            Event::RegistrationLost { dn, denial } => {
                self.strays.push(format!("{dn} is not reported any more: {}", denial.text));
            }
            Event::Registered { dn, agent, calls, features } => {
                self.of(&dn, |telephone| telephone.registered(agent, &calls, features));
            }
            Event::Agent { dn, state, .. } => self.of(&dn, |telephone| telephone.agent(state)),
            Event::Set { dn, setting, .. } => self.of(&dn, |telephone| telephone.set(setting)),
            Event::Monitoring { dn, agent, begins, .. } => {
                self.of(&dn, |telephone| telephone.monitors(begins.then_some(agent)));
            }
            Event::Call { dn, call, change, .. } => {
                self.of(&dn, |telephone| telephone.call(call, &change));
            }
            Event::Queue { .. } | Event::Dropped { .. } => {}
        }
    }

    fn of(&mut self, dn: &Dn, note: impl FnOnce(&mut Telephone)) {
        match self.telephones.iter_mut().find(|telephone| telephone.dn == *dn) {
            Some(telephone) => note(telephone),
            None => self.strays.push(format!("{dn} is reported, and was never registered")),
        }
    }

    fn at(&mut self, place: Place) -> &mut Telephone {
        let [a, b, c] = &mut self.telephones;
        match place {
            Place::A => a,
            Place::B => b,
            Place::C => c,
        }
    }
}

impl Role {
    /// The cell that an answer which is against the suite belongs to.
    fn cell(self, row: &mut Row) -> &mut Cell {
        match self {
            Self::SetsTheStage | Self::IsTried => &mut row.done,
            Self::IsRefused => &mut row.refused,
        }
    }
}

/// Whether it was refused, and not merely unanswered.
fn is_no(denial: &Denial) -> bool {
    match denial.reason {
        DenialReason::Refused | DenialReason::Unsupported => true,
        DenialReason::NoAnswer | DenialReason::LinkDown | DenialReason::Overload => false,
    }
}

fn is_unsupported(denial: &Denial) -> bool {
    denial.reason == DenialReason::Unsupported
}
