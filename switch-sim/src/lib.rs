//! A deterministic telephone switch, ACD and PBX, in virtual time.
//!
//! ```text
//!  caller ──► trunk ──► number ──► queue ──► agent        Arrive … Queued, Diverted, Delivered
//!             circuit       │                  │ ▲
//!                           └──► extension ◄───┘ │        MakeCall, Consult, transfers
//!  somebody ◄── trunk ◄── number ◄── extension ──┘        NetworkReached
//!   outside     circuit
//! ```
//!
//! Devices (extensions, queues, circuits) take part in calls; each party has one of the
//! connection states of ECMA-269 ([`call::ConnectionState`]). A caller or called person outside
//! acts through the circuit. What is done to the switch is an [`action::Action`], what it says
//! about it are [`event::Report`]s, in the words of ECMA-269 as well; whoever listens can follow
//! every call and agent from the reports alone.
//!
//! There is no I/O and no clock: time passes when the owner says so, and the same world, actions
//! and times give the same reports, on every machine.
//!
//! ```
//! use switch_sim::{action::Action, event::{Alerts, Report}, id::Number, switch::Switch, world::World};
//!
//! let world = World::parse(
//!     r#"
//!     [trunks.PSTN1]
//!     channels = 30
//!     [people]
//!     alice = { dn = "2001", login = "7001", queues = ["sales"] }
//!     [queues.sales]
//!     dn = "8100"
//!     "#,
//! )?;
//! let mut switch = Switch::new(&world)?;
//! let alice = switch.device_by_number("2001").expect("alice has a telephone");
//! let sales = switch.device_by_number("8100").expect("sales has a number");
//! let group = switch.trunk_group("PSTN1").expect("there is a trunk");
//!
//! // mutate, …
//! let called = Number::new("8100")?;
//! let arrived = switch.handle_action(Action::Arrive { group, calling: None, called, data: vec![] })?;
//! switch.handle_action(Action::LogOn { device: alice, agent: "7001".into(), queues: vec![sales] })?;
//! switch.handle_action(Action::Ready { device: alice })?;
//!
//! // … drain, …
//! let mut last = None;
//! while let Some(event) = switch.poll_event() {
//!     last = Some(event.report);
//! }
//! let call = arrived.call.expect("a call began");
//! let (queue, alerts) = (Some(sales), Alerts::Alone);
//! let offered = Report::Delivered { call, device: alice, queue, transferred_by: None, alerts };
//! assert_eq!(last, Some(offered));
//!
//! // … and wait: nothing happens by itself, because this queue has no ring limit.
//! assert_eq!(switch.next_deadline(), None);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod agenda;
mod invariant;
mod people;
mod rng;
mod transitions;

pub mod action;
pub mod agent;
pub mod call;
pub mod event;
pub mod feature;
pub mod id;
pub mod limits;
pub mod monitoring;
pub mod personality;
pub mod plant;
pub mod q850;
pub mod queue;
pub mod routing;
pub mod statistics;
pub mod switch;
pub mod time;
pub mod trunk;
pub mod vector;
pub mod world;
