//! The program without its terminal: keys in, screens out, stories that play.

mod driver;
mod keys;
mod monkey;
mod readme;
mod rig;
mod screens;
mod story;
