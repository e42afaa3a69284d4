//! What a site can set: names, the clock's start, limits, and where T-Servers differ.

use std::{collections::BTreeMap, time::Duration};

use switch_sim::world::{AfterCallWork, World};

use crate::{error::ErrorKind, limits, wrap_up::WrapUp};

/// How a T-Server is set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The server's application name, told to every client.
    pub server: String,
    /// What [`SimTime::ZERO`](switch_sim::time::SimTime::ZERO) is in Unix milliseconds.
    pub epoch_ms: u64,
    /// Silence of a client after which it is polled, and after which, still silent, it is cut
    /// (ADDP in the server's direction); zero: never.
    pub keep_alive: Duration,
    /// Bytes of a call's user data, packed.
    pub user_data_limit: usize,
    /// How the data of a consultation call begin, where the request does not say.
    pub consult_data: ConsultData,
    /// The after-call work of every agent; none: as the switch has it.
    pub wrap_up: Option<WrapUp>,
    /// How long an agent takes no calls after timed work.
    pub legal_guard: Duration,
    /// What becomes of an agent at whose number another one logs in.
    pub second_login: SecondLogin,
    /// `ErrorCode` numbers that differ from the defaults of [`ErrorKind`].
    pub error_codes: BTreeMap<ErrorKind, i32>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            server: "TServer_Sim".to_owned(),
            epoch_ms: 0,
            keep_alive: Duration::ZERO,
            user_data_limit: limits::USER_DATA_BYTES_DEFAULT,
            consult_data: ConsultData::Inherited,
            wrap_up: None,
            legal_guard: Duration::ZERO,
            second_login: SecondLogin::Refused,
            error_codes: BTreeMap::new(),
        }
    }
}

impl Config {
    /// The settings of a world's T-Server.
    ///
    /// # Errors
    /// The world gives a number to a refusal that does not exist.
    pub fn of_site(world: &World) -> Result<Self, UnknownRefusal> {
        let (usual, site) = (Self::default(), &world.tserver);
        let code = |(name, code): (&String, &i32)| match ErrorKind::from_name(name) {
            Some(kind) => Ok((kind, *code)),
            None => Err(UnknownRefusal { name: name.clone() }),
        };
        let wrap_up = site.wrap_up.map(|work| match work {
            AfterCallWork::None => WrapUp::No,
            AfterCallWork::Manual => WrapUp::Untimed,
            AfterCallWork::Timed(span) => WrapUp::Timed(span),
        });
        let consult = site.consult_user_data.as_deref().and_then(ConsultData::from_name);
        let second_login = match site.second_login_forces_out {
            Some(true) => SecondLogin::ForcesOut,
            Some(false) | None => SecondLogin::Refused,
        };
        Ok(Self {
            user_data_limit: site.user_data_limit.unwrap_or(usual.user_data_limit),
            consult_data: consult.unwrap_or(usual.consult_data),
            wrap_up,
            legal_guard: site.legal_guard.unwrap_or(usual.legal_guard),
            second_login,
            error_codes: site.error_codes.iter().map(code).collect::<Result<_, _>>()?,
            ..usual
        })
    }
}

/// A world's `[tserver] error_codes` names a refusal that does not exist.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "[tserver] error_codes: there is no refusal `{name}`; there are {}",
    ErrorKind::ALL.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
)]
pub struct UnknownRefusal {
    pub name: String,
}

/// How the user data of a consultation call relate to those of the original call: the values of
/// the `ConsultUserData` extension (PSDK T-Library reference, `TInitiateTransfer`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsultData {
    /// The consultation call has data of its own, merged into the original at completion.
    Separate,
    /// It begins with a copy; what it adds or changes is merged at completion.
    Inherited,
    /// Both calls have the same data at all times.
    Joint,
}

impl ConsultData {
    /// The mode that an extension's value names.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "separate" => Some(Self::Separate),
            "inherited" => Some(Self::Inherited),
            "joint" => Some(Self::Joint),
            _ => None,
        }
    }
}

/// What a login at a number does where another agent is logged in: one number has one agent, and
/// switches differ in which (Genesys Events and Models, Agent States and Work Modes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondLogin {
    /// The login is refused.
    Refused,
    /// The agent who is there is logged out first.
    ForcesOut,
}
