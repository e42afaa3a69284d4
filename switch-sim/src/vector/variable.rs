//! Vector variables: what a letter stands for, and what it holds for a call.

use crate::{
    event::Report,
    id::CallId,
    switch::Switch,
    vector::{
        log::VectorEvent,
        reference::{Term, Variable},
    },
};

/// What a variable of the site is, as `[variables]` declares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// What it holds.
    pub kind: Kind,
    /// For how long.
    pub scope: Scope,
    /// The first character of the source that it takes, from 1.
    pub start: usize,
    /// How many it takes at most.
    pub length: usize,
    /// What it holds at first; only variables of the whole switch do.
    pub value: String,
}

/// What a variable holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Digits collected or set by steps.
    Collect,
    /// One digit that the site sets.
    Value,
    /// The caller's number.
    Ani,
    /// The user-to-user information of the call; steps write it, and applications see it.
    AsaiUui,
    /// The weekday, 1 a Sunday.
    DayOfWeek,
    /// The day of the year.
    DayOfYear,
    /// The time of day, `hhmm`.
    TimeOfDay,
    /// How many steps were executed for the call.
    StepCount,
    /// The number of the active VDN.
    Vdn,
    /// The number of the latest VDN.
    LatestVdn,
    /// Seconds since the call came to the active VDN.
    VdnTime,
    /// The log-on name of the agent who had the call last.
    Agent,
}

/// For how long a variable keeps what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// While a vector has the call.
    Local,
    /// As long as the call.
    Persistent,
    /// For ever, for all calls.
    Global,
}

impl Default for Declared {
    /// A variable that nobody declared: digits of the call.
    fn default() -> Self {
        Self {
            kind: Kind::Collect,
            scope: Scope::Local,
            start: 1,
            length: 16,
            value: String::new(),
        }
    }
}

/// A text with other characters at the place that a variable takes of it; blanks fill it up.
fn written(text: &str, declared: &Declared, digits: &str) -> String {
    let (before, length) = (declared.start.saturating_sub(1), declared.length);
    let filled = text.chars().chain(std::iter::repeat(' '));
    let field = digits.chars().chain(std::iter::repeat(' ')).take(length);
    let rest = text.chars().skip(before + length);
    let whole: String = filled.take(before).chain(field).chain(rest).collect();
    whole.trim_end().to_owned()
}

impl Switch {
    /// What a variable holds for a call; none when it holds nothing.
    pub(crate) fn variable(&self, call: CallId, variable: Variable) -> Option<String> {
        let vectoring = self.vectoring(call)?;
        if let Variable::OfVdn(number) = variable {
            let vdn = self.vectors.vdn(vectoring.active?)?;
            let place = usize::from(number).checked_sub(1)?;
            return vdn.variables.get(place).filter(|text| !text.is_empty()).cloned();
        }
        let declared = self.declared(variable);
        let clock = || self.vectors.site.clock.at(self.now);
        let text = match declared.kind {
            Kind::Collect | Kind::Value => match declared.scope {
                Scope::Local => vectoring.run.as_ref()?.locals.get(&variable)?.clone(),
                Scope::Persistent => vectoring.persistent.get(&variable)?.clone(),
                Scope::Global => {
                    let global = self.vectors.globals.get(&variable).cloned();
                    return global.or(Some(declared.value)).filter(|text| !text.is_empty());
                }
            },
            Kind::Ani => self.ani(call)?,
            Kind::AsaiUui => vectoring.sent.uui.clone(),
            Kind::DayOfWeek => ((clock().weekday + 1) % 7 + 1).to_string(),
            Kind::DayOfYear => format!("{:03}", clock().day_of_year),
            Kind::TimeOfDay => format!("{:02}{:02}", clock().minute / 60, clock().minute % 60),
            Kind::StepCount => vectoring.executed.to_string(),
            Kind::Vdn => self.vectors.vdn(vectoring.active?)?.number.clone(),
            Kind::LatestVdn => self.vectors.vdn(vectoring.latest?)?.number.clone(),
            Kind::Agent => vectoring.agent.as_deref()?.to_owned(),
            Kind::VdnTime => (self.now - vectoring.since).as_secs().to_string(),
        };
        let cut = text.chars().skip(declared.start.saturating_sub(1)).take(declared.length);
        let cut = cut.collect::<String>();
        Some(cut.trim_end().to_owned()).filter(|text| !text.is_empty())
    }

    /// Puts digits into a variable; nothing happens to one that cannot be set.
    pub(crate) fn set_variable(&mut self, call: CallId, variable: Variable, digits: String) {
        let declared = self.declared(variable);
        let Some(vectoring) = self.vectoring_mut(call) else { return };
        match (declared.kind, declared.scope) {
            (Kind::Collect, Scope::Local) => {
                if let Some(run) = &mut vectoring.run {
                    run.locals.insert(variable, digits);
                }
            }
            (Kind::Collect, Scope::Persistent) => {
                vectoring.persistent.insert(variable, digits);
            }
            (Kind::Collect | Kind::Value, Scope::Global) => {
                self.vectors.globals.insert(variable, digits);
            }
            (Kind::AsaiUui, _) => {
                let uui = written(&vectoring.sent.uui, &declared, &digits);
                vectoring.sent.uui.clone_from(&uui);
                self.report(Report::UserInformationSet { call, uui });
            }
            _ => {}
        }
    }

    /// Notes that a variable holds nothing, or that the site does not declare it.
    pub(crate) fn note_empty(&mut self, call: CallId, variable: Variable) {
        let known = match variable {
            Variable::OfVdn(_) => true,
            Variable::Letters(..) => self.vectors.site.variables.contains_key(&variable),
        };
        let event =
            if known { VectorEvent::NoDigitsInVariable } else { VectorEvent::VariableNotDefined };
        self.note(call, event);
    }

    /// The digits that a term stands for; none when there are none.
    pub(crate) fn digits_of(&self, call: CallId, term: &Term) -> Option<String> {
        match term {
            Term::None => None,
            Term::Written(digits) => Some(digits.clone()),
            Term::Digits => {
                let vectoring = self.vectoring(call)?;
                Some(vectoring.digits.clone()).filter(|digits| !digits.is_empty())
            }
            Term::Ani => self.ani(call),
            Term::IiDigits => {
                let digits = &self.vectoring(call)?.sent.ii_digits;
                Some(digits.clone()).filter(|digits| !digits.is_empty())
            }
            Term::Variable(variable) => self.variable(call, *variable),
        }
    }

    /// The number of whoever has been in the call longest.
    pub(crate) fn ani(&self, call: CallId) -> Option<String> {
        let first = self.calls.get(call)?.parties.first()?;
        first.number.as_ref().map(ToString::to_string)
    }

    fn declared(&self, variable: Variable) -> Declared {
        self.vectors.site.variables.get(&variable).cloned().unwrap_or_default()
    }
}
