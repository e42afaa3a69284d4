//! What an editor is offered and told at the places that samples mark with `¦`.

use std::fs;

use scenario_lang::{Offer, meaning, offers};

use crate::{acme::vocabulary, samples::golden};

#[test]
fn places_are_offered_words() {
    insta::glob!("../../samples", "offer/*.txt", |path| {
        let marked = fs::read_to_string(path).unwrap();
        let text = marked.replace(MARK, "");
        let vocabulary = vocabulary();
        let mut shown = String::new();
        let mut at = 0;
        for piece in marked.split(MARK) {
            if at > 0 || marked.starts_with(MARK) {
                shown += &show(&text, at, &offers(&text, at, &vocabulary).1);
                if let Some((span, said)) = meaning(&text, at, &vocabulary) {
                    let word = &text[span.start..span.end];
                    shown.extend(["    ", word, ": ", &said.replace("\n\n", " | "), "\n"]);
                }
            }
            at += piece.len();
        }
        golden(path, &shown);
    });
}

/// Nothing is offered beyond the text, inside a character, or in a text that is no scenario.
#[test]
fn odd_places_are_borne() {
    let vocabulary = vocabulary();
    for text in ["", "\u{feff}alice > ", "ä ö > ü=\"", "alice >\r\n", "as as as as", "\"", "= = ="]
    {
        for at in 0..text.len() + 3 {
            let (typed, _) = offers(text, at, &vocabulary);
            assert!(text.get(typed.start..typed.end).is_some(), "{text:?} at {at}: {typed:?}");
            if let Some((span, _)) = meaning(text, at, &vocabulary) {
                assert!(text.get(span.start..span.end).is_some(), "{text:?} at {at}: {span:?}");
            }
        }
    }
}

/// The line up to the place, and what may stand there.
fn show(text: &str, at: usize, offered: &[Offer]) -> String {
    let line = text[..at].rsplit('\n').next().unwrap_or_default();
    let rest = text[at..].split('\n').next().unwrap_or_default();
    let words: Vec<&str> = offered.iter().map(|offer| offer.text.as_str()).collect();
    format!("{line}{MARK}{rest}\n    {}\n", words.join(" "))
}

const MARK: char = '¦';
