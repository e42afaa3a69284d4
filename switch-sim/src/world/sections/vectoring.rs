//! The sections about call vectors: the listings, and what their steps refer to.

use std::{ops::Range, sync::Arc};

use crate::{
    id::{DeviceId, VectorId},
    limits,
    vector::{
        Clock, Declared, Kind, Scope, Variable,
        facts::Release,
        listing,
        reference::{Names, QueueNames, VectorNames, variable_named},
        site::{Strategy, Tie, Vdn, Vector},
    },
    world::{
        AfterCallWork,
        reader::{Fields, Text, Value, one_of, text},
        sections::{Reading, acd, tables},
    },
};

/// What of these sections can only be understood when all of the file has been read.
#[derive(Debug, Default)]
pub(super) struct Pending {
    listings: Vec<(Text, Text)>,
    vdns: Vec<PendingVdn>,
}

/// A number that leads to a vector.
#[derive(Debug)]
pub(super) struct PendingVdn {
    number: String,
    vector: Text,
    skills: Vec<Text>,
    variables: Vec<Text>,
    allows_override: bool,
    strategy: Strategy,
    tie: Tie,
    return_destination: Option<Text>,
    default: Option<Text>,
    after_call_work: Option<AfterCallWork>,
}

impl PendingVdn {
    /// The vector's name.
    pub(super) fn to(&self) -> String {
        self.vector.text.clone()
    }
}

