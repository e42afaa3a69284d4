//! What the log tells of the gateway's work: fed from what goes out, never from inside the core.
//!
//! Neither the names of sessions nor passwords nor the data of calls are written here.

use gateway_core::{
    middleware::{AgentState, Command, Event, Order},
    reply::{Answer, Reply},
};

/// Tells of a reply: a session that begins, or a refusal.
pub(crate) fn reply(reply: &Reply) {
    let request = reply.request;
    match &reply.answer {
        Answer::Opened { snapshot, .. } => tracing::info!(dn = %snapshot.dn, "session opened"),
        Answer::Refused(refusal) => {
            let code = refusal.code.row().name;
            let (state, middleware_code) = (refusal.state, refusal.middleware_code);
            tracing::debug!(request, code, state, middleware_code, "refused");
        }
        Answer::Done
        | Answer::Call(_)
        | Answer::Events(_)
        | Answer::Snapshot(_)
        | Answer::Statistics(_)
        | Answer::Pending { .. } => tracing::trace!(request, "answered"),
    }
}

/// Tells of a command on its way to the middleware: who logs on where.
pub(crate) fn command(Command { id, dn, order }: &Command) {
    if let Order::LogOn { agent, .. } = order {
        tracing::info!(%dn, agent, "log-on asked for");
    } else {
        tracing::trace!(%dn, command = id.0, "command");
    }
}

/// Tells of what the middleware reports: the link, lost devices, log-offs, denials.
pub(crate) fn event(event: &Event) {
    match event {
        Event::LinkUp => tracing::info!("link up"),
        Event::LinkDown { reason } => tracing::info!(reason, "link down"),
        Event::RegistrationLost { dn, denial } => {
            tracing::warn!(%dn, reason = ?denial.reason, text = denial.text, "device lost");
        }
        Event::Denied { command, denial } => {
            let (reason, code) = (denial.reason, denial.code);
            tracing::debug!(command = command.0, ?reason, code, text = denial.text, "denied");
        }
        Event::Agent { dn, state: AgentState::LoggedOut, .. } => tracing::info!(%dn, "logged off"),
        Event::Agent { dn, .. } => tracing::trace!(%dn, "agent"),
        Event::Set { dn, .. } => tracing::trace!(%dn, "setting"),
        Event::Monitoring { dn, agent, begins, .. } => {
            tracing::debug!(%dn, %agent, begins, "monitoring");
        }
        Event::Registered { dn, .. } => tracing::trace!(%dn, "device registered"),
        Event::Dropped { why } => tracing::debug!(?why, "dropped"),
        Event::Done { command, .. } => tracing::trace!(command = command.0, "done"),
        Event::Queue { dn, call, .. } => tracing::trace!(%dn, %call, "queue"),
        Event::Call { dn, call, .. } => tracing::trace!(%dn, %call, "call"),
    }
}
