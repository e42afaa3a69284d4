//! The program without its terminal: keys in, screens out, stories that play.

mod driver;
mod faults;
mod keys;
mod monkey;
mod mouse;
mod readme;
mod rig;
mod screens;
mod story;
