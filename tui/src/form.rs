//! Forms: what has to be said before something can be done.

mod fields;
mod submit;

pub use submit::submit;

use crate::{
    acts::Act,
    app::App,
    text_line::{Edit, TextLine},
};

/// A form that is being filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    pub kind: FormKind,
    pub fields: Vec<Field>,
    /// The field with the cursor.
    pub at: usize,
    /// Why the form could not be sent.
    pub problem: Option<String>,
}

/// What a form is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormKind {
    /// A call from anybody to anybody.
    Call,
    /// A consult or blind transfer, or a conference.
    HandOver {
        act: Act,
        who: String,
        call: String,
    },
    RemoveParty {
        who: String,
        call: String,
    },
    AttachData {
        who: String,
        call: String,
    },
    NotReady {
        who: String,
        at_phone: bool,
    },
    /// The one thing that a line does not say yet.
    Complete {
        line: String,
        missing: Missing,
    },
    Traffic,
    /// Break something.
    Fault,
    /// A key of a telephone, or of somebody outside in a call.
    Press {
        who: String,
        call: Option<String>,
    },
    /// Keep the story.
    Write,
    /// Play a scenario.
    Open,
    /// Write the ladder to a file.
    Export,
}

/// What a line does not say yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The number that is dialled.
    Number,
    /// `to`: the number where the call goes.
    To,
    /// `digits`: the keys that are pressed.
    Digits,
}

/// One thing to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub label: &'static str,
    pub line: TextLine,
    /// Whether it stands as it was found: what is typed takes its place.
    pub untouched: bool,
    /// What it could be, and what that means.
    pub choices: Vec<(String, String)>,
    pub help: &'static str,
}

impl FormKind {
    /// The words over the form.
    pub fn title(&self) -> String {
        match self {
            Self::Call => "Place a call".to_owned(),
            Self::HandOver { act, who, call } => format!("{who}: {} {call}", act.row().word),
            Self::RemoveParty { who, call } => format!("{who}: remove a party from {call}"),
            Self::AttachData { who, call } => format!("{who}: data of {call}"),
            Self::NotReady { who, .. } => format!("{who}: not ready"),
            Self::Complete { line, .. } => format!("{line} …"),
            Self::Traffic => "Background traffic".to_owned(),
            Self::Fault => "Break something".to_owned(),
            Self::Press { who, .. } => format!("{who}: press a key"),
            Self::Write => "Keep the story".to_owned(),
            Self::Open => "Play a scenario".to_owned(),
            Self::Export => "Write the ladder to a file".to_owned(),
        }
    }

    /// The name under which its values are remembered; forms about one thing forget them.
    pub fn memory(&self) -> Option<&'static str> {
        match self {
            Self::Call => Some("call"),
            Self::Traffic => Some("traffic"),
            Self::Fault => Some("fault"),
            Self::Write => Some("write"),
            Self::Open => Some("open"),
            Self::Export => Some("export"),
            Self::HandOver { .. }
            | Self::RemoveParty { .. }
            | Self::AttachData { .. }
            | Self::Press { .. }
            | Self::Complete { .. }
            | Self::NotReady { .. } => None,
        }
    }
}

impl Form {
    /// A form with its fields filled in as they were last time, or as is likely.
    pub fn new(app: &App, kind: FormKind) -> Self {
        let mut fields = fields::of(app, &kind);
        let remembered = kind.memory().and_then(|name| app.remembered.get(name));
        for (field, value) in fields.iter_mut().zip(remembered.into_iter().flatten()) {
            field.line = TextLine::new(value.as_str());
        }
        Self { kind, fields, at: 0, problem: None }
    }

    /// The field with the cursor.
    pub fn field(&mut self) -> Option<&mut Field> {
        self.fields.get_mut(self.at)
    }

    /// Goes to the next field, after the last one to the first; or to the field before.
    pub fn go(&mut self, forward: bool) {
        let last = self.fields.len().saturating_sub(1);
        self.at = match (forward, self.at) {
            (true, at) if at >= last => 0,
            (true, at) => at + 1,
            (false, 0) => last,
            (false, at) => at - 1,
        };
        if let Some(field) = self.field() {
            field.untouched = true;
        }
    }

    /// Edits the field with the cursor.
    pub fn edit(&mut self, edit: Edit) {
        let Some(field) = self.field() else { return };
        if field.untouched && matches!(edit, Edit::Insert(_)) {
            field.line.edit(Edit::Clear);
        }
        field.untouched = false;
        field.line.edit(edit);
    }

    /// Changes the field to the choice after (or before) the one it has; without choices goes on
    /// to the next field (or the one before).
    pub fn choose(&mut self, forward: bool) {
        let Some(field) = self.field() else { return };
        if field.choices.is_empty() {
            self.go(forward);
            return;
        }
        let count = field.choices.len();
        let place = field.choices.iter().position(|(value, _)| value == field.line.text());
        let place = match (place, forward) {
            (Some(place), true) => (place + 1) % count,
            (Some(place), false) => (place + count - 1) % count,
            (None, true) => 0,
            (None, false) => count - 1,
        };
        if let Some((value, _)) = field.choices.get(place) {
            field.line = TextLine::new(value.as_str());
            field.untouched = true;
        }
    }

    /// What a field says, without blanks around it.
    pub fn value(&self, label: &str) -> String {
        let field = self.fields.iter().find(|field| field.label == label);
        field.map(|field| field.line.text().trim().to_owned()).unwrap_or_default()
    }
}

impl Field {
    /// A field of this text.
    pub fn new(label: &'static str, text: impl Into<String>, help: &'static str) -> Self {
        Self { label, line: TextLine::new(text), untouched: true, choices: Vec::new(), help }
    }

    /// The same, with what it could be; empty, it takes the first of them.
    #[must_use]
    pub fn with_choices(mut self, choices: Vec<(String, String)>) -> Self {
        if let (true, Some((first, _))) = (self.line.text().is_empty(), choices.first()) {
            self.line = TextLine::new(first.as_str());
        }
        self.choices = choices;
        self
    }

    /// What the value means, if it is one of the choices.
    pub fn meaning(&self) -> Option<&str> {
        let choice = self.choices.iter().find(|(value, _)| value == self.line.text());
        choice.map(|(_, meaning)| meaning.as_str())
    }
}
