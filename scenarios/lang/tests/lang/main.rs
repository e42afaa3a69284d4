//! What the language promises, held against samples beside their goldens.

mod acme;
mod dump;
mod editor;
mod json;
mod offers;
mod properties;
mod samples;
