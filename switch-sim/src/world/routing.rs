//! Routing points, virtual queues and skills, as a world file says them.

use std::{collections::BTreeMap, time::Duration};

use toml::de::DeValue;

use crate::{
    id::Number,
    world::{
        mistake::Mistakes,
        reader::{Fields, Text, Value, in_order},
    },
};

/// A number where calls wait until somebody says where they go (T-Library `AddressTypeRouteDN`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoutingPoint {
    /// The name, e.g. `rp1`.
    pub name: String,
    /// Its own number.
    pub dn: String,
    /// The number to which calls go when nobody says anything in time.
    pub default: String,
    /// How long a call waits for an answer to its route request, if otherwise than the
    /// personality says.
    pub timeout: Option<Duration>,
    /// Whether calls count as queued while they wait (T-Library `AddressTypeRouteQueue`).
    pub route_queue: bool,
    /// Who routes when no program does; none: calls go to the default at once.
    pub router: Option<Router>,
    /// The CTI link over which steps of call vectors ask here (Avaya `adjunct routing link 1`).
    pub link: Option<u32>,
}

/// How the switch itself picks an agent for a call at a routing point; the one of those who fit
/// that has been ready longest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Router {
    /// Any agent who is ready fits.
    LongestIdle,
    /// Agents fit who have the skill at this level or above (`german>=5`).
    Skill { name: String, least: u8 },
    /// Every call goes to this number.
    Number(String),
}

impl Router {
    /// The number to which every call goes.
    pub(crate) fn number(&self) -> Option<Number> {
        match self {
            Self::Number(number) => Number::new(number).ok(),
            Self::LongestIdle | Self::Skill { .. } => None,
        }
    }
}

/// A number at which a router keeps books of the calls that it has in mind for a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VirtualQueue {
    /// The name, e.g. `vq_gold`.
    pub name: String,
    /// Its number, which nobody can dial.
    pub dn: String,
}

/// A routing point as it stands in the file.
pub(crate) struct PointEntry {
    pub(crate) dn: Text,
    pub(crate) default: Text,
    timeout: Option<Duration>,
    route_queue: bool,
    router: Option<Router>,
    pub(crate) link: Option<u32>,
}

impl PointEntry {
    /// The routing point of this name.
    pub(crate) fn into_world(self, name: &Text) -> RoutingPoint {
        RoutingPoint {
            name: name.text.clone(),
            dn: self.dn.text,
            default: self.default.text,
            timeout: self.timeout,
            route_queue: self.route_queue,
            router: self.router,
            link: self.link,
        }
    }
}

/// Reads an entry of `[routing_points]`.
pub(crate) fn point<'t>(
    name: &Text,
    value: &'t Value<'t>,
    mistakes: &mut Mistakes,
) -> Option<PointEntry> {
    let keys = ["dn", "default", "timeout", "route_queue", "router", "link"];
    let mut fields = Fields::new("a routing point", name.at.clone(), value, &keys, mistakes)?;
    let dn = fields.required_number("dn");
    let default = fields.required_number("default");
    let timeout = fields.duration("timeout");
    let route_queue = fields.boolean("route_queue").unwrap_or(false);
    let router = fields.text("router").and_then(|text| router(&text, fields.mistakes()));
    let link = fields.integer("link", 1, 99_999).and_then(|link| u32::try_from(link).ok());
    Some(PointEntry { dn: dn?, default: default?, timeout, route_queue, router, link })
}

/// Reads an entry of `[virtual_queues]`: its number.
pub(crate) fn virtual_queue<'t>(
    name: &Text,
    value: &'t Value<'t>,
    mistakes: &mut Mistakes,
) -> Option<Text> {
    let mut fields = Fields::new("a virtual queue", name.at.clone(), value, &["dn"], mistakes)?;
    fields.required_number("dn")
}

/// Reads a person's `skills`.
pub(crate) fn skills(fields: &mut Fields<'_, '_>) -> BTreeMap<String, u8> {
    let mut skills = BTreeMap::new();
    let Some(value) = fields.value("skills") else { return skills };
    let DeValue::Table(table) = value.get_ref() else {
        fields.mistakes().note(value.span(), "`skills` is a table: { german = 7 }");
        return skills;
    };
    for (skill, level) in in_order(table) {
        let found = match level.get_ref() {
            DeValue::Integer(level) => level.as_str().parse().ok(),
            DeValue::String(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => None,
        };
        match found {
            Some(found) => {
                skills.insert(skill.text, found);
            }
            None => {
                let message = format!("the skill `{}` is a whole number from 0 to 255", skill.text);
                fields.mistakes().note(level.span(), message);
            }
        }
    }
    skills
}

fn router(text: &Text, mistakes: &mut Mistakes) -> Option<Router> {
    if text.text == "longest_idle" {
        return Some(Router::LongestIdle);
    }
    let skill = text.text.split_once(">=").and_then(|(name, least)| {
        let name = name.trim();
        let least = least.trim().parse().ok()?;
        (!name.is_empty()).then(|| Router::Skill { name: name.to_owned(), least })
    });
    let digits = text.text.chars().all(|c| c.is_ascii_digit());
    if digits && Number::new(&text.text).is_ok() {
        return Some(Router::Number(text.text.clone()));
    }
    if skill.is_none() {
        let message = format!("`{}` is not a router", text.text);
        let help =
            "write \"longest_idle\", a skill and its least level: \"german>=5\", or a number";
        mistakes.note_with_help(text.at.clone(), message, help);
    }
    skill
}
