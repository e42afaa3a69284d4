//! The T-Server over T-Link bytes: call models as stories with goldens, refusals, sessions.

#[cfg(test)]
mod bounds;
#[cfg(test)]
mod coverage;
#[cfg(test)]
mod expectation;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod models;
#[cfg(test)]
mod random;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod rig;
#[cfg(test)]
mod services;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod site;
#[cfg(test)]
mod standby;
#[cfg(test)]
mod story;
