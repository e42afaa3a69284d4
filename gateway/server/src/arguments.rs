//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use gateway_http::Role;

/// Telephony for browsers: XML over HTTP on one side, a CTI middleware on the other.
///
/// A client posts one XML document per request to /pts and asks for its events with GETEVENTS;
/// gateway/README.md shows a session by hand with curl. GET /healthz tells whether the gateway
/// runs, GET /readyz whether its link is up.
#[derive(Debug, Parser)]
#[command(name = "gateway", version, after_help = AFTER_HELP)]
pub(crate) struct Arguments {
    /// The configuration file
    #[arg(long, global = true, value_name = "FILE", default_value = "gateway.toml")]
    pub(crate) config: PathBuf,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What to do.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve until SIGTERM or SIGINT (this is the default); SIGHUP reloads the configuration
    Run,
    /// Read the configuration file and say what it would do, or name every mistake in it
    Check,
    /// Write a configuration file with every key, its default and what it means
    Init,
    /// Reach the middleware, register a device, measure, and name what is missing
    Doctor(Doctor),
    /// Hold the adapter to everything the gateway needs of it, at three idle telephones
    ///
    /// The suite plays with the telephones through the adapter alone, at an emulator as at a real
    /// switch, and prints for each request: whether it is done, whether everybody is told, whether
    /// telephones that are registered again stand as it was told of them, and whether what cannot be is
    /// refused and changes nothing.
    #[command(after_help = CONFORMANCE_HELP)]
    Conformance(Conformance),
    /// Say who may come: the password file
    User(Users),
    /// Check that no line of an audit log was changed or taken out
    #[command(subcommand)]
    Audit(Audit),
    /// Print the JSON Schema of the configuration file, for editors
    Schema,
    /// Print a script that completes this command line in a shell
    Completions { shell: Shell },
    /// Print the manual page
    Man,
    /// Be the process of an adapter that is a shared library: the gateway starts this itself
    #[command(hide = true)]
    AdapterHost { library: PathBuf },
}

/// What the doctor looks at.
#[derive(Clone, Debug, Args)]
pub(crate) struct Doctor {
    /// A device to register (and unregister) as a client would; without it, none is
    #[arg(long, value_name = "NUMBER")]
    pub(crate) dn: Option<String>,
    /// How many times the middleware's answer is timed
    #[arg(long, value_name = "COUNT", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(crate) samples: u16,
}

/// What the suite for adapters plays with.
#[derive(Clone, Debug, Args)]
pub(crate) struct Conformance {
    /// A telephone that nobody else uses; three are needed
    #[arg(long = "dn", value_name = "NUMBER", required = true)]
    pub(crate) dns: Vec<String>,
    /// The agent who logs on at the first telephone; without one, cases of agents are not tried
    #[arg(long, value_name = "ID")]
    pub(crate) agent: Option<String>,
    /// The agent's password, if the switch wants one
    #[arg(long, value_name = "TEXT", requires = "agent")]
    pub(crate) password: Option<String>,
    /// A queue that the agent logs on to; may be given several times
    #[arg(long = "queue", value_name = "NUMBER", requires = "agent")]
    pub(crate) queues: Vec<String>,
    /// Play the cases of this request alone; may be given several times
    #[arg(long, value_name = "REQUEST")]
    pub(crate) only: Vec<String>,
}

/// A password file, and the work on it.
#[derive(Clone, Debug, Args)]
pub(crate) struct Users {
    /// The password file; without it, the one that the configuration names (`[auth] users`)
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) work: User,
}

/// Work on a password file.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum User {
    /// Add a user, or give one a new password and new rights
    ///
    /// The password is read from the terminal, or from the first line of the standard input. The
    /// password file is made if it is not there; a running gateway takes it up by itself.
    Add(NewUser),
    /// Show every user, without passwords
    List,
    /// Remove a user
    Remove {
        /// How he is called
        name: String,
    },
}

/// A user as the command line describes him.
#[derive(Clone, Debug, Args)]
pub(crate) struct NewUser {
    /// How he is called; in a token or a client certificate, the name that is in it
    pub(crate) name: String,
    /// What he is; may be given several times
    #[arg(long = "role", value_name = "ROLE", required = true)]
    pub(crate) roles: Vec<RoleName>,
    /// A device he may use; may be given several times; * is any
    #[arg(long = "dn", value_name = "NUMBER")]
    pub(crate) dns: Vec<String>,
    /// An agent id he may log on with; may be given several times; * is any
    #[arg(long = "agent", value_name = "ID")]
    pub(crate) agents: Vec<String>,
    /// No password opens it: for the names in client certificates
    #[arg(long)]
    pub(crate) no_password: bool,
}

/// Work on an audit log.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Audit {
    /// Check the chain of digests from the first line to the last
    Verify {
        /// The audit log; without it, the one that the configuration names (`[auth] audit`)
        file: Option<PathBuf>,
    },
}

/// A role on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RoleName {
    /// Telephony at his own device under his own agent id
    Agent,
    /// The same, and what supervisors do with the calls of others
    Supervisor,
    /// Metrics; no telephony
    Operator,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Agent => Self::Agent,
            RoleName::Supervisor => Self::Supervisor,
            RoleName::Operator => Self::Operator,
        }
    }
}

const AFTER_HELP: &str = "\
Each key of the configuration file can be overridden by an environment variable: GATEWAY_ and its
path in capitals, such as GATEWAY_LISTENER_PORT or GATEWAY_GENESYS_CTISERVER_HOST.

Exit codes:
  0  stopped when told to; or what was asked for is right or done
  1  the system refused, or what was looked at is wrong (doctor, conformance, audit)
  2  the configuration cannot be used
  3  a port cannot be listened on

Examples:
  gateway init --config gateway.toml
  gateway check --config gateway.toml
  gateway --config gateway.toml
  gateway doctor --config gateway.toml --dn 2001
  gateway user add alice --role agent --dn 2001 --agent 7001
  kill -HUP PID    read the file again; the log says what takes effect and what needs a restart";

const CONFORMANCE_HELP: &str = "\
Exit codes:
  0  nothing is wrong; what the adapter calls unsupported is none of its duties
  1  a case has failed, or the suite cannot be played
  2  the configuration cannot be used

Example:
  gateway conformance --config gateway.toml --dn 2001 --dn 2002 --dn 2003 --agent 7001 --queue 8100";
