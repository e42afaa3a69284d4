//! The scenario language: text to steps, with diagnostics.
//!
//! One file tells the story of a call, one line per thing that happens: somebody does something (`>`), somebody sees
//! something (`<`), something is so (`?`), something breaks (`!`). The crate knows the shape of these lines and no
//! request by name; the words come from the [`Vocabulary`] that the runner hands in.
//!
//! ```
//! use scenario_lang::{Vocabulary, check, parse, render};
//!
//! let text = "scenario \"wait\"\nworld acme\nwait 20\n";
//! let (scenario, mut mistakes) = parse(text);
//! mistakes.extend(check(&scenario, &Vocabulary::default()));
//! assert!(render(&mistakes, "wait.scn", text, false).contains("wait.scn:3:6"));
//! ```

pub mod duration;
pub mod keyword;
pub mod limits;
pub mod source;
pub mod step;
pub mod vocabulary;

mod check;
mod cursor;
mod diagnostic;
mod format;
mod json;
mod lexer;
mod offer;
mod parser;
mod print;
mod reference;
mod suggest;

pub use check::check;
pub use diagnostic::{Diagnostic, render};
pub use format::format;
pub use json::{JsonError, from_json, to_json};
pub use offer::{Offer, OfferSort, meaning, offers};
pub use parser::parse;
pub use print::print;
pub use reference::reference;
pub use source::{LineIndex, Span, Spanned};
pub use step::Scenario;
pub use vocabulary::Vocabulary;
