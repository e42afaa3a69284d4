//! Requests: one match from message to handler, one file per group.
//!
//! A handler asks the switch and returns; the answer is the event that the switch's reports lead to, or
//! [`Denial`] as `EventError`. A new request needs one arm here, and a row in [`SUPPORTED`].

mod agent;
mod call;
mod consult;
mod data;
mod distribute;
mod feature;
mod information;
mod monitor;
mod predictive;
mod query;
mod register;
mod route;
mod special;
mod treatment;
mod voice;

use switch_sim::{
    action::{Accepted, Action},
    id::{DeviceId, Number},
    personality::table::{Alternate, CtiAnswer, Predictive, Redirect, Snapshot, Tones},
    switch::Switch,
};
use tserver_wire::{AttributeId as A, KvList, KvValue, Message, MessageType as M, RegisterMode};

use crate::{
    call::Call,
    config::ConsultData,
    error::{Denial, ErrorKind},
    event::Draft,
    fault::Trouble,
    identity::ConnId,
    limits,
    link::LinkId,
    pending::{Origin, OriginId},
    plant::{Dn, Kind},
    server::TServerSim,
    user_data,
    wrap_up::Wishes,
};

impl TServerSim {
    /// Does what a client asks, or tells it why not.
    pub(crate) fn handle_request(&mut self, switch: &mut Switch, link: LinkId, message: &Message) {
        match self.faults.meet(self.now, link, message) {
            None | Some(Trouble::LoseAnswer) => {}
            Some(Trouble::Ignore) => return,
            Some(Trouble::Refuse(code)) => {
                return self.refuse_by_code(link, message, (code, "Refused on purpose"));
            }
        }
        let asked = asked(link, message).and_then(|ask| self.dispatch(switch, ask));
        if let Err(denial) = asked {
            self.refuse(link, message, &denial);
            if denial.kind == ErrorKind::InvalidConnId {
                self.clean_up_after(switch, message);
            }
        }
    }

    fn dispatch(&mut self, switch: &mut Switch, ask: Ask<'_>) -> Result<(), Denial> {
        if !self.is_serving() && concerns_numbers(ask.message.kind) {
            let text = "The link to the switch is down: wait for EventLinkConnected";
            return Err(Denial::new(ErrorKind::SwitchLinkDown, text));
        }
        require_here(ask)?;
        let reasons = ask.message.list(A::REASONS).map_or(0, KvList::packed_len);
        if reasons > limits::REASONS_BYTES {
            let text = format!("Reasons take at most {} bytes", limits::REASONS_BYTES);
            return Err(Denial::new(ErrorKind::InvalidAttribute, text));
        }
        self.require_supported(ask.message.kind)?;
        match ask.message.kind {
            M::REQUEST_REGISTER_ADDRESS => self.register(ask),
            M::REQUEST_UNREGISTER_ADDRESS => self.unregister(ask),
            M::REQUEST_QUERY_ADDRESS => self.query_address(ask),
            M::REQUEST_QUERY_SERVER => self.query_server(ask),
            M::REQUEST_AGENT_LOGIN => self.log_in(switch, ask),
            M::REQUEST_AGENT_LOGOUT => self.log_out(switch, ask),
            M::REQUEST_AGENT_READY => self.set_ready(switch, ask),
            M::REQUEST_AGENT_NOT_READY => self.set_not_ready(switch, ask),
            M::REQUEST_MAKE_CALL => self.make_call(switch, ask),
            M::REQUEST_MAKE_PREDICTIVE_CALL => self.make_predictive_call(switch, ask),
            M::REQUEST_ANSWER_CALL
            | M::REQUEST_RELEASE_CALL
            | M::REQUEST_HOLD_CALL
            | M::REQUEST_RETRIEVE_CALL => self.act_on_call(switch, ask),
            M::REQUEST_CLEAR_CALL => self.clear_call(switch, ask),
            M::REQUEST_DELETE_FROM_CONFERENCE => self.delete_from_conference(switch, ask),
            M::REQUEST_REDIRECT_CALL => self.redirect_call(switch, ask),
            M::REQUEST_SEND_DTMF => self.send_dtmf(switch, ask),
            M::REQUEST_SET_MUTE_ON | M::REQUEST_SET_MUTE_OFF => self.set_mute(switch, ask),
            M::REQUEST_SET_DND_ON
            | M::REQUEST_SET_DND_OFF
            | M::REQUEST_CALL_FORWARD_SET
            | M::REQUEST_CALL_FORWARD_CANCEL
            | M::REQUEST_SET_MESSAGE_WAITING_ON
            | M::REQUEST_SET_MESSAGE_WAITING_OFF => self.set_feature(switch, ask),
            M::REQUEST_SINGLE_STEP_CONFERENCE => self.single_step_conference(switch, ask),
            M::REQUEST_SINGLE_STEP_TRANSFER => self.single_step_transfer(switch, ask),
            M::REQUEST_INITIATE_TRANSFER | M::REQUEST_INITIATE_CONFERENCE => {
                self.initiate(switch, ask)
            }
            M::REQUEST_MUTE_TRANSFER => self.mute_transfer(switch, ask),
            M::REQUEST_COMPLETE_TRANSFER
            | M::REQUEST_COMPLETE_CONFERENCE
            | M::REQUEST_MERGE_CALLS
            | M::REQUEST_ALTERNATE_CALL
            | M::REQUEST_RECONNECT_CALL => self.act_on_two_calls(switch, ask),
            M::REQUEST_ATTACH_USER_DATA
            | M::REQUEST_UPDATE_USER_DATA
            | M::REQUEST_DELETE_PAIR
            | M::REQUEST_DELETE_USER_DATA => self.change_user_data(ask),
            _ => self.dispatch_special(switch, ask),
        }
    }

