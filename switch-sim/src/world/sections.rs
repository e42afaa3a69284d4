//! The sections of a world file, each one read and checked; then the references between them.

mod acd;
mod announcements;
mod coverage;
mod outside;
mod personality;
mod switch;
mod tables;
mod trunks;
mod vectoring;

use std::collections::{BTreeMap, BTreeSet};

use toml::de::{DeTable, DeValue};

use crate::{
    limits,
    personality::table::Personality,
    queue::Priority,
    vector::site::Vectors,
    world::{
        Acd, Destination, LoggedOn, MonitoringRules, Person, PredictiveRules, RoutingPoint,
        TServerSettings, VirtualQueue, World, WorldErrors, living,
        mistake::Mistakes,
        names::Taken,
        reader::{Fields, Text, Value, dialable, in_order},
        routing,
        sections::vectoring::Pending,
        tserver,
    },
};

/// Reads a world file.
pub(crate) fn read(text: &str) -> Result<World, WorldErrors> {
    let mut mistakes = Mistakes::default();
    if text.len() > limits::WORLD_BYTES {
        let limit = limits::WORLD_BYTES;
        mistakes.note(0..0, format!("a world file has at most {limit} bytes"));
        return mistakes.finish(text).map_or_else(|| Ok(empty()), Err);
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    let sound = errors.is_empty();
    for error in errors {
        mistakes.note(error.span().unwrap_or(0..0), error.message());
    }
    let mut world = empty();
    if sound {
        let mut reading = Reading {
            world: &mut world,
            mistakes: &mut mistakes,
            people: Taken::new("name"),
            numbers: Taken::new("number"),
            outside_numbers: Taken::new("number"),
            logins: Taken::new("login"),
            queue_references: Vec::new(),
            trunk_references: Vec::new(),
            dialled_references: Vec::new(),
            path_references: Vec::new(),
            board_references: Vec::new(),
            boards: BTreeMap::new(),
            points: Vec::new(),
            behaviour_references: Vec::new(),
            extension_references: Vec::new(),
            point_references: Vec::new(),
            default_references: Vec::new(),
            devices: 0,
            text,
            pending: Pending::default(),
        };
        reading.file(table.get_ref());
    }
    match mistakes.finish(text) {
        Some(mistakes) => Err(mistakes),
        None => Ok(world),
    }
}

/// A file in the making, and what its sections have to agree about.
struct Reading<'w> {
    world: &'w mut World,
    mistakes: &'w mut Mistakes,
    people: Taken,
    numbers: Taken,
    outside_numbers: Taken,
    logins: Taken,
    queue_references: Vec<Text>,
    trunk_references: Vec<Text>,
    dialled_references: Vec<Text>,
    path_references: Vec<Text>,
    /// The boards of announcements, by the announcement's place.
    board_references: Vec<(usize, Text)>,
    boards: BTreeMap<String, usize>,
    /// Of coverage paths.
    points: Vec<Text>,
    behaviour_references: Vec<Text>,
    extension_references: Vec<Text>,
    point_references: Vec<Text>,
    default_references: Vec<Text>,
    devices: u64,
    /// The file itself.
    text: &'w str,
    pending: Pending,
}

