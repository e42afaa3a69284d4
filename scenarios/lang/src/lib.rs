//! The scenario language: text to steps, with diagnostics.

pub mod source;
pub mod step;
pub mod vocabulary;
