//! What can be done at this moment to what is selected.
//!
//! For a desktop's call this is exactly the list of actions that the gateway publishes; for a
//! telephone it follows from the state of its part in the call.

use scenarios::record::DeskCall;
use switch_sim::{id::CallId, world::Person};
use tserver_sim_control::view::{AgentState, ConnectionState};

use crate::{
    app::{App, Deed, Pane, Subject},
    attach::{self, Wanted},
    form::{FormKind, Missing},
    scene::Scene,
};

/// Something that can be done by whoever is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    Answer,
    Hold,
    Retrieve,
    Swap,
    CompleteTransfer,
    CompleteConference,
    CancelTransfer,
    CancelConference,
    Transfer,
    BlindTransfer,
    Conference,
    Release,
    RemoveParty,
    AttachData,
    Digits,
    Mute,
    Unmute,
    Redirect,
    SignOn,
    LogOn,
    LogOff,
    SignOff,
    Ready,
    NotReady,
    Lift,
    Dial,
    PutBack,
    Press,
}

/// An act that is possible, and what it comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    pub act: Act,
    /// What it is about, in a few words.
    pub label: String,
    pub plan: Plan,
}

/// What happens when an act is picked.
#[derive(Clone, Debug, PartialEq)]
pub enum Plan {
    /// This line is done.
    Line(String),
    /// A rig is asked for this.
    Ask(Wanted),
    /// This is done after a yes.
    Question(String, Deed),
    /// More has to be said first.
    Form(FormKind),
}

/// An act's row: its key, its word, the gateway's request for it.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub act: Act,
    pub key: char,
    pub word: &'static str,
    pub help: &'static str,
    /// The request about a call, as the gateway's list of actions names it.
    pub request: Option<&'static str>,
}

impl Act {
    /// The act's row in the table.
    pub fn row(self) -> &'static Row {
        let [first, ..] = &ROWS;
        ROWS.iter().find(|row| row.act == self).unwrap_or(first)
    }
}

/// Everything that can be done at this moment, in the order of the table; of two with the same
/// key the key means the first.
pub fn offers(app: &App) -> Vec<Offer> {
    let at_rig = matches!(app.scene, Scene::Rig(_));
    let mut offers = match app.subject() {
        None => Vec::new(),
        Some(_) if app.watching().is_some() => Vec::new(),
        Some(Subject::Person(name)) if at_desk(app) => desk_offers(app, &name),
        Some(Subject::Person(name)) => {
            let person = app.scene.world().people.iter().find(|person| person.name == name);
            let offers = if at_rig { attach::offers } else { phone_offers };
            person.map(|person| offers(app, person)).unwrap_or_default()
        }
        Some(Subject::Outside { name, call, device }) => {
            let offers = if at_rig { attach::outside_offers } else { outside_offers };
            offers(app, &name, call, &device)
        }
    };
    offers.sort_by_key(|offer| offer.act);
    offers
}

/// Whether the person selected acts at the desktop.
pub fn at_desk(app: &App) -> bool {
    app.desk.session.is_some() && !app.at_phone
}

/// The calls of the person selected, the one that is meant first.
pub fn desk_calls(app: &App) -> Vec<&DeskCall> {
    let mut calls: Vec<&DeskCall> = app.desk.calls.iter().collect();
    if matches!(app.pane(), Pane::Agents | Pane::Sessions) {
        calls.sort_by_key(|call| URGENT.iter().position(|state| *state == call.state));
        let turn = app.turn.checked_rem(calls.len()).unwrap_or(0);
        calls.rotate_left(turn);
    } else if let Some(selected) = app.selected_call().map(|call| app.scene.key_of(call)) {
        calls.sort_by_key(|call| call.name != selected);
    }
    calls
}

fn desk_offers(app: &App, who: &str) -> Vec<Offer> {
    let calls = desk_calls(app);
    let several = calls.len() > 1;
    let mut offers: Vec<Offer> = ROWS
        .iter()
        .filter_map(|row| {
            let request = row.request?;
            let allows = |call: &&&DeskCall| call.actions.iter().any(|action| action == request);
            let call = calls.iter().find(allows)?;
            let label =
                if several { format!("{} {}", row.word, call.name) } else { row.word.into() };
            Some(Offer { act: row.act, label, plan: desk_plan(row.act, request, who, call) })
        })
        .collect();
    if app.desk.linked {
        offers.extend(agent_offers(app, who));
    }
    offers
}

