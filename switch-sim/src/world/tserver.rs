//! What a world says about the T-Server in front of its switch. The switch makes no use of it.

use std::{collections::BTreeMap, time::Duration};

use crate::world::{
    AfterCallWork,
    mistake::Mistakes,
    reader::{Fields, Text, Value, duration},
    standby::{self, Standby},
};

/// The settings of a site's T-Server; what is absent is as that T-Server has it by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TServerSettings {
    /// Bytes of a call's user data, packed.
    pub user_data_limit: Option<usize>,
    /// How the data of a consultation call begin: one of [`CONSULT_USER_DATA`].
    pub consult_user_data: Option<String>,
    /// The after-call work of every agent, whatever the queues want.
    pub wrap_up: Option<AfterCallWork>,
    /// How long an agent takes no calls after timed work.
    pub legal_guard: Option<Duration>,
    /// Whether a second login at a number forces out the first.
    pub second_login_forces_out: Option<bool>,
    /// Numbers of `EventError` by the name of the refusal.
    pub error_codes: BTreeMap<String, i32>,
    /// How a second T-Server stands by; none: there is one.
    pub standby: Option<Standby>,
}

/// The words of `consult_user_data` (PSDK T-Library reference, `TInitiateTransfer`).
pub const CONSULT_USER_DATA: [&str; 3] = ["separate", "inherited", "joint"];

/// Reads the section `[tserver]`.
pub(crate) fn settings<'t>(
    section: &Text,
    value: &'t Value<'t>,
    mistakes: &mut Mistakes,
) -> Option<TServerSettings> {
    let keys = [
        "user_data_limit",
        "consult_user_data",
        "wrap_up",
        "legal_guard",
        "second_login_forces_out",
        "error_codes",
        "standby",
        "takeover",
    ];
    let mut fields = Fields::new("[tserver]", section.at.clone(), value, &keys, mistakes)?;
    let limit = fields.integer("user_data_limit", 1, USER_DATA_BYTES);
    Some(TServerSettings {
        user_data_limit: limit.and_then(|limit| usize::try_from(limit).ok()),
        consult_user_data: consult_user_data(&mut fields),
        wrap_up: wrap_up(&mut fields),
        legal_guard: fields.duration("legal_guard"),
        second_login_forces_out: fields.boolean("second_login_forces_out"),
        error_codes: error_codes(&mut fields),
        standby: standby::read(&mut fields),
    })
}

fn consult_user_data(fields: &mut Fields<'_, '_>) -> Option<String> {
    let text = fields.text("consult_user_data")?;
    if CONSULT_USER_DATA.contains(&text.text.as_str()) {
        return Some(text.text);
    }
    let known = CONSULT_USER_DATA.into_iter();
    fields.mistakes().note_unknown(text.at, "mode of data", &text.text, known);
    None
}

fn wrap_up(fields: &mut Fields<'_, '_>) -> Option<AfterCallWork> {
    let text = fields.text("wrap_up")?;
    match text.text.as_str() {
        "none" => Some(AfterCallWork::None),
        "untimed" => Some(AfterCallWork::Manual),
        span => {
            let span = duration(span).map(AfterCallWork::Timed);
            if span.is_none() {
                let message = format!("`{}` is no after-call work", text.text);
                let help = "write \"none\", \"untimed\", or a time such as \"30s\"";
                fields.mistakes().note_with_help(text.at, message, help);
            }
            span
        }
    }
}

fn error_codes(fields: &mut Fields<'_, '_>) -> BTreeMap<String, i32> {
    fields.whole_numbers("error_codes", "{ WrongState = 231 }", |name| {
        format!("the number of `{name}` is a whole number of 32 bits")
    })
}

/// The most that the packed form of user data can count.
const USER_DATA_BYTES: u64 = 65_535;
