//! Every number: the telephones, queues and routing points, and the numbers that lead to them.

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::Span,
    widgets::Row,
};
use switch_sim::{time::SimTime, world::Destination};
use tserver_sim_control::view::{Device, DeviceKind};

use super::{call, device, list::List};
use crate::{
    app::{App, Pane},
    rows::{self, DeviceRow},
    theme::Role,
};

/// The view of numbers: the list, and the selected device beside its call.
pub fn view(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let [top, bottom] = areas(area);
    draw(app, frame, top);
    let [left, right] =
        Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]).spacing(1).areas(bottom);
    device::draw(app, frame, left);
    call::draw(app, frame, right);
}

/// The list, and what is below it.
pub fn areas(area: Rect) -> [Rect; 2] {
    Layout::vertical([Constraint::Fill(3), Constraint::Fill(2)]).areas(area)
}

fn draw(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let columns = [
        ("DN", Constraint::Length(8)),
        ("kind", Constraint::Length(13)),
        ("name", Constraint::Fill(1)),
        ("agent", Constraint::Length(10)),
        ("for", Constraint::Length(6)),
        ("calls", Constraint::Fill(1)),
        ("features", Constraint::Fill(1)),
        ("gateway", Constraint::Length(10)),
    ];
    let shown = app.shown_devices();
    let registered = app.scene.own().map(|recorder| recorder.rig().registered());
    let list = List {
        pane: Pane::Devices,
        title: "Numbers".into(),
        columns: &columns,
        count: shown.len(),
    };
    list.draw(app, frame, area, |at| match shown.get(at) {
        Some(DeviceRow::Device(number)) => {
            let known =
                registered.as_ref().is_some_and(|known| known.iter().any(|dn| dn == number));
            app.scene.device(number).map(|device| row(app, device, known)).unwrap_or_default()
        }
        Some(DeviceRow::Dialled(number, to)) => Row::new([
            Span::raw((*number).to_owned()),
            Span::styled("dialled", app.theme.style(Role::Faint)),
            Span::raw(leads_to(to)),
        ]),
        None => Row::default(),
    });
}

fn row(app: &App, device: Device, registered: bool) -> Row<'static> {
    let (state, role, since) = match &device.agent {
        Some(agent) => {
            let (word, role) = rows::agent_word(agent.state);
            (word, role, Some(SimTime(agent.since_ms)))
        }
        None => ("", Role::Faint, None),
    };
    Row::new([
        Span::raw(device.number.clone()),
        Span::raw(kind(device.kind)),
        Span::raw(device.name.clone().unwrap_or_default()),
        Span::styled(state, app.theme.style(role)),
        Span::raw(since.map(|since| app.age(since)).unwrap_or_default()),
        Span::raw(calls(app, &device)),
        Span::styled(features(&device), app.theme.style(Role::Held)),
        Span::styled(if registered { "registered" } else { "" }, app.theme.style(Role::Faint)),
    ])
}

/// A row as text, to be searched.
pub fn text(app: &App, row: DeviceRow<'_>) -> String {
    match row {
        DeviceRow::Dialled(number, to) => format!("{number} dialled {}", leads_to(to)),
        DeviceRow::Device(number) => {
            let Some(device) = app.scene.device(number) else { return String::new() };
            let state = device.agent.as_ref().map_or("", |agent| rows::agent_word(agent.state).0);
            let name = device.name.as_deref().unwrap_or_default();
            let (kind, calls) = (kind(device.kind), calls(app, &device));
            format!("{number} {kind} {name} {state} {calls} {}", features(&device))
        }
    }
}

fn calls(app: &App, device: &Device) -> String {
    let names = device.calls.iter().map(|call| app.scene.key_of_named(call));
    names.collect::<Vec<_>>().join(" ")
}

fn features(device: &Device) -> String {
    let mut words = Vec::new();
    words.extend(device.off_hook.then(|| "off hook".to_owned()));
    words.extend(device.do_not_disturb.then(|| "do not disturb".to_owned()));
    words.extend(device.send_all_calls.then(|| "sends all calls".to_owned()));
    words.extend(device.message_waiting.then(|| "lamp".to_owned()));
    words.extend(device.forwarded_to.as_ref().map(|to| format!("forwards to {to}")));
    words.join(", ")
}

fn kind(kind: DeviceKind) -> &'static str {
    match kind {
        DeviceKind::Extension => "extension",
        DeviceKind::Queue => "queue",
        DeviceKind::RoutingPoint => "routing point",
        DeviceKind::VirtualQueue => "virtual queue",
        DeviceKind::Circuit => "circuit",
    }
}

/// Where a number that is dialled leads.
fn leads_to(to: &Destination) -> String {
    match to {
        Destination::Queue(name) => format!("queue {name}"),
        Destination::Extension(number) => format!("extension {number}"),
        Destination::Vector(name) => format!("vector {name}"),
        Destination::RoutingPoint(name) => format!("routing point {name}"),
        Destination::HuntGroup(members) => format!("hunt group {}", members.join(", ")),
    }
}
