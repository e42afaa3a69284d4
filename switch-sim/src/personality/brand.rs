//! The brands: a file for each, with the value of every row and how sure it is.

use toml::de::{DeTable, DeValue};

use crate::{
    personality::table::Personality,
    world::reader::{Text, Value, in_order},
};

/// A brand of switches, as far as a CTI client can tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brand {
    /// The name in world files.
    pub name: &'static str,
    /// The brand's file.
    text: &'static str,
}

/// Every brand, the neutral one last.
pub const BRANDS: [Brand; 5] = [
    Brand { name: "avaya", text: include_str!("brands/avaya.toml") },
    Brand { name: "nortel", text: include_str!("brands/nortel.toml") },
    Brand { name: "aspect", text: include_str!("brands/aspect.toml") },
    Brand { name: "rockwell", text: include_str!("brands/rockwell.toml") },
    Brand { name: "genesys-neutral", text: include_str!("brands/genesys-neutral.toml") },
];

/// What is believed of one row of a brand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opinion {
    /// The row's key.
    pub key: String,
    /// Its value.
    pub value: String,
    /// How sure that is: `high`, `medium`, `low`; `none` where nothing is known and the neutral
    /// value, or the one nearest to it, stands in.
    pub confidence: String,
    /// Where it comes from: `published` by the vendor or a vendor of middleware, or `experience`.
    pub source: String,
}

impl Brand {
    /// The brand of this name.
    pub fn find(name: &str) -> Option<&'static Self> {
        BRANDS.iter().find(|brand| brand.name == name)
    }

    /// What the brand is like. Rows that the file lacks, or has wrong, are the neutral ones; the
    /// tests of this crate see to it that there are none.
    pub fn personality(&self) -> Personality {
        self.rows().iter().fold(Personality::default(), |personality, opinion| {
            personality.with(&opinion.key, &opinion.value).unwrap_or(personality)
        })
    }

    /// What is believed of the brand, row by row in the order of its file.
    pub fn rows(&self) -> Vec<Opinion> {
        let (table, _) = DeTable::parse_recoverable(self.text);
        in_order(table.get_ref()).into_iter().map(|(key, value)| opinion(key, value)).collect()
    }

    /// What the file says of the brand at its head.
    pub fn about(&self) -> String {
        let head = self.text.lines().take_while(|line| line.starts_with('#'));
        head.map(|line| line.trim_start_matches(['#', ' '])).collect::<Vec<_>>().join(" ")
    }
}

fn opinion<'t>(key: Text, value: &'t Value<'t>) -> Opinion {
    let mut opinion = Opinion { key: key.text, ..Opinion::default() };
    let table = value.get_ref().as_table();
    for (field, value) in table.into_iter().flat_map(in_order) {
        let text = match value.get_ref() {
            DeValue::Integer(count) => count.as_str().to_owned(),
            DeValue::String(text) => text.clone().into_owned(),
            DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => continue,
        };
        match field.text.as_str() {
            "is" => opinion.value = text,
            "confidence" => opinion.confidence = text,
            "source" => opinion.source = text,
            _ => {}
        }
    }
    opinion
}