fn desk_plan(act: Act, request: &str, who: &str, call: &DeskCall) -> Plan {
    let (who, call) = (who.to_owned(), call.name.clone());
    let line = format!("{who} > {request} {call}");
    match act {
        Act::Release => {
            Plan::Question(format!("Release {call}? {who} leaves the call."), Deed::Line(line))
        }
        Act::Transfer | Act::BlindTransfer | Act::Conference => {
            Plan::Form(FormKind::HandOver { act, who, call })
        }
        Act::RemoveParty => Plan::Form(FormKind::RemoveParty { who, call }),
        Act::AttachData => Plan::Form(FormKind::AttachData { who, call }),
        Act::Digits => completed(line, Missing::Digits),
        Act::Redirect => completed(line, Missing::To),
        Act::CancelTransfer | Act::CancelConference => Plan::Question(
            format!("End the consultation? {who} goes back to {call}."),
            Deed::Line(line),
        ),
        Act::Answer
        | Act::Hold
        | Act::Retrieve
        | Act::Swap
        | Act::CompleteTransfer
        | Act::CompleteConference
        | Act::Mute
        | Act::Unmute
        | Act::SignOn
        | Act::LogOn
        | Act::LogOff
        | Act::SignOff
        | Act::Ready
        | Act::NotReady
        | Act::Lift
        | Act::Dial
        | Act::PutBack
        | Act::Press => Plan::Line(line),
    }
}

fn agent_offers(app: &App, who: &str) -> Vec<Offer> {
    let has_login = app.scene.world().people.iter().any(|p| p.name == who && p.login.is_some());
    let not_ready = || Plan::Form(FormKind::NotReady { who: who.to_owned(), at_phone: false });
    let line = |request: &str| Plan::Line(format!("{who} > {request}"));
    match app.desk.agent.as_str() {
        "loggedout" if has_login => vec![
            offer(Act::LogOn, line("AGENTINITIALIZE")),
            offer(Act::SignOff, line("CTICLIENTUNINITIALIZE")),
        ],
        "loggedout" => vec![offer(Act::SignOff, line("CTICLIENTUNINITIALIZE"))],
        "ready" => {
            vec![offer(Act::NotReady, not_ready()), offer(Act::LogOff, line("AGENTUNINITIALIZE"))]
        }
        _ => vec![
            offer(Act::Ready, line("SETAGENTSTATE ready")),
            offer(Act::NotReady, not_ready()),
            offer(Act::LogOff, line("AGENTUNINITIALIZE")),
        ],
    }
}

fn phone_offers(app: &App, person: &Person) -> Vec<Offer> {
    let who = person.name.as_str();
    let mut offers = Vec::new();
    if app.desk.session.is_none() {
        offers.push(offer(Act::SignOn, Plan::Line(format!("{who} > CTICLIENTINITIALIZE"))));
    }
    if let Some((state, _)) = app.scene.agent(person) {
        if !matches!(state, AgentState::Ready | AgentState::BusyReady) {
            offers.push(offer(Act::Ready, Plan::Line(format!("{who}.phone > READY"))));
        }
        let form = FormKind::NotReady { who: who.to_owned(), at_phone: true };
        offers.push(offer(Act::NotReady, Plan::Form(form)));
    }
    let phone = format!("{who}.phone");
    offers.extend(key_offers(app, person, &phone));
    offers.push(press(app, &phone));
    offers
}