impl Reading<'_> {
    fn file<'t>(&mut self, file: &'t DeTable<'t>) {
        self.personality(file);
        for (section, value) in in_order(file) {
            match section.text.as_str() {
                "switch" => self.switch(&section, value),
                "monitoring" => self.monitoring(&section, value),
                "predictive" => self.predictive(&section, value),
                "trunks" => self.each(&section, value, Self::trunk),
                "people" => self.each(&section, value, Self::person),
                "outside" => self.each(&section, value, Self::outsider),
                "queues" => self.each(&section, value, Self::queue),
                "routing_points" => self.each(&section, value, Self::routing_point),
                "virtual_queues" => self.each(&section, value, Self::virtual_queue),
                "tserver" => {
                    let settings = tserver::settings(&section, value, self.mistakes);
                    self.world.tserver = settings.unwrap_or_default();
                }
                "coverage_paths" => self.each(&section, value, Self::coverage_path),
                "extensions" => self.extensions(&section, value),
                "numbers" => self.each(&section, value, Self::number),
                "traffic" => self.each(&section, value, Self::traffic),
                "behaviour" => self.each(&section, value, Self::behaviour),
                "acd" => self.acd(&section, value),
                "personality" => self.personality_rows(&section, value),
                name if vectoring::SECTIONS.contains(&name) => {
                    self.vector_section(&section, value);
                }
                _ => {
                    let known = SECTIONS.iter().chain(&vectoring::SECTIONS).copied();
                    self.mistakes.note_unknown(section.at, "section", &section.text, known);
                }
            }
        }
        self.check_references();
        self.connect_announcements();
        self.finish_vectors();
        self.numbers.spare_circuits(&self.world.trunks, self.mistakes);
        if file.get("outside").is_none() {
            self.world.outside = ["caller", "caller2"].map(outside::silent).into();
        }
        if self.devices > limits::DEVICES as u64 {
            let message = format!("{} devices are too many", self.devices);
            let help = format!("a switch has at most {}, circuits included", limits::DEVICES);
            self.mistakes.note_with_help(0..0, message, help);
        }
    }

    /// Reads every entry of a section.
    fn each<'t>(
        &mut self,
        section: &Text,
        value: &'t Value<'t>,
        read: fn(&mut Self, &Text, &'t Value<'t>),
    ) {
        match value.get_ref() {
            DeValue::Table(entries) => {
                for (name, value) in in_order(entries) {
                    read(self, &name, value);
                }
            }
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_) => {
                self.mistakes.note(value.span(), format!("`{}` is a section", section.text));
            }
        }
    }

    fn person<'t>(&mut self, name: &Text, value: &'t Value<'t>) {
        let keys = [
            &[
                "dn",
                "login",
                "queues",
                "logged_on",
                "skills",
                "call_waiting",
                "auto_answer",
                "ring_limit",
                "observable",
                "behaviour",
                "coverage",
                "pickup_group",
            ][..],
            &acd::KEYS,
        ]
        .concat();
        let fields = Fields::new("a person", name.at.clone(), value, &keys, self.mistakes);
        let Some(mut fields) = fields else { return };
        let dn = fields.required_number("dn");
        let login = fields.text("login");
        let queues = fields.texts("queues");
        let logged_on = logged_on(&mut fields);
        let skills = routing::skills(&mut fields);
        let call_waiting = fields.boolean("call_waiting").unwrap_or(false);
        let auto_answer = fields.boolean("auto_answer").unwrap_or(false);
        let ring_limit = fields.duration("ring_limit");
        let observable = fields.boolean("observable").unwrap_or(true);
        let behaviour = fields.text("behaviour");
        let coverage = fields.text("coverage");
        let pickup_group = fields.text("pickup_group");
        let post = acd::post(&mut fields, &queues);
        if login.is_none() && fields.value("login").is_none() && !queues.is_empty() {
            let help = "add login = \"…\", the name by which the switch knows the agent";
            let message = format!("`{}` has queues and no login", name.text);
            let at = fields.at();
            fields.mistakes().note_with_help(at, message, help);
        }
        self.people.take(name, format!("the person `{}`", name.text), self.mistakes);
        if let Some(login) = &login {
            self.logins.take(login, format!("`{}`", name.text), self.mistakes);
        }
        self.devices += 1;
        let dn = dn.map(|dn| self.take_number(&dn, format!("the extension of `{}`", name.text)));
        self.queue_references.extend(queues.iter().cloned());
        self.behaviour_references.extend(behaviour.iter().cloned());
        self.path_references.extend(coverage.iter().cloned());
        if let (Some(login), Some(_)) = (&login, &post.direct) {
            self.numbers.take(login, format!("the agent `{}`", name.text), self.mistakes);
        }
        self.world.people.push(Person {
            name: name.text.clone(),
            post,
            dn: dn.unwrap_or_default(),
            login: login.map(|login| login.text),
            queues: queues.into_iter().map(|queue| queue.text).collect(),
            logged_on,
            skills,
            call_waiting,
            auto_answer,
            ring_limit,
            observable,
            coverage: coverage.map(|path| path.text),
            pickup_group: pickup_group.map(|group| group.text),
            behaviour: behaviour.map(|behaviour| behaviour.text),
        });
    }

    fn routing_point<'t>(&mut self, name: &Text, value: &'t Value<'t>) {
        let Some(point) = routing::point(name, value, self.mistakes) else { return };
        let owner = format!("the routing point `{}`", name.text);
        self.people.take(name, owner.clone(), self.mistakes);
        self.devices += 1;
        self.numbers.take(&point.dn, owner, self.mistakes);
        self.default_references.push(point.default.clone());
        let same = |other: &&RoutingPoint| other.link == point.link;
        if let Some(link) = point.link
            && let Some(other) = self.world.routing_points.iter().find(same)
        {
            let message = format!("the link {link} leads to `{}` already", other.name);
            self.mistakes.note(name.at.clone(), message);
        }
        self.world.routing_points.push(point.into_world(name));
    }

    fn virtual_queue<'t>(&mut self, name: &Text, value: &'t Value<'t>) {
        let Some(dn) = routing::virtual_queue(name, value, self.mistakes) else { return };
        let owner = format!("the virtual queue `{}`", name.text);
        self.people.take(name, owner.clone(), self.mistakes);
        self.devices += 1;
        let dn = self.take_number(&dn, owner);
        self.world.virtual_queues.push(VirtualQueue { name: name.text.clone(), dn });
    }

    fn extensions<'t>(&mut self, section: &Text, value: &'t Value<'t>) {
        let at = section.at.clone();
        let fields = Fields::new("[extensions]", at, value, &["numbers"], self.mistakes);
        let numbers = fields.map_or_else(Vec::new, |mut fields| fields.numbers("numbers"));
        for number in numbers {
            self.devices += 1;
            let number = self.take_number(&number, format!("the extension {}", number.text));
            self.world.extensions.push(number);
        }
    }

    fn number<'t>(&mut self, number: &Text, value: &'t Value<'t>) {
        let keys = [
            &["queue", "extension", "routing_point", "vector", "hunt_group"][..],
            &["priority"],
            &vectoring::KEYS,
        ]
        .concat();
        let what = "a number's destination";
        let fields = Fields::new(what, number.at.clone(), value, &keys, self.mistakes);
        let Some(mut fields) = fields else { return };
        let found: Vec<_> = keys.iter().take(5).filter(|key| fields.value(key).is_some()).collect();
        if found.len() != 1 {
            let message =
                format!("`{}` leads to {} destinations, not one", number.text, found.len());
            let at = fields.at();
            fields.mistakes().note_with_help(at, message, "write { queue = \"…\" }");
        }
        let queue = fields.text("queue");
        let extension = fields.number("extension");
        let point = fields.text("routing_point");
        let group = hunt_group(&mut fields);
        let priority = fields.integer("priority", 1, Priority::COUNT as u64);
        let vdn = vectoring::vdn(&mut fields, number);
        let destination = match (queue, extension, point) {
            (None, None, None) if vdn.is_some() => {
                Destination::Vector(vdn.as_ref().map(vectoring::PendingVdn::to).unwrap_or_default())
            }
            (Some(queue), ..) => {
                self.queue_references.push(queue.clone());
                Destination::Queue(queue.text)
            }
            (None, Some(extension), _) => {
                self.extension_references.push(extension.clone());
                Destination::Extension(extension.text)
            }
            (None, None, Some(point)) => {
                self.point_references.push(point.clone());
                Destination::RoutingPoint(point.text)
            }
            (None, None, None) if !group.is_empty() => {
                self.extension_references.extend(group.iter().cloned());
                Destination::HuntGroup(group.into_iter().map(|member| member.text).collect())
            }
            (None, None, None) => return,
        };
        if dialable(number, self.mistakes) {
            let number = self.take_number(number, format!("the number {}", number.text));
            let place = priority.and_then(|priority| usize::try_from(priority - 1).ok());
            if let Some(&priority) = place.and_then(|place| Priority::ALL.get(place)) {
                self.world.priorities.insert(number.clone(), priority);
            }
            if let Destination::Vector(_) = destination {
                self.keep_vdn(vdn);
            }
            self.world.numbers.insert(number, destination);
        }
    }

    fn traffic<'t>(&mut self, name: &Text, value: &'t Value<'t>) {
        if let Some((traffic, to, trunk)) = living::traffic(name, value, self.mistakes) {
            self.dialled_references.push(to);
            self.trunk_references.push(trunk);
            self.world.traffic.push(traffic);
        }
    }

    fn behaviour<'t>(&mut self, name: &Text, value: &'t Value<'t>) {
        if let Some((behaviour, numbers)) = living::behaviour(name, value, self.mistakes) {
            self.dialled_references.extend(numbers);
            self.world.behaviours.push(behaviour);
        }
    }

    fn take_number(&mut self, number: &Text, owner: String) -> String {
        self.numbers.take(number, owner, self.mistakes);
        number.text.clone()
    }

    fn check_references(&mut self) {
        let world = &self.world;
        let queues: BTreeSet<_> = world.queues.iter().map(|q| q.name.as_str()).collect();
        let people = world.people.iter().map(|person| person.dn.as_str());
        let others = world.extensions.iter().map(String::as_str);
        let extensions: BTreeSet<_> = people.chain(others).collect();
        let trunks = world.trunks.iter().map(|trunk| trunk.name.as_str()).collect();
        let behaviours = world.behaviours.iter().map(|behaviour| behaviour.name.as_str());
        let behaviours = behaviours.chain(["none"]).collect();
        let numbers = world.numbers.keys().map(String::as_str);
        let dialled = world.queues.iter().map(|queue| queue.dn.as_str()).chain(numbers);
        let dialled: BTreeSet<_> = dialled.chain(extensions.iter().copied()).collect();
        let points: BTreeSet<_> = world.routing_points.iter().map(|p| p.name.as_str()).collect();
        let to_point =
            |number: &str| matches!(world.numbers.get(number), Some(Destination::RoutingPoint(_)));
        let defaults = dialled.iter().copied().filter(|number| !to_point(number)).collect();
        let prefixes = world.trunks.iter().flat_map(|trunk| &trunk.prefixes);
        let prefixes: Vec<_> = prefixes.map(String::as_str).collect();
        let paths = world.coverage_paths.iter().map(|path| path.name.as_str()).collect();
        let dialled = dialled.into_iter().chain(world.routing_points.iter().map(|p| p.dn.as_str()));
        let dialled: BTreeSet<_> = dialled.collect();
        let leaves = |point: &Text| prefixes.iter().any(|prefix| point.text.starts_with(prefix));
        self.points.retain(|point| !leaves(point));
        let all: [(&str, &[Text], &BTreeSet<&str>); 9] = [
            ("queue", &self.queue_references, &queues),
            ("extension", &self.extension_references, &extensions),
            ("trunk group", &self.trunk_references, &trunks),
            ("number", &self.dialled_references, &dialled),
            ("coverage path", &self.path_references, &paths),
            ("number", &self.points, &dialled),
            ("routing point", &self.point_references, &points),
            ("default destination", &self.default_references, &defaults),
            ("behaviour", &self.behaviour_references, &behaviours),
        ];
        for (what, references, known) in all {
            for Text { text, at } in references.iter().filter(|name| !known.contains(&*name.text)) {
                self.mistakes.note_unknown(at.clone(), what, text, known.iter().copied());
            }
        }
    }
}