    /// Refuses what clients of this brand of switch cannot ask for.
    fn require_supported(&self, kind: M) -> Result<(), Denial> {
        let is = &self.personality;
        let missing = match kind {
            M::REQUEST_ANSWER_CALL => is.cti_answer_supported == CtiAnswer::No,
            M::REQUEST_ALTERNATE_CALL => is.alternate_supported == Alternate::No,
            M::REQUEST_SEND_DTMF => is.dtmf_supported == Tones::No,
            M::REQUEST_REDIRECT_CALL => is.deflect_supported == Redirect::No,
            M::REQUEST_MAKE_PREDICTIVE_CALL => is.outbound_predictive == Predictive::None,
            M::REQUEST_QUERY_ADDRESS => is.monitor_ack_snapshot == Snapshot::None,
            _ => false,
        };
        if missing {
            let text = format!("Unsupported operation: this kind of switch has no {kind}");
            return Err(Denial::new(ErrorKind::Unsupported, text));
        }
        Ok(())
    }

    /// Requests that are not about telephones and their calls.
    fn dispatch_special(&mut self, switch: &mut Switch, ask: Ask<'_>) -> Result<(), Denial> {
        match ask.message.kind {
            M::REQUEST_ROUTE_CALL => self.route_call(switch, ask),
            M::REQUEST_APPLY_TREATMENT
            | M::REQUEST_GIVE_MUSIC_TREATMENT
            | M::REQUEST_GIVE_SILENCE_TREATMENT
            | M::REQUEST_GIVE_RING_BACK_TREATMENT => self.apply_treatment(ask),
            M::REQUEST_DISTRIBUTE_EVENT => self.distribute_event(ask),
            M::REQUEST_DISTRIBUTE_USER_EVENT => self.distribute_user_event(ask),
            M::REQUEST_SEND_RETURN_RECEIPT => self.send_return_receipt(ask),
            M::REQUEST_COLLECT_DIGITS => self.collect_digits(ask),
            M::REQUEST_SET_CALL_INFO => self.set_call_info(ask),
            M::REQUEST_SET_DN_INFO => self.set_dn_info(ask),
            M::REQUEST_AGENT_SET_IDLE_REASON => self.set_idle_reason(ask),
            M::REQUEST_SET_INPUT_MASK => self.set_input_mask(ask),
            M::REQUEST_REGISTER_ALL => self.register_all(ask),
            M::REQUEST_UNREGISTER_ALL => self.unregister_all(ask),
            M::REQUEST_RESERVE_AGENT => self.reserve_agent(ask),
            M::REQUEST_GET_ACCESS_NUMBER => self.get_access_number(ask),
            M::REQUEST_RESERVE_AGENT_AND_GET_ACCESS_NUMBER => self.reserve_and_get_number(ask),
            M::REQUEST_LISTEN_DISCONNECT | M::REQUEST_LISTEN_RECONNECT => self.listen(switch, ask),
            M::REQUEST_MONITOR_NEXT_CALL => self.monitor_next_call(switch, ask),
            M::REQUEST_CANCEL_MONITORING => self.cancel_monitoring(switch, ask),
            M::REQUEST_START_CALL_MONITORING | M::REQUEST_STOP_CALL_MONITORING => {
                self.follow_calls(ask)
            }
            M::REQUEST_QUERY_CALL => self.query_call(ask),
            M::REQUEST_QUERY_SWITCH => self.query_switch(ask),
            M::REQUEST_QUERY_LOCATION => self.query_location(ask),
            other => {
                let text = format!("Unsupported operation: {other} is not for this T-Server");
                Err(Denial::new(ErrorKind::Unsupported, text))
            }
        }
    }

