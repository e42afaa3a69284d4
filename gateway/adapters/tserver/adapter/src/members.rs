//! Who is in a call of several, asked where the event by which it comes does not say.
//!
//! `OtherDN` names one party, and is absent where there are several; who came into a conference by a
//! redirection or a transfer is told no more than that it is one.

use gateway_core::id::{CallKey, Dn};
use tserver_wire::{AttributeId as A, Message};

use crate::{TServer, command, event, limits};

impl TServer {
    /// Asks who is in the call, if the event leaves that open.
    pub(crate) fn ask_for_members(&mut self, dn: &Dn, event: &Message) {
        let Some(call) = event.conn_id(A::CONN_ID).map(CallKey) else { return };
        if !event::leaves_members_open(event) {
            return;
        }
        let reference = self.pending.next_reference();
        self.questions.insert(reference);
        // A T-Server that never answers is not waited for.
        if self.questions.len() > limits::OPEN_QUESTIONS {
            self.questions.pop_first();
        }
        self.send(&command::query_call(dn, call).with(A::REFERENCE_ID, reference));
    }

    /// The T-Server has answered.
    pub(crate) fn members_are(&mut self, answer: &Message) {
        let asked = answer.integer(A::REFERENCE_ID);
        if !asked.is_some_and(|reference| self.questions.remove(&reference)) {
            return;
        }
        if let Some(told) = event::parties(answer) {
            self.tell(told);
        }
    }
}
