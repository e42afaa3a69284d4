//! The other way round: the request by which a client asks for an act.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;

use crate::act::{Act, TimeAct};

/// A request with POST and a body of JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct Asking {
    pub path: String,
    pub body: Value,
}

impl Asking {
    /// Asks for something to be done at the switch.
    pub fn act(act: &Act) -> Self {
        match act {
            Act::Place(place) => Self::new("/v1/calls".to_owned(), place),
            Act::Press { number, key } => {
                Self::new(format!("/v1/devices/{}/keys", segment(number)), key)
            }
            Act::Outside { call, act } => {
                Self::new(format!("/v1/calls/{}/outside", segment(call)), act)
            }
            Act::Agent { number, act } => {
                Self::new(format!("/v1/devices/{}/agent", segment(number)), act)
            }
            Act::Route { call, route } => {
                Self::new(format!("/v1/calls/{}/route", segment(call)), route)
            }
            Act::Break(breakage) => Self::new("/v1/faults".to_owned(), breakage),
        }
    }

    /// Asks for time to pass otherwise.
    pub fn time(act: &TimeAct) -> Self {
        Self::new("/v1/time".to_owned(), act)
    }

    fn new(path: String, body: &impl Serialize) -> Self {
        // Values made of our own types always become JSON.
        Self { path, body: serde_json::to_value(body).unwrap_or_default() }
    }
}

/// A segment of a path, encoded.
fn segment(text: &str) -> impl std::fmt::Display + '_ {
    utf8_percent_encode(text, ENCODED)
}

/// All but the unreserved characters of RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
