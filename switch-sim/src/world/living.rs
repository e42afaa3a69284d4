//! The sections about people who live by themselves: `[traffic]` and `[behaviour]`.

use std::time::Duration;

use toml::de::DeValue;

use crate::{
    limits,
    world::{
        Arrivals, Behaviour, Distribution, Overdispersion, Redial, Traffic, habits,
        mistake::Mistakes,
        reader::{Fields, Text, Value, duration, note_duration, text},
    },
};

/// Reads one kind of callers, with the number and the trunk group that it refers to.
pub(crate) fn traffic<'t>(
    name: &Text,
    value: &'t Value<'t>,
    mistakes: &mut Mistakes,
) -> Option<(Traffic, Text, Text)> {
    let keys = [
        "to",
        "trunk",
        "calling",
        "rate",
        "per_day",
        "profile",
        "sources",
        "patience",
        "talks",
        "redial",
        "day_cv",
        "half_hour_cv",
    ];
    let mut fields = Fields::new("a kind of traffic", name.at.clone(), value, &keys, mistakes)?;
    for (key, help) in [("to", "\"8005\", the number dialled"), ("trunk", "\"PSTN1\"")] {
        if fields.value(key).is_none() {
            let (at, message) = (fields.at(), format!("traffic needs `{key}`"));
            fields.mistakes().note_with_help(at, message, format!("add {key} = {help}"));
        }
    }
    let (to, trunk) = (fields.number("to"), fields.text("trunk"));
    let calling = fields.number("calling").map(|number| number.text);
    let arrivals = arrivals(&mut fields);
    let spread = overdispersion(&mut fields, arrivals.as_ref());
    let [patience, talks] = ["patience", "talks"].map(|key| distribution(&mut fields, key));
    let redial = fields.value("redial").and_then(|value| redial(value, fields.mistakes()));
    let (to, trunk) = (to?, trunk?);
    let traffic = Traffic {
        name: name.text.clone(),
        to: to.text.clone(),
        trunk: trunk.text.clone(),
        calling,
        arrivals: arrivals?,
        spread,
        patience,
        talks,
        redial,
    };
    Some((traffic, to, trunk))
}

/// Reads how agents work, with the numbers that they call.
pub(crate) fn behaviour<'t>(
    name: &Text,
    value: &'t Value<'t>,
    mistakes: &mut Mistakes,
) -> Option<(Behaviour, Vec<Text>)> {
    let keys =
        [&["logs_on", "answers_after", "talks", "works", "returns_after"][..], &habits::KEYS]
            .concat();
    let mut fields = Fields::new("a behaviour", name.at.clone(), value, &keys, mistakes)?;
    if name.text == "none" {
        let at = fields.at();
        let help = "give it another name; `none` is for people who do nothing by themselves";
        fields.mistakes().note_with_help(at, "no behaviour can be called `none`", help);
    }
    let logs_on = fields.boolean("logs_on").unwrap_or(true);
    let [answers_after, talks, works, returns_after] =
        ["answers_after", "talks", "works", "returns_after"]
            .map(|key| distribution(&mut fields, key));
    let name = name.text.clone();
    let [misses, misdials] = ["misses", "misdials"].map(|key| habits::often(&mut fields, key));
    let [answers_late, cuts_off, forgets_ready] =
        ["answers_late", "cuts_off", "forgets_ready"].map(|key| habits::lapse(&mut fields, key));
    let holds = habits::holds(&mut fields);
    let (consults, numbers) = habits::consults(&mut fields);
    let breaks = habits::breaks(&mut fields);
    let behaviour = Behaviour {
        name,
        logs_on,
        answers_after,
        talks,
        works,
        returns_after,
        misses,
        answers_late,
        cuts_off,
        forgets_ready,
        misdials,
        holds,
        consults,
        breaks,
    };
    Some((behaviour, numbers))
}

/// How much the rate of calls differs from day to day, and from half-hour to half-hour.
fn overdispersion(fields: &mut Fields<'_, '_>, arrivals: Option<&Arrivals>) -> Overdispersion {
    let [day_cv, half_hour_cv] = ["day_cv", "half_hour_cv"].map(|key| {
        let Some(value) = fields.value(key) else { return 0.0 };
        let cv = number(value).filter(|cv| *cv <= 1.0);
        if cv.is_none() {
            let message = format!("`{key}`, a coefficient of variation, is 0 to 1");
            fields.mistakes().note(value.span(), message);
        } else if let Some(Arrivals::Sources { .. }) = arrivals {
            let message = format!("`{key}` makes no sense with `sources`");
            let help = "so many people call as often as each of them does; leave it out";
            fields.mistakes().note_with_help(value.span(), message, help);
        }
        cv.unwrap_or_default()
    });
    Overdispersion { day_cv, half_hour_cv }
}

