//! Switch reports as T-Library events: one exhaustive match, one file per group of reports.

mod agents;
mod basic;
mod brand;
mod cause;
mod data;
mod features;
mod joins;
mod leaving;
mod members;
mod monitoring;
mod predictive;
mod queueing;
mod routing;
mod sent_on;
mod voice;

pub(crate) use basic::usual_state;
pub(crate) use features::mode as forward_mode;
use switch_sim::{event::Report, personality::table::UnansweredEvents};
use tserver_wire::CallState;

use crate::{batch::Batch, server::TServerSim};

impl TServerSim {
    /// Brings the mirror up to date and tells the clients what the report means to them.
    #[expect(clippy::too_many_lines, reason = "one arm per report: a table")]
    pub(crate) fn tell_report(&mut self, report: &Report, batch: &Batch) {
        match report {
            Report::Originated { call, device, calling, called, consult_of, data } => {
                let begin = basic::Begin {
                    call: *call,
                    device: *device,
                    calling: calling.as_ref(),
                    called,
                    consult_of: *consult_of,
                    data,
                };
                self.tell_originated(&begin, batch);
            }
            Report::DigitsReceived { call, called } => self.note_called(*call, called),
            Report::Delivered { call, device, queue, transferred_by, alerts } => {
                let delivery = basic::Delivery {
                    call: *call,
                    device: *device,
                    queue: *queue,
                    by_transfer: transferred_by.is_some(),
                    alerts: *alerts,
                };
                self.tell_delivered(&delivery, batch);
            }
            Report::Established { call, device } => self.tell_established(*call, *device),
            Report::Held { call, device } => self.tell_held(*call, *device, batch),
            Report::Retrieved { call, device } => self.tell_retrieved(*call, *device),
            Report::Queued { call, queue, .. } => self.tell_queued(*call, *queue, batch),
            Report::Diverted { call, queue, to } => self.tell_diverted((*call, *queue), *to, batch),
            Report::RouteRequested { call, point } => self.tell_route_requested(*call, *point),
            Report::RouteUsed { call, point, to, .. } => {
                self.tell_route_used(*call, *point, to.as_ref());
            }
            Report::NetworkReached { call, device: _, circuit } => {
                self.tell_network_reached(*call, *circuit);
            }
            Report::GlareLost { call, circuit } => self.forget_circuit(*call, *circuit),
            Report::Failed { call, device, cause } => {
                self.tell_failed((*call, *device), *cause, batch);
            }
            Report::Transferred { held, active, controller, .. } => {
                self.services.follow(*active, *held);
                self.tell_transferred(*held, *active, *controller);
            }
            Report::SingleStepTransferred { call, controller, to, number } => {
                self.tell_single_step_transferred(*call, *controller, *to, number);
            }
            Report::Deflected { call, device, to, number } => {
                self.tell_deflected(*call, *device, *to, number);
            }
            Report::Forwarded { call, device, number, rang } => {
                self.tell_passed_on((*call, *device), number, *rang, CallState::Forwarded);
            }
            Report::Covered { call, device, number, rang } => {
                self.tell_passed_on((*call, *device), number, *rang, CallState::Covered);
            }
            Report::PickedUp { call, device, by } => self.tell_picked_up(*call, *device, *by),
            Report::Parked { call, device, at } => self.tell_parked(*call, *device, *at),
            Report::Unparked { call, device, .. } => self.tell_unparked(*call, *device),
            Report::SingleStepConferenced { call, controller, to } => {
                self.tell_single_step_conferenced(*call, *controller, *to);
            }
            Report::Observed { call, device, agent, voice } => {
                self.tell_observed(*call, *device, *agent, *voice);
            }
            Report::ObserverHeard { call, device, voice } => {
                self.tell_observer_heard(*call, *device, *voice);
            }
            Report::SetAside { call, device, by } => self.tell_set_aside(*call, *device, *by),
            Report::TakenBack { call, device, by } => self.tell_taken_back(*call, *device, *by),
            Report::MonitoringSet { device, agent, scope, .. } => {
                self.tell_monitoring_set(*device, *agent, *scope);
            }
            Report::MonitoringCancelled { device, agent } => {
                self.tell_monitoring_cancelled(*device, *agent);
            }
            Report::DigitsGenerated { call, device, digits } => {
                self.tell_digits(*call, *device, digits.as_str());
            }
            Report::Muted { call, device } => self.tell_mute(*call, *device, true),
            Report::Unmuted { call, device } => self.tell_mute(*call, *device, false),
            Report::IsSet { device, setting } => self.tell_setting(*device, setting),
            Report::Conferenced { held, active, controller, .. } => {
                self.services.follow(*active, *held);
                self.tell_conferenced(*held, *active, *controller);
            }
            Report::Cleared { call, device, was: _, cause, by } => {
                let leaving =
                    leaving::Leaving { call: *call, device: *device, cause: *cause, by: *by };
                self.tell_cleared(&leaving, batch);
            }
            Report::AnswerDetected { call, device } => self.note_answer(*call, *device),
            Report::Classified { call, answerer, .. } => self.note_classified(*call, *answerer),
            Report::CallCleared { call } => {
                let ended = self.calls.remove(*call);
                self.identity.ended(ended.as_ref().map(|call| call.facts.conn));
                if let Some(adding) = ended.and_then(|call| call.adding) {
                    self.refuse_adding(&adding);
                }
            }
            Report::VectorStep { call, command, .. } => self.follow_vector(*call, *command),
            Report::UserInformationSet { call, uui } => self.note_user_information(*call, uui),
            // What vectors do inside the switch shows only by the parties that come and go.
            Report::VectorEvent { .. }
            | Report::AnswerReturned { .. }
            | Report::DigitsPassed { .. } => {}
            Report::AgentLoggedOn { device, agent, queue } => {
                self.tell_logged_on(*device, agent, *queue);
            }
            Report::AgentLoggedOff { device, agent, queue, last } => {
                self.tell_logged_off(*device, agent, *queue, *last);
            }
            Report::AgentReady { device, agent, on_call: _ } => self.tell_ready(*device, agent),
            Report::AgentNotReady { device, agent, reason, on_call: _ } => {
                let silent = self.personality.rona_events == UnansweredEvents::WithoutWorkMode;
                if silent && batch.leaves_unanswered(*device) {
                    self.note_not_ready(*device, agent, reason.as_deref());
                } else {
                    self.tell_not_ready(*device, agent, reason.as_deref());
                }
            }
            Report::AgentWorkingAfterCall { device, agent, on_call: _ } => {
                self.tell_after_call_work(*device, agent);
            }
        }
    }
}