    /// The number a request is for; the client must have registered it, and not only to watch.
    fn own_dn(&self, ask: Ask<'_>) -> Result<DeviceId, Denial> {
        let device = self.dn_named(ask, A::THIS_DN)?;
        match self.registrations.mode(device, ask.link) {
            Some(RegisterMode::Share | RegisterMode::Private) => Ok(device),
            Some(RegisterMode::Monitor) => Err(Denial::new(
                ErrorKind::NotRegistered,
                "ThisDN is registered in ModeMonitor, which gives events only: register it in ModeShare",
            )),
            None => Err(Denial::new(
                ErrorKind::NotRegistered,
                "ThisDN is not registered by this client: send RequestRegisterAddress first",
            )),
        }
    }

    /// The number that an attribute names.
    fn dn_named(&self, ask: Ask<'_>, id: A) -> Result<DeviceId, Denial> {
        let dn = ask.text(id)?;
        self.plant.find(dn).ok_or_else(|| {
            Denial::new(ErrorKind::UnknownDn, format!("The switch has no number {dn} ({id})"))
        })
    }

    /// The queue that a request names, if it names one.
    fn queue_named(&self, ask: Ask<'_>) -> Result<Option<DeviceId>, Denial> {
        if ask.message.get(A::THIS_QUEUE).is_none() {
            return Ok(None);
        }
        let queue = self.dn_named(ask, A::THIS_QUEUE)?;
        if self.plant.kind(queue) == Some(Kind::Queue) {
            Ok(Some(queue))
        } else {
            let text = "ThisQueue names a number that is no queue";
            Err(Denial::new(ErrorKind::InvalidAttribute, text))
        }
    }

    /// The call that an attribute names, if `device` is a party of it.
    fn own_call(&self, ask: Ask<'_>, id: A, device: DeviceId) -> Result<&Call, Denial> {
        let call = self.call_named(ask, id)?;
        if call.party(device).is_some() {
            return Ok(call);
        }
        let conn = call.facts.conn;
        let text = format!("Invalid connection ID: ThisDN is not a party of call {conn} ({id})");
        Err(Denial::new(ErrorKind::InvalidConnId, text))
    }

    fn call_named(&self, ask: Ask<'_>, id: A) -> Result<&Call, Denial> {
        let conn = ask.message.conn_id(id).map(ConnId).ok_or_else(|| {
            Denial::new(ErrorKind::InvalidConnId, format!("Invalid connection ID: {id} is missing"))
        })?;
        self.calls.find(conn).ok_or_else(|| {
            let text = format!("Invalid connection ID: there is no call {conn} ({id})");
            Denial::new(ErrorKind::InvalidConnId, text)
        })
    }