fn arrivals(fields: &mut Fields<'_, '_>) -> Option<Arrivals> {
    let rate = fields.value("rate").map(|value| (value.span(), per_second(value)));
    let sources = fields.integer("sources", 1, u64::from(limits::SOURCES));
    let sources = sources.and_then(|sources| u32::try_from(sources).ok());
    let profile = fields.value("profile").is_some();
    if let Some((at, None)) = &rate {
        let help = "write calls per second, minute or hour: \"0.5/s\", \"30/m\", \"120/h\"";
        fields.mistakes().note_with_help(at.clone(), "`rate` is not a rate of calls", help);
        return None;
    }
    match (rate.and_then(|(_, rate)| rate), profile) {
        (Some(per_second), false) => Some(match sources {
            Some(sources) => Arrivals::Sources { sources, per_second },
            None => Arrivals::Rate { per_second },
        }),
        (None, true) => self::profile(fields),
        (Some(_), true) | (None, false) => {
            let at = fields.at();
            let help = "add rate = \"120/h\", or profile = \"weekday\" and per_day = 1000";
            fields.mistakes().note_with_help(
                at,
                "traffic has either a `rate` or a `profile`",
                help,
            );
            None
        }
    }
}

fn profile(fields: &mut Fields<'_, '_>) -> Option<Arrivals> {
    let value = fields.value("profile")?;
    let shares: Option<Vec<f64>> = match value.get_ref() {
        DeValue::String(name) if name == "weekday" => Some(WEEKDAY.into()),
        DeValue::Array(values) => values.iter().map(number).collect(),
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Table(_) => None,
    };
    let shares = shares.filter(|shares| (1..=limits::HALF_HOURS).contains(&shares.len()));
    let Some(shares) = shares else {
        let help =
            "write profile = \"weekday\", or a list of calls for each half-hour from midnight";
        fields.mistakes().note_with_help(value.span(), "`profile` is not a profile", help);
        return None;
    };
    let per_day = match fields.value("per_day") {
        None => shares.iter().sum(),
        Some(value) => number(value).or_else(|| {
            fields.mistakes().note(value.span(), "`per_day` is how many calls come a day");
            None
        })?,
    };
    let whole = shares.iter().sum::<f64>();
    let scale = if whole > 0.0 { per_day / whole } else { 0.0 };
    Some(Arrivals::Profile { per_half_hour: shares.iter().map(|share| share * scale).collect() })
}

fn redial<'t>(value: &'t Value<'t>, mistakes: &mut Mistakes) -> Option<Redial> {
    let keys = ["chance", "after", "at_most"];
    let mut fields = Fields::new("`redial`", value.span(), value, &keys, mistakes)?;
    let chance = match fields.value("chance") {
        None => Some(1.0),
        Some(value) => {
            let chance = number(value).filter(|chance| *chance <= 1.0);
            if chance.is_none() {
                fields.mistakes().note(value.span(), "`chance` is a number from 0 to 1");
            }
            chance
        }
    };
    if fields.value("after").is_none() {
        let at = fields.at();
        fields.mistakes().note_with_help(at, "`redial` needs `after`", LAWS);
    }
    let after = distribution(&mut fields, "after");
    let at_most = fields.integer("at_most", 1, 1_000).unwrap_or(1);
    let at_most = u32::try_from(at_most).unwrap_or(1);
    Some(Redial { chance: chance?, after: after?, at_most })
}

/// How long something takes: a span of time, or a table with the name of a distribution.
pub(crate) fn distribution(fields: &mut Fields<'_, '_>, key: &str) -> Option<Distribution> {
    let value = fields.value(key)?;
    let mistakes = fields.mistakes();
    if let Some(text) = text(value) {
        return span_of(&text, mistakes).map(Distribution::Deterministic);
    }
    if !value.get_ref().is_table() {
        mistakes.note_with_help(value.span(), format!("`{key}` takes no time"), LAWS);
        return None;
    }
    let keys = [
        "deterministic",
        "exponential",
        "erlang",
        "lognormal",
        "hyperexponential",
        "weibull",
        "uniform",
        "empirical",
        "k",
        "cv2",
        "shape",
    ];
    let mut fields = Fields::new("a distribution", value.span(), value, &keys, mistakes)?;
    let named: Vec<_> =
        keys.iter().take(8).copied().filter(|key| fields.value(key).is_some()).collect();
    let [law] = named[..] else {
        let message = format!("`{key}` has {} distributions, not one", named.len());
        let at = fields.at();
        fields.mistakes().note_with_help(at, message, LAWS);
        return None;
    };
    named_distribution(&mut fields, law)
}

