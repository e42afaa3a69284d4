//! The table of keys: one row says all about a key.

mod adapter;
mod auth;
mod http;
mod limits;
mod link;
mod session;
mod statistics;
mod tls;
mod top;

use std::{fmt, num::NonZeroU32, path::PathBuf, time::Duration};

use super::Config;

/// A key of the configuration file.
#[derive(Debug)]
pub(crate) struct Key {
    /// The section it stands in, with dots; empty: the top of the file.
    pub(crate) section: &'static str,
    pub(crate) name: &'static str,
    pub(crate) presence: Presence,
    pub(crate) value: Value,
    /// The value in effect, as it would stand in the file; empty: none.
    pub(crate) show: fn(&Config) -> String,
    pub(crate) help: &'static str,
}

impl Key {
    /// The name with its section.
    pub(crate) fn path(&self) -> String {
        match self.section {
            "" => self.name.to_owned(),
            section => format!("{section}.{}", self.name),
        }
    }

    /// The environment variable that overrides it.
    pub(crate) fn variable(&self) -> String {
        let path = self.path().replace('.', "_").to_ascii_uppercase();
        format!("{}{path}", super::environment::PREFIX)
    }

    /// The value in effect, for people.
    pub(crate) fn shown(&self, config: &Config) -> String {
        let value = (self.show)(config);
        if value.is_empty() { "(none)".to_owned() } else { value }
    }

    /// Whether a running gateway takes a new value up.
    pub(crate) fn is_live(&self) -> bool {
        self.presence == Presence::Live
    }
}

/// Whether the file must say it, and when a change takes effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    /// It must be there.
    Required,
    Optional,
    /// It need not be there, and a change takes effect on reload.
    Live,
}

/// What a key takes, and where it goes.
#[derive(Debug)]
pub(crate) enum Value {
    Flag(fn(&mut Config, bool)),
    /// A whole number within bounds.
    Number {
        least: u64,
        most: u64,
        set: fn(&mut Config, u64),
    },
    /// A time in seconds, whole or with a fraction.
    Seconds {
        least: f64,
        most: f64,
        set: fn(&mut Config, Duration),
    },
    /// A text; the setter says what is wrong with it.
    Text {
        form: Form,
        set: fn(&mut Config, &str) -> Result<(), String>,
    },
    /// One of these words.
    Word {
        words: fn() -> Vec<&'static str>,
        set: fn(&mut Config, &str),
    },
    /// A list of texts; what was there before is cleared.
    Texts {
        form: Form,
        clear: fn(&mut Config),
        add: fn(&mut Config, &str) -> Result<(), String>,
    },
}

/// How a text looks, as far as the schema for editors can say it; its setter looks closer.
#[derive(Debug)]
pub(crate) enum Form {
    Any,
    /// What this regular expression (ECMA-262) finds something in.
    Like(&'static str),
    OneOf(&'static [&'static str]),
}

impl Form {
    /// The name of a file or folder.
    const PATH: Self = Self::Like(".");
    /// A host name, or an IP address.
    const HOST: Self = Self::Like("^[!-~]+$");
    /// An IP address, of either version.
    const ADDRESS: Self = Self::Like(
        "^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])([.](?!$)|$)){4}$|^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*$",
    );
}

/// Every key there is, in the order of the sample file.
pub(crate) fn keys() -> impl Iterator<Item = &'static Key> {
    let sections = [
        top::ROWS,
        link::ROWS,
        adapter::ROWS,
        session::ROWS,
        statistics::ROWS,
        limits::ROWS,
        http::ROWS,
        tls::ROWS,
        auth::ROWS,
    ];
    sections.into_iter().flatten()
}

/// A number that its row's bounds keep within the type.
fn narrow<T: TryFrom<u64> + Default>(number: u64) -> T {
    T::try_from(number).unwrap_or_default()
}

/// The same, where the bounds keep it from being 0.
fn nonzero(number: u64) -> NonZeroU32 {
    NonZeroU32::new(narrow(number)).unwrap_or(NonZeroU32::MIN)
}

fn quoted(text: impl fmt::Display) -> String {
    format!("{:?}", text.to_string())
}

fn seconds(span: Duration) -> String {
    span.as_secs_f64().to_string()
}

fn list(texts: &[String]) -> String {
    format!("{texts:?}")
}

/// A path that may not be there.
fn shown(path: Option<&PathBuf>) -> String {
    path.map_or_else(String::new, |path| quoted(path.display()))
}

fn path(text: &str) -> Result<PathBuf, String> {
    if text.is_empty() {
        return Err("the file has no name; leave the key out to do without".to_owned());
    }
    Ok(PathBuf::from(text))
}