impl Reading<'_> {
    /// Reads one of these sections.
    pub(super) fn vector_section<'t>(&mut self, section: &Text, value: &'t Value<'t>) {
        match section.text.as_str() {
            "vectors" => self.each(section, value, Self::vector),
            "announcements" => self.each(section, value, Self::announcement),
            "announcement_boards" => self.each(section, value, Self::announcement_board),
            "variables" => self.each(section, value, Self::variable),
            "digit_tables" => self.each(section, value, Self::digit_table),
            "holiday_tables" => self.each(section, value, Self::holiday_table),
            "service_hours_tables" => self.each(section, value, Self::service_hours_table),
            _ => self.vectoring(section, value),
        }
    }

    /// Keeps a number that leads to a vector.
    pub(super) fn keep_vdn(&mut self, vdn: Option<PendingVdn>) {
        if let Some(vdn) = vdn {
            self.queue_references.extend(vdn.skills.iter().cloned());
            self.pending.vdns.push(vdn);
        }
    }

    /// Reads the listings, and says where numbers lead, when all names are known.
    pub(super) fn finish_vectors(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        let names = self.names(&pending);
        for PendingVdn { vector, skills, return_destination, .. } in &pending.vdns {
            let known = || pending.listings.iter().map(|(name, _)| name.text.as_str());
            if !known().any(|name| name == vector.text) {
                let at = vector.at.clone();
                self.mistakes.note_unknown(at, "vector", &vector.text, known());
            }
            if let Some(number) = return_destination {
                let known = || pending.vdns.iter().map(|vdn| vdn.number.as_str());
                if !known().any(|known| known == number.text) {
                    let at = number.at.clone();
                    self.mistakes.note_unknown(at, "VDN", &number.text, known());
                }
            }
            if let Some(fourth) = skills.get(3) {
                let message = "a number has three skills at most";
                self.mistakes.note(fourth.at.clone(), message);
            }
        }
        let facts = self.world.vectors.release.facts();
        for (name, text) in &pending.listings {
            let (program, mistakes) = listing::read(&text.text, &names, facts);
            let body = body(self.text, text);
            for mistake in mistakes {
                let at = match &body {
                    Some(body) => body.start + mistake.at.start..body.start + mistake.at.end,
                    None => text.at.clone(),
                };
                match mistake.help {
                    Some(help) => self.mistakes.note_with_help(at, mistake.message, help),
                    None => self.mistakes.note(at, mistake.message),
                }
            }
            self.world.vectors.vectors.push(Vector {
                name: Arc::from(name.text.as_str()),
                number: listing::number(&text.text),
                program: Arc::new(program),
            });
        }
        for vdn in pending.vdns {
            self.dialled_references.extend(vdn.default.clone());
            self.lead(&pending.listings, vdn);
        }
    }

    fn lead(&mut self, listings: &[(Text, Text)], vdn: PendingVdn) {
        let vector = (0..).map(VectorId).zip(listings);
        let mut vector = vector.filter(|(_, (name, _))| name.text == vdn.vector.text);
        let Some((vector, _)) = vector.next() else { return };
        let queues = &self.world.queues;
        let place = |skill: &Text| queues.iter().position(|queue| queue.name == skill.text);
        let skills = vdn.skills.iter().filter_map(place).collect();
        self.world.vectors.vdns.push(Vdn {
            number: vdn.number,
            vector,
            skills,
            variables: vdn.variables.into_iter().map(|text| text.text).collect(),
            allows_override: vdn.allows_override,
            strategy: vdn.strategy,
            tie: vdn.tie,
            return_destination: vdn.return_destination.map(|number| number.text),
            default: vdn.default.map(|number| number.text),
            after_call_work: vdn.after_call_work,
        });
    }

    fn names(&self, pending: &Pending) -> Names {
        let queue = |queue: &crate::world::Queue| QueueNames {
            name: queue.name.clone(),
            dn: queue.dn.clone(),
            skill: queue.skill,
            serves: queue.serves,
        };
        let vector = |(name, text): &(Text, Text)| VectorNames {
            name: name.text.clone(),
            number: listing::number(&text.text),
        };
        let vectors = &self.world.vectors;
        Names {
            queues: self.world.queues.iter().map(queue).collect(),
            announcements: vectors.announcements.iter().map(|a| a.name.clone()).collect(),
            vectors: pending.listings.iter().map(vector).collect(),
            vdns: pending.vdns.iter().map(|vdn| vdn.number.clone()).collect(),
            tables: vectors.tables.keys().copied().collect(),
            holidays: vectors.holidays.keys().copied().collect(),
            service_hours: vectors.service_hours.keys().copied().collect(),
            extensions: self
                .world
                .people
                .iter()
                .map(|person| person.dn.clone())
                .chain(self.world.extensions.iter().cloned())
                .zip((0..).map(DeviceId))
                .collect(),
        }
    }

    fn vectoring<'t>(&mut self, section: &Text, value: &'t Value<'t>) {
        let keys = [
            "release",
            "step_limit",
            "disconnect_timer",
            "digit_timeout",
            "clock",
            "tone_receivers",
            "server",
            "media_gateways",
            "port_networks",
        ];
        let at = section.at.clone();
        let fields = Fields::new("[vectoring]", at, value, &keys, self.mistakes);
        let Some(mut fields) = fields else { return };
        let vectors = &mut self.world.vectors;
        if let Some(release) = fields.text("release") {
            match release.text.as_str() {
                "g3" => vectors.release = Release::G3,
                "cm" => vectors.release = Release::Cm,
                other => {
                    let known = ["g3", "cm"].into_iter();
                    fields.mistakes().note_unknown(release.at, "release", other, known);
                }
            }
        }
        let limit = fields.integer("step_limit", 1, u64::from(limits::VECTOR_STEPS));
        vectors.step_limit = limit.and_then(|limit| u32::try_from(limit).ok());
        vectors.disconnect_timer = fields.duration("disconnect_timer");
        vectors.digit_timeout = fields.duration("digit_timeout");
        let receivers = fields.integer("tone_receivers", 0, limits::DEVICES as u64);
        vectors.tone_receivers = receivers.and_then(|receivers| u32::try_from(receivers).ok());
        vectors.server = fields.text("server").map(|server| server.text);
        vectors.media_gateways = tables::parts(&mut fields, "media_gateways");
        vectors.port_networks = tables::parts(&mut fields, "port_networks");
        if let Some(text) = fields.text("clock") {
            match Clock::parse(&text.text) {
                Some(clock) => vectors.clock = clock,
                None => fields.mistakes().note_with_help(
                    text.at,
                    format!("`{}` is no moment", text.text),
                    "write the year, month, day and time: \"2026-01-05 08:00\"",
                ),
            }
        }
    }

    fn vector<'t>(&mut self, name: &Text, value: &'t Value<'t>) {
        let Some(text) = text(value) else {
            let help = format!("write {} = ''' and the lines of the listing, then '''", name.text);
            self.mistakes.note_with_help(value.span(), "a vector is a text", help);
            return;
        };
        if self.pending.listings.len() >= limits::VECTORS {
            let message = format!("a switch has at most {} vectors", limits::VECTORS);
            self.mistakes.note(name.at.clone(), message);
            return;
        }
        self.pending.listings.push((name.clone(), text));
    }

    fn variable<'t>(&mut self, name: &Text, value: &'t Value<'t>) {
        let keys = ["type", "scope", "start", "length", "value"];
        let fields = Fields::new("a variable", name.at.clone(), value, &keys, self.mistakes);
        let Some(mut fields) = fields else { return };
        let kind = one_of(&mut fields, "type", &KINDS).unwrap_or(Kind::Collect);
        let scope = one_of(&mut fields, "scope", &SCOPES).unwrap_or(Scope::Local);
        let start = fields.integer("start", 1, 96).and_then(|start| usize::try_from(start).ok());
        let length =
            fields.integer("length", 1, 16).and_then(|length| usize::try_from(length).ok());
        let value = fields.text("value").map(|value| value.text).unwrap_or_default();
        match variable_named(&name.text) {
            Some(variable @ Variable::Letters(..)) => {
                let (start, length) = (start.unwrap_or(1), length.unwrap_or(16));
                let declared = Declared { kind, scope, start, length, value };
                self.world.vectors.variables.insert(variable, declared);
            }
            Some(Variable::OfVdn(_)) | None => {
                let message = format!("`{}` is no variable", name.text);
                let help = "variables are A to Z and AA to ZZ; V1 to V9 belong to numbers";
                self.mistakes.note_with_help(name.at.clone(), message, help);
            }
        }
    }
}