    /// The list of user data in a request, refused when it alone is over the limit.
    fn given_data(&self, ask: Ask<'_>) -> Result<KvList, Denial> {
        let data = ask.message.list(A::USER_DATA).cloned().unwrap_or_default();
        self.require_fitting(&data)?;
        Ok(data)
    }

    fn require_fitting(&self, data: &KvList) -> Result<(), Denial> {
        let (size, limit) = (data.packed_len(), self.config.user_data_limit);
        if size > limit || data.0.len() > tserver_wire::limits::PAIRS_PER_LIST {
            let pairs = data.0.len();
            let text = format!(
                "The user data would take {size} bytes in {pairs} pairs, the limit is {limit} bytes"
            );
            return Err(Denial::new(ErrorKind::UserDataTooLong, text));
        }
        if user_data::depth(data) > limits::USER_DATA_DEPTH {
            let text = format!("User data nest at most {} deep", limits::USER_DATA_DEPTH);
            return Err(Denial::new(ErrorKind::InvalidAttribute, text));
        }
        Ok(())
    }

    /// A request as its effects will need it; handlers fill in what only they know.
    fn origin(&self, ask: Ask<'_>, device: DeviceId, answer: M) -> Origin {
        let mode = ask.extension(CONSULT_USER_DATA).and_then(ConsultData::from_name);
        Origin {
            link: ask.link,
            reference: ask.reference,
            device,
            conn: ask.message.conn_id(A::CONN_ID),
            answer,
            reasons: ask.message.list(A::REASONS).cloned(),
            data: KvList::new(),
            to: None,
            consult_data: mode.unwrap_or(self.config.consult_data),
            work_mode: None,
            waits_for_answer: false,
            refused: None,
            reason: None,
            wishes: Wishes::default(),
            answered: false,
        }
    }

    /// Sends whoever asked an event that answers the request.
    fn answer(&mut self, ask: Ask<'_>, event: Message) {
        self.stamp_and_transmit(ask.link, event.with(A::REFERENCE_ID, ask.reference));
    }

    /// Sends the clients of a number an event that answers a request about it.
    fn emit_answer(&mut self, ask: Ask<'_>, device: DeviceId, event: Draft) -> Result<(), Denial> {
        self.emit_for(self.origin(ask, device, event.kind), event)
    }

    /// Sends the clients of a number an event that answers a request kept until it could be
    /// answered.
    fn emit_for(&mut self, origin: Origin, event: Draft) -> Result<(), Denial> {
        let request = self.pending.open(origin)?;
        let before = self.current.replace(request);
        self.emit(event);
        self.current = before;
        drop(self.pending.close(request));
        Ok(())
    }

    /// Asks the switch for one thing on behalf of a request.
    fn act(
        &mut self,
        switch: &mut Switch,
        origin: Origin,
        action: Action,
    ) -> Result<(OriginId, Accepted), Denial> {
        let id = self.pending.open(origin)?;
        self.act_further(switch, id, action).map(|accepted| (id, accepted)).inspect_err(|_| {
            drop(self.pending.close(id));
        })
    }

    /// Asks the switch for one more thing on behalf of the same request.
    fn act_further(
        &mut self,
        switch: &mut Switch,
        id: OriginId,
        action: Action,
    ) -> Result<Accepted, Denial> {
        let accepted = switch.handle_action(action)?;
        self.pending.bind(accepted.action, id);
        Ok(accepted)
    }

    /// Answers requests that the switch accepted without anything to report: what the client
    /// asked for is so already. Called when everything the switch reported has been told.
    pub(crate) fn settle_requests(&mut self) {
        for origin in self.pending.settle() {
            if origin.answered {
                continue;
            }
            if let Some((request, denial)) = origin.refused.as_deref() {
                self.refuse(origin.link, request, denial);
                continue;
            }
            let text = "The switch accepted the request, and nothing came of it";
            self.deny(&origin, &Denial::new(ErrorKind::WrongState, text));
        }
    }

