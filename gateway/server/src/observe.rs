//! What the log tells of the gateway's work: fed from what goes out, never from inside the core.
//!
//! Neither session ids nor passwords nor the data of calls are ever written here.

use gateway_core::reply::{Answer, Reply};

/// Tells of a reply: a session or an agent that came or went, or a refusal.
pub(crate) fn reply(reply: &Reply) {
    let request = reply.request;
    match &reply.answer {
        Answer::Opened { snapshot, .. } => tracing::info!(dn = %snapshot.dn, "session opened"),
        Answer::Done if LOG_ONS.contains(&request) => tracing::info!(request, "done"),
        Answer::Refused(refusal) => {
            let code = refusal.code.row().name;
            let (state, middleware_code) = (refusal.state, refusal.middleware_code);
            tracing::debug!(request, code, state, middleware_code, "refused");
        }
        Answer::Done
        | Answer::Call(_)
        | Answer::Events(_)
        | Answer::Snapshot(_)
        | Answer::Pending { .. } => tracing::trace!(request, "answered"),
    }
}

/// Requests by which somebody comes or goes.
const LOG_ONS: [&str; 3] = ["AGENTINITIALIZE", "AGENTUNINITIALIZE", "CTICLIENTUNINITIALIZE"];