/// What a number says about the vector to which it leads, if it leads to one.
pub(super) fn vdn(fields: &mut Fields<'_, '_>, number: &Text) -> Option<PendingVdn> {
    let vector = fields.text("vector");
    let skills = fields.texts("skills");
    let variables = fields.texts("variables");
    let allows_override = fields.boolean("vdn_override").unwrap_or(false);
    let strategy = one_of(fields, "best", &STRATEGIES).unwrap_or_default();
    let tie = one_of(fields, "tie", &TIES).unwrap_or_default();
    let return_destination = fields.number("return_destination");
    let default = fields.number("default");
    let after_call_work = fields.text("after_call_work");
    let after_call_work =
        after_call_work.and_then(|text| acd::after_work(&text, fields.mistakes()));
    if vector.is_none() && fields.value("vector").is_none() {
        for value in KEYS.iter().filter_map(|key| fields.value(key)).collect::<Vec<_>>() {
            fields.mistakes().note(value.span(), "this goes with `vector` only");
        }
    }
    let number = number.text.clone();
    Some(PendingVdn {
        number,
        vector: vector?,
        skills,
        variables,
        allows_override,
        strategy,
        tie,
        return_destination,
        default,
        after_call_work,
    })
}

/// Where the characters of a text are in the file; none when it is not there as it is, because
/// it has escapes.
fn body(file: &str, text: &Text) -> Option<Range<usize>> {
    let literal = file.get(text.at.clone())?;
    let quotes = ["'''\r\n", "'''\n", "'''", "\"\"\"\r\n", "\"\"\"\n", "\"\"\"", "'", "\""];
    let quote = quotes.iter().find(|quote| literal.starts_with(**quote))?;
    let start = text.at.start + quote.len();
    let end = start + text.text.len();
    (file.get(start..end)? == text.text).then_some(start..end)
}

/// Keys of a number that leads to a vector.
pub(super) const KEYS: [&str; 8] = [
    "skills",
    "variables",
    "vdn_override",
    "best",
    "tie",
    "return_destination",
    "default",
    "after_call_work",
];

/// Strategies by their words in the world file.
const STRATEGIES: [(&str, Strategy); 5] = [
    ("1st-found", Strategy::FirstFound),
    ("ucd-mia", Strategy::MostIdle { by_level: false }),
    ("ead-mia", Strategy::MostIdle { by_level: true }),
    ("ucd-loa", Strategy::LeastOccupied { by_level: false }),
    ("ead-loa", Strategy::LeastOccupied { by_level: true }),
];

const TIES: [(&str, Tie); 2] = [("1st-found", Tie::FirstFound), ("alternate", Tie::Alternate)];

const KINDS: [(&str, Kind); 12] = [
    ("collect", Kind::Collect),
    ("value", Kind::Value),
    ("ani", Kind::Ani),
    ("asaiuui", Kind::AsaiUui),
    ("dow", Kind::DayOfWeek),
    ("doy", Kind::DayOfYear),
    ("tod", Kind::TimeOfDay),
    ("stepcnt", Kind::StepCount),
    ("vdn", Kind::Vdn),
    ("latest_vdn", Kind::LatestVdn),
    ("agent", Kind::Agent),
    ("vdntime", Kind::VdnTime),
];

const SCOPES: [(&str, Scope); 3] =
    [("L", Scope::Local), ("P", Scope::Persistent), ("G", Scope::Global)];

/// The sections that this file reads.
pub(super) const SECTIONS: [&str; 8] = [
    "vectors",
    "announcements",
    "announcement_boards",
    "variables",
    "digit_tables",
    "holiday_tables",
    "service_hours_tables",
    "vectoring",
];
