//! The section `[trunks]`.

use std::time::Duration;

use crate::{
    id::Number,
    limits,
    trunk::{End, FACILITIES, Facility, Order, Rules, Seizure},
    world::{
        TrunkGroup,
        reader::{Fields, Text, Value, one_of},
        sections::Reading,
    },
};

impl Reading<'_> {
    /// Reads a trunk group.
    pub(super) fn trunk<'t>(&mut self, name: &Text, value: &'t Value<'t>) {
        let fields = Fields::new("a trunk group", name.at.clone(), value, &KEYS, self.mistakes);
        let Some(mut fields) = fields else { return };
        let rules = rules(&mut fields);
        let usual = rules.facility.properties().channels;
        if fields.value("channels").is_none() && usual.is_none() {
            let help = "add channels = 30, or as many calls as it carries at once";
            let at = fields.at();
            fields.mistakes().note_with_help(at, "a trunk group needs `channels`", help);
        }
        let channels = fields.integer("channels", 1, limits::DEVICES as u64);
        let channels = channels.unwrap_or_else(|| usual.map_or(1, u64::from));
        let prefixes = fields.numbers("prefixes");
        self.devices += channels;
        let channels = u32::try_from(channels).unwrap_or(u32::MAX);
        let longest = format!("{}_{channels}", name.text);
        if Number::new(&longest).is_err() {
            let message = format!("`{}` cannot name a trunk group", name.text);
            let help = format!(
                "its circuits are devices like `{longest}`: letters, digits and `_`, {} in all",
                Number::MAX_LEN
            );
            self.mistakes.note_with_help(name.at.clone(), message, help);
        }
        for prefix in &prefixes {
            let taken =
                self.world.trunks.iter().find(|trunk| trunk.prefixes.contains(&prefix.text));
            if let Some(other) = taken {
                let message =
                    format!("the prefix `{}` leads to {} already", prefix.text, other.name);
                self.mistakes.note(prefix.at.clone(), message);
            }
        }
        let prefixes = prefixes.into_iter().map(|prefix| prefix.text).collect();
        self.world.trunks.push(TrunkGroup { name: name.text.clone(), channels, prefixes, rules });
    }
}

/// How the circuits are taken, and what they bring; what the group does not say, its kind does.
fn rules(fields: &mut Fields<'_, '_>) -> Rules {
    let kinds = FACILITIES.each_ref().map(|row| (row.word, row.facility));
    let facility = one_of(fields, "kind", &kinds).unwrap_or(Facility::Sip);
    let mut rules = Rules::from(facility);
    if let Some(seizure) = seizure(fields, facility) {
        rules.seizure = seizure;
    }
    if rules.seizure == Seizure::GroundStart {
        rules.glare_window = Duration::ZERO;
    }
    if let Some(window) = fields.duration("glare_window") {
        if rules.glare_window.is_zero() {
            let message = "`glare_window` makes no sense where no circuit is taken twice";
            let at = fields.value("glare_window").map_or_else(|| fields.at(), |value| value.span());
            fields.mistakes().note(at, message);
        }
        rules.glare_window = window;
    }
    rules.order = one_of(fields, "order", ORDERS).unwrap_or(rules.order);
    rules.arrivals = one_of(fields, "arrivals", ARRIVALS).unwrap_or(rules.arrivals);
    rules.brings_number = fields.boolean("brings_number").unwrap_or(rules.brings_number);
    rules.shows_restricted = fields.boolean("shows_restricted").unwrap_or(false);
    let uui = fields.integer("uui_bytes", 0, limits::UUI_BYTES as u64);
    let uui = uui.and_then(|bytes| usize::try_from(bytes).ok());
    rules.uui_bytes = uui.unwrap_or(rules.uui_bytes);
    rules.overlap = fields.duration("overlap");
    let delete = fields.integer("delete", 0, Number::MAX_LEN as u64).unwrap_or(0);
    rules.delete = usize::try_from(delete).unwrap_or(usize::MAX);
    rules.insert = fields.number("insert").map(|number| number.text).unwrap_or_default();
    rules
}

fn seizure(fields: &mut Fields<'_, '_>, facility: Facility) -> Option<Seizure> {
    let found = one_of(fields, "seizure", Seizure::WORDS)?;
    let possible = facility.properties().seizures;
    if possible.contains(&found) {
        return Some(found);
    }
    let at = fields.value("seizure").map_or_else(|| fields.at(), |value| value.span());
    let words = Seizure::WORDS.iter().filter(|(_, seizure)| possible.contains(seizure));
    let words: Vec<_> = words.map(|(word, _)| format!("\"{word}\"")).collect();
    let kind = facility.properties().word;
    let help = format!("a group of kind \"{kind}\" has {}", words.join(" or "));
    fields.mistakes().note_with_help(at, "no circuit of this kind is taken so", help);
    None
}

const KEYS: [&str; 13] = [
    "kind",
    "channels",
    "prefixes",
    "seizure",
    "glare_window",
    "order",
    "arrivals",
    "brings_number",
    "shows_restricted",
    "uui_bytes",
    "overlap",
    "delete",
    "insert",
];

const ORDERS: &[(&str, Order)] = &[
    ("ascending", Order::Ascending),
    ("descending", Order::Descending),
    ("circular", Order::Circular),
    ("least_recent", Order::LeastRecent),
];

const ARRIVALS: &[(&str, End)] = &[("lowest", End::Lowest), ("highest", End::Highest)];