/// The telephones at which calls to a number ring at once, each named once.
fn hunt_group(fields: &mut Fields<'_, '_>) -> Vec<Text> {
    let mut members = fields.numbers("hunt_group");
    let mut known = BTreeSet::new();
    members.retain(|member| known.insert(member.text.clone()));
    if members.len() > limits::HUNT_GROUP {
        let message = format!("a hunt group has at most {} members", limits::HUNT_GROUP);
        let at = fields.at();
        fields.mistakes().note(at, message);
        members.truncate(limits::HUNT_GROUP);
    }
    members
}

fn empty() -> World {
    World {
        seed: 1,
        personality: Personality::default(),
        statistics_interval: limits::STATISTICS_INTERVAL_DEFAULT,
        trunks: Vec::new(),
        people: Vec::new(),
        outside: Vec::new(),
        queues: Vec::new(),
        routing_points: Vec::new(),
        virtual_queues: Vec::new(),
        tserver: TServerSettings::default(),
        coverage_paths: Vec::new(),
        extensions: Vec::new(),
        numbers: BTreeMap::new(),
        priorities: BTreeMap::new(),
        vectors: Vectors::default(),
        acd: Acd::default(),
        conference_limit: None,
        conference_outlives_outsiders: false,
        single_step_conference: true,
        park_limit: limits::PARK_LIMIT_DEFAULT,
        monitoring: MonitoringRules::default(),
        predictive: PredictiveRules::default(),
        traffic: Vec::new(),
        behaviours: Vec::new(),
    }
}

/// How an agent stands when the world begins.
fn logged_on(fields: &mut Fields<'_, '_>) -> Option<LoggedOn> {
    let text = fields.text("logged_on")?;
    let known = LOGGED_ON.iter().find(|(word, _)| *word == text.text);
    if known.is_none() {
        let words = LOGGED_ON.iter().map(|(word, _)| *word);
        fields.mistakes().note_unknown(text.at, "state of an agent", &text.text, words);
    } else if fields.value("login").is_none() {
        let help = "add login = \"…\", the name by which the switch knows the agent";
        fields.mistakes().note_with_help(text.at, "who has no login is not logged on", help);
    }
    known.map(|(_, state)| *state)
}

const LOGGED_ON: [(&str, LoggedOn); 2] =
    [("ready", LoggedOn::Ready), ("not_ready", LoggedOn::NotReady)];
const SECTIONS: [&str; 17] = [
    "acd",
    "personality",
    "switch",
    "monitoring",
    "predictive",
    "trunks",
    "people",
    "outside",
    "queues",
    "routing_points",
    "virtual_queues",
    "tserver",
    "coverage_paths",
    "extensions",
    "numbers",
    "traffic",
    "behaviour",
];
