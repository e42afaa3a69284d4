//! Routing points, virtual queues and skills, as a world file says them.

use std::{collections::BTreeMap, time::Duration};

use crate::{
    id::Number,
    world::{
        mistake::Mistakes,
        reader::{Fields, Text, Value},
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

/// Who says where the calls at a routing point go. Of the agents whom the switch itself may pick it picks
/// the one who has been ready longest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Router {
    /// Any agent who is ready fits.
    LongestIdle,
    /// Agents fit whose skills are as one of the lists wants (`german>=5 & sales>2 | chief=1`).
    Skills(Vec<Vec<Wanted>>),
    /// Every call goes to this number.
    Number(String),
    /// A client of the T-Server; the switch itself sends no call anywhere.
    Client,
}

impl Router {
    /// The number to which every call goes.
    pub(crate) fn number(&self) -> Option<Number> {
        match self {
            Self::Number(number) => Number::new(number).ok(),
            Self::LongestIdle | Self::Skills(_) | Self::Client => None,
        }
    }
}

/// A skill that an agent has to have at some level; without the skill an agent has level 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub skill: String,
    pub compare: Compare,
    pub level: u8,
}

impl Wanted {
    /// Whether somebody with these skills is wanted.
    pub fn fits(&self, skills: &BTreeMap<String, u8>) -> bool {
        let level = skills.get(&self.skill).copied().unwrap_or(0);
        match self.compare {
            Compare::AtLeast => level >= self.level,
            Compare::AtMost => level <= self.level,
            Compare::Above => level > self.level,
            Compare::Below => level < self.level,
            Compare::Exactly => level == self.level,
        }
    }
}

/// How a level is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    AtLeast,
    AtMost,
    Above,
    Below,
    Exactly,
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
    fields.whole_numbers("skills", "{ german = 7 }", |name| {
        format!("the skill `{name}` is a whole number from 0 to 255")
    })
}

fn router(text: &Text, mistakes: &mut Mistakes) -> Option<Router> {
    if text.text == "longest_idle" {
        return Some(Router::LongestIdle);
    }
    if text.text == "client" {
        return Some(Router::Client);
    }
    let digits = text.text.chars().all(|c| c.is_ascii_digit());
    if digits && Number::new(&text.text).is_ok() {
        return Some(Router::Number(text.text.clone()));
    }
    let lists = text.text.split('|').map(|list| list.split('&').map(wanted).collect());
    let lists: Option<Vec<Vec<Wanted>>> = lists.collect();
    if lists.is_none() {
        let message = format!("`{}` is not a router", text.text);
        let help = "write \"longest_idle\", which skills an agent has to have: \"german>=5\", or \
                    several with & (all of them) and | (one or the other), a number, or \"client\"";
        mistakes.note_with_help(text.at.clone(), message, help);
    }
    lists.map(Router::Skills)
}

/// One comparison, such as `german>=5`.
fn wanted(text: &str) -> Option<Wanted> {
    let (sign, compare) = SIGNS.iter().find(|(sign, _)| text.contains(sign))?;
    let (skill, level) = text.split_once(sign)?;
    let (skill, level) = (skill.trim(), level.trim().parse().ok()?);
    (!skill.is_empty()).then(|| Wanted { skill: skill.to_owned(), compare: *compare, level })
}

/// The signs of comparison; the longer ones first.
const SIGNS: [(&str, Compare); 5] = [
    (">=", Compare::AtLeast),
    ("<=", Compare::AtMost),
    (">", Compare::Above),
    ("<", Compare::Below),
    ("=", Compare::Exactly),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skills_fit_as_the_expression_says() {
        let cases = [
            // expression, whom it fits: german 7; german 3 and sales 9; nothing
            ("german>=5", [true, false, false]),
            ("german>5", [true, false, false]),
            ("german = 3", [false, true, false]),
            ("german<=3", [false, true, true]),
            ("german<3", [false, false, true]),
            ("german>=3 & sales>=5", [false, true, false]),
            ("german>=5|sales>=9", [true, true, false]),
            ("german>=3&sales>=5 | german=0", [false, true, true]),
        ];
        let people = [vec![("german", 7)], vec![("german", 3), ("sales", 9)], vec![]];
        let people = people.map(|skills| {
            let named = skills.into_iter().map(|(name, level)| (name.to_owned(), level));
            named.collect::<BTreeMap<String, u8>>()
        });
        for (expression, expected) in cases {
            let lists = expression.split('|').map(|list| list.split('&').map(wanted).collect());
            let lists: Vec<Vec<Wanted>> = lists.collect::<Option<_>>().expect(expression);
            let fits = people.clone().map(|skills| {
                lists.iter().any(|list| list.iter().all(|wanted| wanted.fits(&skills)))
            });
            assert_eq!(fits, expected, "{expression}");
        }
    }

    #[test]
    fn what_compares_nothing_is_no_expression() {
        for text in ["", "german", ">=5", "german>=", "german>=x", "german>=256", "german>>5"] {
            assert_eq!(wanted(text), None, "{text}");
        }
    }
}