/// What the keys of a telephone do with its calls, the selected one first; each key once. `leaver`:
/// who is said to leave a call.
pub(crate) fn key_offers(app: &App, person: &Person, leaver: &str) -> Vec<Offer> {
    let mut offers = Vec::new();
    let mut calls = app.scene.calls_at(person);
    let selected = app.selected_call();
    calls.sort_by_key(|call| Some(*call) != selected);
    let phone = format!("{}.phone", person.name);
    let stands = |wanted: &[ConnectionState]| {
        let mut states = calls.iter().filter_map(|call| app.scene.standing(*call, &person.dn));
        states.any(|state| wanted.contains(&state))
    };
    if stands(&[ConnectionState::Held]) && stands(ACTIVE) {
        let key = |act, key: &str| offer(act, Plan::Line(format!("{phone} > {key}")));
        offers.extend([
            key(Act::Swap, "ALTERNATE"),
            key(Act::CompleteTransfer, "TRANSFER"),
            key(Act::CompleteConference, "CONFERENCE"),
        ]);
        let text = format!("End the call? {leaver} goes back to the held one.");
        let line = Deed::Line(format!("{phone} > RECONNECT"));
        offers.push(offer(Act::CancelTransfer, Plan::Question(text, line)));
    }
    offers.extend(handset_offers(
        app,
        person,
        stands(ACTIVE) || stands(&[ConnectionState::Alerting]),
    ));
    for call in calls {
        for new in part_offers(app, (&phone, leaver), call, &person.dn) {
            if offers.iter().all(|offer: &Offer| offer.act != new.act) {
                offers.push(new);
            }
        }
    }
    offers
}

/// What the handset does while no call is in the way: it is lifted, dials, is put back.
fn handset_offers(app: &App, person: &Person, engaged: bool) -> Vec<Offer> {
    let who = person.name.as_str();
    let key = |act, key: &str| offer(act, Plan::Line(format!("{who}.phone > {key}")));
    if engaged {
        Vec::new()
    } else if app.scene.is_off_hook(&person.dn) {
        let dial = completed(format!("{who}.phone > DIAL"), Missing::Number);
        vec![offer(Act::Dial, dial), key(Act::PutBack, "ONHOOK")]
    } else {
        vec![key(Act::Lift, "OFFHOOK")]
    }
}

/// Any key of a telephone, or of somebody outside.
pub fn press(app: &App, who: &str) -> Offer {
    let call = app.selected_call().map(|call| app.scene.key_of(call));
    offer(Act::Press, Plan::Form(FormKind::Press { who: who.to_owned(), call }))
}

fn outside_offers(app: &App, who: &str, call: CallId, device: &str) -> Vec<Offer> {
    let mut offers = part_offers(app, (who, who), call, device);
    offers.retain(|offer| matches!(offer.act, Act::Answer | Act::Release | Act::Digits));
    offers.push(press(app, who));
    offers
}

/// What a telephone can do with its part in a call.
fn part_offers(app: &App, (who, leaver): (&str, &str), id: CallId, device: &str) -> Vec<Offer> {
    let Some(state) = app.scene.standing(id, device) else { return Vec::new() };
    let call = app.scene.key_of(id);
    let does = |act: Act, key: &str| {
        let line = format!("{who} > {key} {call}");
        let plan = if act == Act::Release {
            Plan::Question(format!("Hang up {call}? {leaver} leaves the call."), Deed::Line(line))
        } else {
            Plan::Line(line)
        };
        Offer { act, label: act.row().word.to_owned(), plan }
    };
    let hands_over = |act: Act| {
        let who = who.trim_end_matches(".phone").to_owned();
        offer(act, Plan::Form(FormKind::HandOver { act, who, call: call.clone() }))
    };
    let says =
        |act, key: &str, missing| offer(act, completed(format!("{who} > {key} {call}"), missing));
    let release = does(Act::Release, "HANGUP");
    match state {
        ConnectionState::Alerting => {
            vec![does(Act::Answer, "ANSWER"), release, says(Act::Redirect, "DEFLECT", Missing::To)]
        }
        ConnectionState::Connected => {
            let mute = if app.scene.is_muted(id, device) {
                does(Act::Unmute, "UNMUTE")
            } else {
                does(Act::Mute, "MUTE")
            };
            vec![
                does(Act::Hold, "HOLD"),
                hands_over(Act::Transfer),
                hands_over(Act::BlindTransfer),
                release,
                says(Act::Digits, "DIGITS", Missing::Digits),
                mute,
            ]
        }
        ConnectionState::Held => vec![does(Act::Retrieve, "RETRIEVE"), release],
        ConnectionState::Initiated | ConnectionState::Failed => vec![release],
        ConnectionState::Null | ConnectionState::Queued => Vec::new(),
    }
}

/// A line that has to say one thing more.
pub(crate) fn completed(line: String, missing: Missing) -> Plan {
    Plan::Form(FormKind::Complete { line, missing })
}

