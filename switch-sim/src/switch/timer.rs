//! What happens by itself at its time.

use std::time::Duration;

use crate::{
    id::{CallId, DeviceId},
    switch::Switch,
};

/// What happens by itself at its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Timer {
    /// When to send a call on from a telephone that rings, or else to take it away; `left`: for how
    /// long it may ring if nobody takes it elsewhere, none: for ever.
    RingLimit { call: CallId, device: DeviceId, left: Option<Duration> },
    /// When a telephone answers by itself.
    AutoAnswer { call: CallId, device: DeviceId },
    /// When somebody outside answers.
    OutsideAnswer { call: CallId, circuit: DeviceId },
    /// When a call that rings at some agents of a queue rings at one more.
    RingsFurther { call: CallId, queue: DeviceId },
    /// When no more digits of a number are expected.
    Overlap { call: CallId },
    /// When a parked call goes back to who parked it.
    ParkLimit { call: CallId },
    /// When timed after-call work ends.
    AfterCallWork { device: DeviceId },
    /// When a vector goes on.
    Vector { call: CallId },
    /// When a vector has had a call for too long.
    VectorDisconnect { call: CallId },
    /// When nobody has answered a predictive call, or it is known who has.
    Predictive { call: CallId, group: DeviceId },
    /// When a call has waited too long for a route.
    RouteTimeout { call: CallId, point: DeviceId },
}

impl Switch {
    /// Does what is due.
    pub(super) fn expire(&mut self, timer: Timer) {
        match timer {
            Timer::RingLimit { call, device, left } => self.give_up_ringing(call, device, left),
            Timer::OutsideAnswer { call, circuit } => self.answer_outside(call, circuit),
            Timer::AutoAnswer { call, device } => self.answer_after_tone(call, device),
            Timer::RingsFurther { call, queue } => self.ring_further(call, queue),
            Timer::Overlap { call } => self.end_dialling(call),
            Timer::ParkLimit { call } => self.return_parked(call),
            Timer::AfterCallWork { device } => self.end_timed_work(device),
            Timer::Vector { call } => self.expire_vector_timer(call),
            Timer::VectorDisconnect { call } => self.disconnect_from_vector(call),
            Timer::Predictive { call, group } => self.continue_prediction(call, group),
            Timer::RouteTimeout { call, point } => self.route_in_default(call, point),
        }
    }
}