    /// Tells a client that a request of which only its effects are kept has come to nothing.
    pub(crate) fn deny(&mut self, origin: &Origin, denial: &Denial) {
        let mut request = Message::new(origin.answer).with(A::REFERENCE_ID, origin.reference);
        if let Some(dn) = self.plant.dn(origin.device) {
            request.push(A::THIS_DN, dn.as_ref());
        }
        if let Some(conn) = origin.conn {
            request.push(A::CONN_ID, conn);
        }
        self.refuse(origin.link, &request, denial);
    }
}

/// The request in a message, refused where nobody could tell the answer by its reference: a request
/// has a ReferenceID, and so have the events that answer it (PSDK T-Library reference, `EventError`,
/// `EventACK`, `EventRegistered`).
fn asked(link: LinkId, message: &Message) -> Result<Ask<'_>, Denial> {
    let reference = message.integer(A::REFERENCE_ID).ok_or_else(|| {
        let text = format!("{} needs ReferenceID, a number for its answer to repeat", message.kind);
        Denial::new(ErrorKind::InvalidAttribute, text)
    })?;
    Ok(Ask { link, message, reference })
}

/// Refuses what is for another location: none is connected. Two requests ask about locations.
fn require_here(ask: Ask<'_>) -> Result<(), Denial> {
    let elsewhere = ask.message.string(A::LOCATION).is_some_and(|location| !location.is_empty());
    if elsewhere && ask.message.kind != M::REQUEST_QUERY_LOCATION {
        let text = "No other location is connected to this T-Server: leave Location out";
        return Err(Denial::new(ErrorKind::Unsupported, text));
    }
    Ok(())
}

/// Whether a request needs the link to the switch: what a client asks of the T-Server itself does not
/// (PSDK T-Library reference, `TRegisterAddress`: requests about DNs wait for `EventLinkConnected`).
fn concerns_numbers(kind: M) -> bool {
    ![M::REQUEST_QUERY_SERVER, M::REQUEST_SET_INPUT_MASK].contains(&kind)
}

/// A request and who sent it.
#[derive(Clone, Copy)]
struct Ask<'a> {
    link: LinkId,
    message: &'a Message,
    /// What the answer repeats.
    reference: i32,
}

impl<'a> Ask<'a> {
    /// The text of an attribute that the request cannot do without.
    fn text(self, id: A) -> Result<&'a str, Denial> {
        self.message.string(id).filter(|text| !text.is_empty()).ok_or_else(|| {
            let text = format!("{} needs {id}", self.message.kind);
            Denial::new(ErrorKind::InvalidAttribute, text)
        })
    }

    /// The number to call: OtherDN.
    fn destination(self) -> Result<(Number, Dn), Denial> {
        let text = self.text(A::OTHER_DN)?;
        let number = Number::new(text).map_err(|error| {
            Denial::new(ErrorKind::InvalidCalledDn, format!("Invalid Called DN: {error}"))
        })?;
        Ok((number, Dn::from(text)))
    }

    /// The text of a key of Extensions.
    fn extension(self, key: &str) -> Option<&'a str> {
        self.message.list(A::EXTENSIONS)?.string(key)
    }

    /// A code, from Reasons or Extensions, as text.
    fn reason_code(self, key: &str) -> Option<String> {
        [A::REASONS, A::EXTENSIONS].into_iter().find_map(|id| {
            match self.message.list(id)?.get(key)? {
                KvValue::String(text) => Some(text.clone()),
                KvValue::Integer(number) => Some(number.to_string()),
                KvValue::Binary(_) | KvValue::List(_) | KvValue::Opaque { .. } => None,
            }
        })
    }
}

/// The key of Extensions that says how a consultation call's user data begin.
const CONSULT_USER_DATA: &str = "ConsultUserData";