pub(crate) fn offer(act: Act, plan: Plan) -> Offer {
    Offer { act, label: act.row().word.to_owned(), plan }
}

const fn about_call(
    act: Act,
    key: char,
    word: &'static str,
    request: &'static str,
    help: &'static str,
) -> Row {
    Row { act, key, word, help, request: Some(request) }
}

const fn about_agent(act: Act, key: char, word: &'static str, help: &'static str) -> Row {
    Row { act, key, word, help, request: None }
}

/// Every act, in the order in which the bottom line shows them.
pub const ROWS: [Row; 28] = [
    about_call(Act::Answer, 'a', "answer", "ACCEPTCALL", "answers the call that rings"),
    about_call(Act::Hold, 'o', "hold", "HOLDCALL", "puts the call on hold"),
    about_call(Act::Retrieve, 'o', "retrieve", "RETRIEVECALL", "takes the held call back"),
    about_call(Act::Swap, 's', "swap to", "ALTERNATECALL", "changes to the held call"),
    about_call(
        Act::CompleteTransfer,
        't',
        "complete",
        "COMPLETETRANSFER",
        "hands the call over to whoever is consulted",
    ),
    about_call(
        Act::CompleteConference,
        'c',
        "join all",
        "COMPLETECONFERENCE",
        "joins everybody in one call",
    ),
    about_call(
        Act::CancelTransfer,
        'v',
        "cancel",
        "CANCELTRANSFER",
        "ends the consultation and goes back to the call",
    ),
    about_call(
        Act::CancelConference,
        'V',
        "cancel joining",
        "CANCELCONFERENCE",
        "ends the consultation and goes back to the call",
    ),
    about_call(
        Act::Transfer,
        't',
        "transfer",
        "INITIATETRANSFER",
        "holds the call and consults somebody who is to get it",
    ),
    about_call(Act::BlindTransfer, 'b', "blind", "BLINDTRANSFER", "sends the call on in one step"),
    about_call(
        Act::Conference,
        'c',
        "conference",
        "INITIATECONFERENCE",
        "holds the call and consults somebody who is to join it",
    ),
    about_call(Act::Release, 'x', "release", "RELEASECALL", "leaves the call"),
    about_call(
        Act::RemoveParty,
        'm',
        "remove party",
        "REMOVEPARTY",
        "takes somebody out of the conference",
    ),
    about_call(Act::AttachData, 'e', "data", "ATTACHDATA", "adds, changes or removes call data"),
    about_call(Act::Digits, '#', "digits", "SENDDTMF", "sends tones into the call"),
    about_call(Act::Mute, 'M', "mute", "MUTECALL", "lets nobody in the call hear this telephone"),
    about_call(Act::Unmute, 'M', "unmute", "UNMUTECALL", "is heard again"),
    about_call(
        Act::Redirect,
        'D',
        "redirect",
        "REDIRECTCALL",
        "sends the call that rings elsewhere instead of answering it",
    ),
    about_agent(Act::SignOn, 'g', "sign on", "opens the desktop's session at the gateway"),
    about_agent(Act::LogOn, 'g', "log on", "logs the agent on"),
    about_agent(Act::LogOff, 'g', "log off", "logs the agent off"),
    about_agent(Act::SignOff, 'G', "sign off", "ends the desktop's session"),
    about_agent(Act::Ready, 'r', "ready", "takes queue calls"),
    about_agent(Act::NotReady, 'u', "not ready", "takes no queue calls, and says why"),
    about_agent(
        Act::Lift,
        'f',
        "off-hook",
        "lifts the handset of a telephone without a call: dial tone",
    ),
    about_agent(Act::Dial, 'i', "dial", "dials a number on the lifted telephone"),
    about_agent(Act::PutBack, 'f', "on-hook", "puts the handset back"),
    about_agent(
        Act::Press,
        'y',
        "keys",
        "presses any key of the telephone: digits, mute, forward …",
    ),
];

/// Calls that a telephone is in and has not put aside.
const ACTIVE: &[ConnectionState] =
    &[ConnectionState::Connected, ConnectionState::Initiated, ConnectionState::Failed];

/// The states of a desktop's calls, the one that asks for an act first.
const URGENT: [&str; 5] = ["ringing", "connected", "dialing", "failed", "held"];