fn named_distribution(fields: &mut Fields<'_, '_>, law: &str) -> Option<Distribution> {
    if matches!(law, "uniform" | "empirical") {
        let texts = fields.texts(law);
        let spans: Option<Vec<_>> =
            texts.iter().map(|text| span_of(text, fields.mistakes())).collect();
        let spans = spans?;
        let found = match (law, &spans[..]) {
            ("uniform", &[least, most]) if least <= most => {
                Some(Distribution::Uniform { least, most })
            }
            ("empirical", [_, ..]) => Some(Distribution::Empirical(spans)),
            _ => None,
        };
        if found.is_none() {
            let at = fields.at();
            fields.mistakes().note_with_help(at, format!("`{law}` lacks its times"), LAWS);
        }
        return found;
    }
    let mean = fields.text(law).and_then(|text| span_of(&text, fields.mistakes()))?;
    match law {
        "exponential" => Some(Distribution::Exponential { mean }),
        "erlang" => {
            let k = fields.integer("k", 1, 100).unwrap_or(2);
            Some(Distribution::Erlang { mean, k: u32::try_from(k).unwrap_or(2) })
        }
        "lognormal" => Some(Distribution::Lognormal { mean, cv2: cv2(fields, 0.0)? }),
        "weibull" => Some(Distribution::Weibull { mean, shape: shape(fields)? }),
        "hyperexponential" => Some(Distribution::Hyperexponential { mean, cv2: cv2(fields, 1.0)? }),
        _ => Some(Distribution::Deterministic(mean)),
    }
}

/// The shape of a Weibull distribution.
fn shape(fields: &mut Fields<'_, '_>) -> Option<f64> {
    let Some(value) = fields.value("shape") else { return Some(1.0) };
    let shape = number(value).filter(|shape| (0.1..=100.0).contains(shape));
    if shape.is_none() {
        fields.mistakes().note(value.span(), "`shape` is a number from 0.1 to 100");
    }
    shape
}

/// The squared coefficient of variation.
fn cv2(fields: &mut Fields<'_, '_>, least: f64) -> Option<f64> {
    let Some(value) = fields.value("cv2") else { return Some(1.0) };
    let cv2 = number(value).filter(|cv2| (least..=1_000.0).contains(cv2));
    if cv2.is_none() {
        let message = format!("`cv2`, the squared coefficient of variation, is {least} to 1000");
        fields.mistakes().note(value.span(), message);
    }
    cv2
}

fn span_of(text: &Text, mistakes: &mut Mistakes) -> Option<Duration> {
    if matches!(text.text.as_str(), "0s" | "0ms") {
        return Some(Duration::ZERO);
    }
    let span = duration(&text.text);
    if span.is_none() {
        note_duration(text, mistakes);
    }
    span
}

/// A number of at least zero.
pub(crate) fn number<'t>(value: &'t Value<'t>) -> Option<f64> {
    let number: f64 = match value.get_ref() {
        DeValue::Integer(number) => number.as_str().parse().ok()?,
        DeValue::Float(number) => number.as_str().parse().ok()?,
        DeValue::String(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_)
        | DeValue::Table(_) => return None,
    };
    (number.is_finite() && number >= 0.0).then_some(number)
}

/// A rate of calls, `0.5/s`, `30/m` or `120/h`, as calls a second.
fn per_second<'t>(value: &'t Value<'t>) -> Option<f64> {
    let text = text(value)?.text;
    let (calls, unit) = text.split_once('/')?;
    let calls: f64 = calls.trim().parse().ok()?;
    let seconds = match unit.trim() {
        "s" => 1.0,
        "m" => 60.0,
        "h" => 3_600.0,
        _ => return None,
    };
    let rate = calls / seconds;
    (rate > 0.0 && rate <= limits::CALLS_PER_SECOND).then_some(rate)
}

pub(crate) const LAWS: &str = "write \"30s\", { exponential = \"30s\" }, { erlang = \"30s\", k = 2 }, \
                    { lognormal = \"30s\", cv2 = 1.6 }, { hyperexponential = \"30s\", cv2 = 4 }, \
                    { weibull = \"30s\", shape = 2 }, { uniform = [\"10s\", \"50s\"] } or { empirical = [\"10s\", \"20s\"] }";

/// The shares of the half-hours of a weekday, from midnight: two humps and an evening.
const WEEKDAY: [f64; 48] = [
    0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.5, 0.8, 1.2, 5.8, 9.5, 15.1, 22.6, 31.6,
    40.9, 49.2, 55.1, 57.7, 57.1, 54.4, 51.0, 48.3, 46.9, 46.8, 47.1, 46.7, 44.8, 41.2, 36.4, 31.1,
    26.3, 22.5, 19.8, 17.7, 15.8, 13.7, 11.3, 8.7, 6.3, 4.4, 3.0, 2.1, 1.5, 1.3,
];
