//! Who somebody is to the gateway, and what he may do.

use std::{fmt, str::FromStr, sync::Arc};

use gateway_core::request::{Envelope, GetStatistics, Request};

/// Somebody whom the gateway knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Principal {
    pub(crate) name: Arc<str>,
    pub(crate) rights: Rights,
}

/// What somebody may do, and with what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    pub roles: Vec<Role>,
    /// The devices he may begin a session for.
    pub dns: Allowed,
    /// The agent ids he may log on with.
    pub agents: Allowed,
}

impl Rights {
    /// The rights of whoever comes where nobody is asked.
    pub(crate) fn all() -> Self {
        Self { roles: Role::ALL.to_vec(), dns: Allowed::Any, agents: Allowed::Any }
    }

    /// Whether one of the roles is his.
    pub(crate) fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Refuses a request that his roles, or the devices and agent ids bound to him, do not cover.
    pub(crate) fn permit(&self, envelope: &Envelope) -> Result<(), String> {
        if !self.has(Role::Agent) && !self.has(Role::Supervisor) {
            return Err("the role agent or supervisor is needed for telephony".to_owned());
        }
        let name = envelope.request.row().name;
        if SUPERVISION.contains(&name) && !self.has(Role::Supervisor) {
            return Err(format!("the role supervisor is needed for {name}"));
        }
        if let Request::ClientInitialize(begin) = &envelope.request {
            self.dns.admit("the device", begin.dn.as_str())?;
        }
        if let Request::AgentInitialize(log_on) = &envelope.request {
            self.agents.admit("the agent id", &log_on.agent)?;
        }
        if let Request::GetStatistics(GetStatistics { dn: Some(dn), .. }) = &envelope.request
            && !self.has(Role::Supervisor)
        {
            self.dns.admit("the device", dn.as_str())?;
        }
        Ok(())
    }
}

/// What sort of user somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Telephony at his own device under his own agent id.
    Agent,
    /// The same, and what supervisors do with the calls of others.
    Supervisor,
    /// Metrics; no telephony.
    Operator,
}

impl Role {
    /// Every role, in the order of the reference page.
    pub const ALL: [Self; 3] = [Self::Agent, Self::Supervisor, Self::Operator];

    /// How files and tokens write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Supervisor => "supervisor",
            Self::Operator => "operator",
        }
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|role| role.word() == text);
        known.ok_or_else(|| {
            format!("there is no role `{text}`; there are agent, supervisor and operator")
        })
    }
}

/// Which of many names somebody may use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Allowed {
    Any,
    These(Vec<String>),
}

impl Allowed {
    fn admit(&self, what: &str, name: &str) -> Result<(), String> {
        let fits = match self {
            Self::Any => true,
            Self::These(names) => names.iter().any(|known| known == name),
        };
        if fits { Ok(()) } else { Err(format!("{what} {name} is not bound to this user")) }
    }
}

impl Default for Allowed {
    fn default() -> Self {
        Self::These(Vec::new())
    }
}

/// As in the password file: `*`, or names with commas between them.
impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("*"),
            Self::These(names) => f.write_str(&names.join(",")),
        }
    }
}

impl From<&str> for Allowed {
    fn from(text: &str) -> Self {
        if text == "*" {
            return Self::Any;
        }
        let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
        Self::These(names.map(str::to_owned).collect())
    }
}

/// The requests that reach into the calls of others.
const SUPERVISION: [&str; 2] = ["MONITORCALL", "CANCELMONITORING"];
