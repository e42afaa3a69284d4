//! The control interface of the T-Server emulator: what can be asked and done over HTTP and JSON.
//!
//! No sockets here: [`Operation::read`] turns method, path, query and body into an [`Operation`], and
//! [`look()`] and [`act()`] carry it out on a switch and its T-Server. The table of [`operation::ROWS`] is the
//! only list of paths; the document that describes them ([`openapi::document`]) is made from it and from
//! the very types that are read and written, so a client in Rust shares them.
//!
//! ```
//! use switch_sim::{switch::Switch, world::World};
//! use tserver_sim_control::{Operation, act, look};
//! use tserver_sim_core::{Config, fault::FaultInjector};
//!
//! let world = World::parse("people.alice = { dn = \"2001\" }\ntrunks.T1.channels = 1")?;
//! let mut switch = Switch::new(&world)?;
//! let mut tserver = FaultInjector::new(Config::default(), None, 1, &switch);
//!
//! let body = br#"{"to": "2001", "from": "01715550123"}"#;
//! let placed = Operation::read("POST", "/v1/calls", "", body);
//! if let Ok(Operation::Act(wanted)) = placed {
//!     let done = act(&mut switch, &mut tserver, &wanted).expect("alice's telephone rings");
//!     assert_eq!(done.call.as_deref(), Some("c1"));
//! }
//! if let Ok(Operation::Look(wanted)) = Operation::read("GET", "/v1/calls/c1", "", b"") {
//!     let call = look(&switch, &tserver, &wanted).expect("the call is up");
//!     assert_eq!(call["parties"][1]["number"], "2001");
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod act;
pub mod figures;
mod key;
pub mod limits;
mod look;
pub mod openapi;
pub mod operation;
mod problem;
pub mod request;
pub mod trace;
pub mod view;

pub use act::{
    Act, AgentAct, Breakage, Done, OutsideAct, PlaceCall, Route, TimeAct, WorkPlan, act, call_id,
    call_name,
};
pub use key::{PhoneKey, When};
pub use look::{Eyes, Look, Page, look};
pub use operation::Operation;
pub use problem::Problem;