/// Every request that is not refused as unsupported.
pub(crate) const SUPPORTED: &[M] = &[
    M::REQUEST_QUERY_SERVER,
    M::REQUEST_QUERY_ADDRESS,
    M::REQUEST_REGISTER_ADDRESS,
    M::REQUEST_UNREGISTER_ADDRESS,
    M::REQUEST_AGENT_LOGIN,
    M::REQUEST_AGENT_LOGOUT,
    M::REQUEST_AGENT_READY,
    M::REQUEST_AGENT_NOT_READY,
    M::REQUEST_MAKE_CALL,
    M::REQUEST_MAKE_PREDICTIVE_CALL,
    M::REQUEST_ANSWER_CALL,
    M::REQUEST_RELEASE_CALL,
    M::REQUEST_HOLD_CALL,
    M::REQUEST_RETRIEVE_CALL,
    M::REQUEST_INITIATE_CONFERENCE,
    M::REQUEST_COMPLETE_CONFERENCE,
    M::REQUEST_DELETE_FROM_CONFERENCE,
    M::REQUEST_INITIATE_TRANSFER,
    M::REQUEST_MUTE_TRANSFER,
    M::REQUEST_SINGLE_STEP_TRANSFER,
    M::REQUEST_SINGLE_STEP_CONFERENCE,
    M::REQUEST_MONITOR_NEXT_CALL,
    M::REQUEST_CANCEL_MONITORING,
    M::REQUEST_COMPLETE_TRANSFER,
    M::REQUEST_MERGE_CALLS,
    M::REQUEST_ALTERNATE_CALL,
    M::REQUEST_RECONNECT_CALL,
    M::REQUEST_ATTACH_USER_DATA,
    M::REQUEST_UPDATE_USER_DATA,
    M::REQUEST_DELETE_USER_DATA,
    M::REQUEST_DELETE_PAIR,
    M::REQUEST_CLEAR_CALL,
    M::REQUEST_REGISTER_ALL,
    M::REQUEST_UNREGISTER_ALL,
    M::REQUEST_SET_INPUT_MASK,
    M::REQUEST_ROUTE_CALL,
    M::REQUEST_GIVE_MUSIC_TREATMENT,
    M::REQUEST_GIVE_SILENCE_TREATMENT,
    M::REQUEST_GIVE_RING_BACK_TREATMENT,
    M::REQUEST_DISTRIBUTE_USER_EVENT,
    M::REQUEST_DISTRIBUTE_EVENT,
    M::REQUEST_LISTEN_DISCONNECT,
    M::REQUEST_LISTEN_RECONNECT,
    M::REQUEST_QUERY_CALL,
    M::REQUEST_APPLY_TREATMENT,
    M::REQUEST_QUERY_SWITCH,
    M::REQUEST_GET_ACCESS_NUMBER,
    M::REQUEST_RESERVE_AGENT,
    M::REQUEST_QUERY_LOCATION,
    M::REQUEST_START_CALL_MONITORING,
    M::REQUEST_STOP_CALL_MONITORING,
    M::REQUEST_REDIRECT_CALL,
    M::REQUEST_SEND_DTMF,
    M::REQUEST_SET_MUTE_ON,
    M::REQUEST_SET_MUTE_OFF,
    M::REQUEST_SET_DND_ON,
    M::REQUEST_SET_DND_OFF,
    M::REQUEST_CALL_FORWARD_SET,
    M::REQUEST_CALL_FORWARD_CANCEL,
    M::REQUEST_SET_MESSAGE_WAITING_ON,
    M::REQUEST_SET_MESSAGE_WAITING_OFF,
    M::REQUEST_COLLECT_DIGITS,
    M::REQUEST_SET_CALL_INFO,
    M::REQUEST_SET_DN_INFO,
    M::REQUEST_AGENT_SET_IDLE_REASON,
    M::REQUEST_SEND_RETURN_RECEIPT,
    M::REQUEST_RESERVE_AGENT_AND_GET_ACCESS_NUMBER,
];
