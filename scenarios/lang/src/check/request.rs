//! `>`: who may ask for it, what it needs, and what may be expected of it.

use super::{
    Checker,
    names::Meaning,
    word::{Role, find_word},
};
use crate::{
    diagnostic::Diagnostic,
    step::Request,
    suggest,
    vocabulary::{Vocabulary, Word},
};

impl<'v> Checker<'v> {
    /// Checks one request.
    pub(super) fn request(&mut self, request: &Request) {
        if let Some(place) = self.place(request)
            && let Some(word) = self.requested(request, place)
        {
            self.operands(word, Role::Asked, &request.name, request.operand.as_slice());
            self.keys(word, Role::Asked, &request.name, &request.pairs);
            self.begun_call(word, request);
        }
        self.error_code(request);
        if let Some(name) = &request.names {
            self.names.name_call(name, &mut self.mistakes);
        }
    }

    /// Where the request is made; none when nobody is there to make it.
    fn place(&mut self, request: &Request) -> Option<Place> {
        let who = &request.who;
        let name = who.value.name.as_str();
        match (self.names.meaning(name), who.value.at_phone) {
            (Some(Meaning::Agent), false) => Some(Place::Desktop),
            (Some(Meaning::Agent), true) => Some(Place::Phone),
            (Some(Meaning::Outsider), false) => Some(Place::Outside),
            (Some(Meaning::Queue), false) => Some(Place::Queue),
            (Some(Meaning::Point), false) => Some(Place::Point),
            (Some(Meaning::Outsider), true) => {
                let message = format!("`{name}` has no desktop beside the phone");
                let mistake = Diagnostic::new(message, who.span, "somebody outside");
                self.mistakes.push(mistake.with_help(format!("write `{name}` alone")));
                None
            }
            (
                Some(meaning @ (Meaning::Queue | Meaning::Point | Meaning::Target | Meaning::Call)),
                _,
            ) => {
                let message = format!("`{name}` cannot act");
                let mistake = Diagnostic::new(message, who.span, meaning.describe());
                self.mistakes.push(mistake.with_help(match meaning {
                    Meaning::Target => format!("break it with `{name} ! FAULT`"),
                    Meaning::Point => format!("a router acts there: `{name} > ACTION`"),
                    Meaning::Agent | Meaning::Outsider | Meaning::Queue | Meaning::Call => {
                        format!("ask of it with `{name} ? key=value`; people act")
                    }
                }));
                None
            }
            // A line without its sign is kept without its party: that mistake is told.
            (None, _) if name.is_empty() => None,
            (None, _) => {
                self.names.unknown_party(who, &mut self.mistakes);
                None
            }
        }
    }

    /// The word that is asked for; tells when it is none, or one of another place.
    fn requested(&mut self, request: &Request, place: Place) -> Option<&'v Word> {
        let vocabulary = self.vocabulary;
        let name = request.name.value.as_str();
        let words = place.words(vocabulary);
        if let Some(word) = find_word(words, name) {
            return Some(word);
        }
        let elsewhere =
            Place::ALL.into_iter().find(|other| find_word(other.words(vocabulary), name).is_some());
        let who = &request.who.value.name;
        let help = match elsewhere {
            Some(Place::Phone) if place == Place::Desktop => {
                Some(format!("`{name}` is done at the phone: `{who}.phone > {name}`"))
            }
            Some(Place::Desktop) if place == Place::Phone => {
                Some(format!("`{name}` is asked for at the desktop: `{who} > {name}`"))
            }
            _ if find_word(&vocabulary.events, name).is_some() => {
                Some(format!("`{name}` is an event: `{who} < {name}`"))
            }
            Some(_) | None => {
                let names: Vec<&str> = words.iter().map(|word| word.name.as_str()).collect();
                suggest::help(name, &names, place.intro())
            }
        };
        let message = format!("unknown {} `{name}`", place.what());
        let mut mistake = Diagnostic::new(message, request.name.span, place.label());
        mistake.help = help;
        self.mistakes.push(mistake);
        None
    }

    /// `as` belongs to a request that begins a call, and to none that is to be refused.
    fn begun_call(&mut self, word: &Word, request: &Request) {
        let Some(name) = &request.names else { return };
        let asked = &request.name.value;
        if !word.begins_call {
            let message = format!("`{asked}` begins no call");
            let mistake = Diagnostic::new(message, name.span, "names nothing");
            self.mistakes.push(mistake.with_help("leave `as` out"));
        } else if let Some(code) = &request.error {
            let message = format!("a refused `{asked}` begins no call");
            let mistake = Diagnostic::new(message, name.span, "names nothing");
            let mistake = mistake.with_context(code.span, "the refusal");
            self.mistakes.push(mistake.with_help("leave out `as`, or `-> error`"));
        }
    }

    fn error_code(&mut self, request: &Request) {
        let Some(code) = &request.error else { return };
        if self.vocabulary.errors.contains(&code.value) {
            return;
        }
        let known: Vec<&str> = self.vocabulary.errors.iter().map(String::as_str).collect();
        let message = format!("unknown error `{}`", code.value);
        let mut mistake = Diagnostic::new(message, code.span, "no such code");
        mistake.help = suggest::help(&code.value, &known, "the codes are");
        self.mistakes.push(mistake);
    }
}

/// Where something is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Desktop,
    Phone,
    Outside,
    Queue,
    Point,
}

impl Place {
    const ALL: [Self; 5] = [Self::Desktop, Self::Phone, Self::Outside, Self::Queue, Self::Point];

    fn words(self, vocabulary: &Vocabulary) -> &[Word] {
        match self {
            Self::Desktop => &vocabulary.requests,
            Self::Phone => &vocabulary.phone,
            Self::Outside => &vocabulary.outside,
            Self::Queue => &vocabulary.dialer,
            Self::Point => &vocabulary.router,
        }
    }

    fn what(self) -> &'static str {
        match self {
            Self::Desktop => "request",
            Self::Phone | Self::Outside | Self::Queue | Self::Point => "action",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Desktop => "no desktop asks for this",
            Self::Phone => "no phone does this",
            Self::Outside => "nobody outside does this",
            Self::Queue => "no dialer does this",
            Self::Point => "no router does this",
        }
    }

    fn intro(self) -> &'static str {
        match self {
            Self::Desktop => "a desktop asks for",
            Self::Phone => "a phone does",
            Self::Outside => "somebody outside does",
            Self::Queue => "a dialer does",
            Self::Point => "a router does",
        }
    }
}
