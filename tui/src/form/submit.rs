//! What a form comes to once it is sent.

use std::path::{Path, PathBuf};

use scenario_lang::{Spanned, step::Pair, vocabulary::Operand};

use super::{Form, FormKind, Missing};
use crate::{
    acts::{Act, at_desk},
    app::{App, Mode},
    keep::Keeping,
    message::Effect,
    pane::ladder::export,
    traffic::{Plan, Traffic},
};

/// Sends a form; one that cannot be sent stays open and says why.
pub fn submit(app: &mut App, mut form: Form) {
    let sent = match &form.kind {
        FormKind::Call => call(app, &form),
        FormKind::HandOver { act, who, call } => hand_over(app, &form, *act, (who, call)),
        FormKind::RemoveParty { who, call } => {
            let party = number(app, &form.value("party"));
            act(app, &format!("{who} > REMOVEPARTY {call} party={party}"))
        }
        FormKind::AttachData { who, call } => attach_data(app, &form, who, call),
        FormKind::NotReady { who, at_phone } => not_ready(app, &form, who, *at_phone),
        FormKind::Complete { line, missing } => {
            let to = number(app, &form.value("to"));
            let said = match missing {
                Missing::Number => to,
                Missing::To => pair("to", &to),
                Missing::Digits => pair("digits", &form.value("digits")),
            };
            act(app, &format!("{line} {said}"))
        }
        FormKind::Traffic => traffic(app, &form),
        FormKind::Fault => fault(app, &form),
        FormKind::Press { who, .. } => press(app, &form, who),
        FormKind::Write => write(app, &form),
        FormKind::Open => {
            app.effects.push(Effect::Open(PathBuf::from(form.value("file"))));
            Ok(())
        }
        FormKind::Export => {
            let path = PathBuf::from(form.value("file"));
            let text = export::export(app, &path);
            app.effects.push(Effect::Export { path, text });
            Ok(())
        }
    };
    match sent {
        Ok(()) => {
            if let Some(name) = form.kind.memory() {
                let values = form.fields.iter().map(|field| field.line.text().to_owned());
                app.remembered.insert(name, values.collect());
            }
            app.mode = Mode::Panes;
        }
        Err(problem) => {
            form.problem = Some(problem);
            app.mode = Mode::Form(form);
        }
    }
}

fn call(app: &mut App, form: &Form) -> Result<(), String> {
    let from = form.value("from");
    let to = number(app, &form.value("to"));
    let data = data_pairs(&form.value("data"))?;
    if to.is_empty() {
        return Err("say which number is dialled".into());
    }
    if app.scene.is_outside(&from) {
        let given = [("trunk", form.value("trunk")), ("ani", form.value("ani"))];
        let given = given.into_iter().filter(|(_, value)| !value.is_empty());
        let given: String = given.map(|(key, value)| format!(" {key}={value}")).collect();
        return act(app, &format!("{from} > DIAL {to}{given}{data}"));
    }
    if !app.scene.is_person(&from) {
        return Err(format!("there is nobody called `{from}`; ↑ and ↓ show who there is"));
    }
    if app.at_phone || !app.has_session(&from) {
        return act(app, &format!("{from}.phone > DIAL {to}"));
    }
    act(app, &format!("{from} > MAKECALL {to}{data}"))
}

fn hand_over(
    app: &mut App,
    form: &Form,
    what: Act,
    (who, call): (&str, &str),
) -> Result<(), String> {
    let to = number(app, &form.value("to"));
    let line = if at_desk(app) {
        let data = data_pairs(&form.value("data"))?;
        let request = what.row().request.unwrap_or_default();
        format!("{who} > {request} {call} to={to}{data}")
    } else if what == Act::BlindTransfer {
        format!("{who}.phone > BLINDTRANSFER {call} to={to}")
    } else {
        format!("{who}.phone > CONSULT {to} call={call}")
    };
    act(app, &line)
}

fn attach_data(app: &mut App, form: &Form, who: &str, call: &str) -> Result<(), String> {
    let data = data_pairs(&form.value("data"))?;
    let deleted = form.value("delete");
    let deleted =
        if deleted.is_empty() { deleted } else { format!(" {}", pair("delete", &deleted)) };
    if data.is_empty() && deleted.is_empty() {
        return Err("say what is added or removed".into());
    }
    act(app, &format!("{who} > ATTACHDATA {call}{data}{deleted}"))
}

fn not_ready(app: &mut App, form: &Form, who: &str, at_phone: bool) -> Result<(), String> {
    let reason = form.value("reason");
    let reason = if reason.is_empty() { reason } else { format!(" {}", pair("reason", &reason)) };
    let line = if at_phone {
        format!("{who}.phone > NOTREADY{reason}")
    } else {
        format!("{who} > SETAGENTSTATE notready{reason}")
    };
    act(app, &line)
}

