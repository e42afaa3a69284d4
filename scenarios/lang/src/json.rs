//! A scenario as JSON, so that tools need not read its text.

use thiserror::Error;

use crate::{
    diagnostic::Diagnostic,
    limits,
    parser::parse,
    print::print,
    step::{Lens, Scenario},
};

/// Why a JSON text is not a scenario.
#[derive(Debug, Error)]
pub enum JsonError {
    /// It is longer than [`limits::JSON_BYTES`].
    #[error("the JSON is longer than {} bytes", limits::JSON_BYTES)]
    TooLong,
    /// It is not JSON, or has a field that a scenario has not.
    #[error("the JSON is not a scenario: {0}")]
    Shape(#[from] serde_json::Error),
    /// Its words make no lines of the language; the mistakes are those of `text`, the scenario as it would be printed.
    #[error("printed, the JSON is a scenario with mistakes ({}), the first: {}", mistakes.len(), first(mistakes))]
    Mistakes { text: String, mistakes: Vec<Diagnostic> },
    /// A word of it reads as something else once printed, such as a request whose operand is `a=b`.
    #[error("the JSON holds a word that no scenario can hold: printed, it reads as something else")]
    Unwritable,
}

/// The scenario as JSON, indented; times are text, places are left out.
pub fn to_json(scenario: &Scenario) -> String {
    // A scenario is text, lists and numbers: there is nothing in it that JSON cannot hold.
    serde_json::to_string_pretty(scenario).unwrap_or_default()
}

/// The scenario that a JSON text holds; its places are those of its printed text.
///
/// # Errors
/// When the text is not JSON of this shape, or when its words could not stand in a scenario file.
pub fn from_json(json: &str) -> Result<Scenario, JsonError> {
    if json.len() > limits::JSON_BYTES {
        return Err(JsonError::TooLong);
    }
    let mut read: Scenario = serde_json::from_str(json)?;
    if read.golden.is_empty() {
        read.golden.push(Lens::Ptc);
    }
    let text = print(&read);
    let (scenario, mistakes) = parse(&text);
    if !mistakes.is_empty() {
        return Err(JsonError::Mistakes { text, mistakes });
    }
    if to_json(&read) == to_json(&scenario) { Ok(scenario) } else { Err(JsonError::Unwritable) }
}

fn first(mistakes: &[Diagnostic]) -> &str {
    mistakes.first().map_or("", |mistake| mistake.message.as_str())
}