fn traffic(app: &mut App, form: &Form) -> Result<(), String> {
    let whole = |label: &str, most: u32| {
        let text = form.value(label);
        let number = text.parse::<u32>().ok().filter(|number| (1..=most).contains(number));
        number.ok_or_else(|| format!("{label} is a whole number of 1 to {most}, not `{text}`"))
    };
    let plan = Plan {
        per_minute: whole("rate", 6000)?,
        to: number(app, &form.value("to")),
        talk_seconds: whole("talk", 3600)?,
        patience_seconds: whole("patience", 3600)?,
    };
    if app.scene.world().outside.is_empty() {
        return Err("this world has nobody outside who could call".into());
    }
    app.say(format!("{} calls per minute to {}", plan.per_minute, plan.to));
    match &mut app.traffic {
        Some(traffic) => traffic.resume(plan, app.scene.now()),
        None => app.traffic = Some(Traffic::new(plan, app.site.seed, app.scene.now())),
    }
    Ok(())
}

fn fault(app: &mut App, form: &Form) -> Result<(), String> {
    let fault = form.value("fault");
    let Some((what, name)) = fault.split_once(' ') else {
        return Err("say what breaks and how, such as: link cut".into());
    };
    let lasting = form.value("for");
    let lasting = if lasting.is_empty() { lasting } else { format!("for {lasting}") };
    act(app, &said(&[what, "!", name, &form.value("with"), &lasting]))
}

fn press(app: &mut App, form: &Form, who: &str) -> Result<(), String> {
    let (key, call) = (form.value("key"), form.value("call"));
    let words = app.scene.words();
    let words = words.phone.iter().chain(&words.outside);
    let about_call = words.filter(|word| word.name == key).any(|word| match word.operand {
        Operand::Call | Operand::OptionalCall => true,
        Operand::None | Operand::Number | Operand::Word => false,
    });
    let call = if about_call { call } else { String::new() };
    act(app, &said(&[who, ">", &key, &call, &form.value("with")]))
}

/// The words of a line, those that are empty left out.
fn said(words: &[&str]) -> String {
    words.iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

fn write(app: &mut App, form: &Form) -> Result<(), String> {
    let path = PathBuf::from(form.value("file"));
    if path.extension() != Some("scn".as_ref()) || path == Path::new(".scn") {
        return Err("the file's name ends with .scn".into());
    }
    let recorder = app.scene.own_mut().filter(|recorder| !recorder.is_empty());
    let Some(recorder) = recorder else { return Err("nothing has been done yet".into()) };
    let story = recorder.scenario(&form.value("title"), &app.site.name);
    app.effects.push(Effect::Write(Keeping {
        replaces: app.kept.as_ref() == Some(&path),
        path,
        story: scenario_lang::print(&story),
        world_name: app.site.name.clone(),
        world: app.site.text.clone(),
        seed: app.site.seed,
    }));
    Ok(())
}

/// Does a line; why it could not be done.
fn act(app: &mut App, line: &str) -> Result<(), String> {
    if app.act(line) { Ok(()) } else { Err(app.status.text.clone()) }
}

/// The number of somebody named, else what was written.
fn number(app: &App, text: &str) -> String {
    let world = app.scene.world();
    let inside = world.people.iter().find(|person| person.name == text).map(|p| p.dn.clone());
    let outside = world.outside.iter().find(|outsider| outsider.name == text);
    let queue = world.queues.iter().find(|queue| queue.name == text).map(|queue| queue.dn.clone());
    inside
        .or_else(|| outside.and_then(|outsider| outsider.number.clone()))
        .or(queue)
        .unwrap_or_else(|| text.to_owned())
}

/// `case=4711 note="two words"` as pairs of call data.
fn data_pairs(text: &str) -> Result<String, String> {
    let mut pairs = String::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (key, value) = rest
            .split_once('=')
            .ok_or_else(|| format!("call data are written key=value, not `{rest}`"))?;
        let key = key.trim();
        if key.is_empty() || key.contains(char::is_whitespace) {
            return Err(format!("call data are written key=value, not `{rest}`"));
        }
        let (value, after) = match value.strip_prefix('"').and_then(|quoted| quoted.split_once('"'))
        {
            Some((value, after)) => (value, after),
            None => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        pairs += " ";
        pairs += &pair(&format!("data.{key}"), value);
        rest = after.trim_start();
    }
    Ok(pairs)
}

fn pair(key: &str, value: &str) -> String {
    let text = |text: &str| Spanned::new(text.to_owned(), Default::default());
    Pair { key: text(key), value: text(value) }.to_string()
}
