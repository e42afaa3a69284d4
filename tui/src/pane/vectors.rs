//! Call vectors: the listing of each, with the calls at their steps and how long they stay there.

use std::collections::BTreeMap;

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::Span,
    widgets::Row,
};
use switch_sim::time::SimTime;
use tserver_sim_control::{
    call_id,
    view::{AtStep, Vector},
};

use super::{call, list::List};
use crate::{
    app::{App, Pane},
    rows,
    theme::Role,
};

/// A row of the list of vectors.
#[derive(Clone, Debug, PartialEq)]
pub enum VectorRow {
    /// A vector, the numbers that lead to it, and the calls that it has.
    Vector { name: String, numbers: Vec<String>, calls: Vec<AtStep> },
    /// A step of the vector above it, and the calls that stand on it.
    Step { number: u8, text: String, calls: Vec<AtStep> },
    /// A call that stands on the step above it.
    Call(AtStep),
}

impl VectorRow {
    /// The call of the row, or the first of several.
    pub fn call(&self) -> Option<&str> {
        let first = match self {
            Self::Vector { calls, .. } | Self::Step { calls, .. } => calls.first()?,
            Self::Call(at) => at,
        };
        Some(&first.call)
    }
}

/// The view of vectors, and the selected call in full.
pub fn view(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let [top, bottom] = areas(area);
    draw(app, frame, top);
    call::draw(app, frame, bottom);
}

/// The list, and what is below it.
pub fn areas(area: Rect) -> [Rect; 2] {
    Layout::vertical([Constraint::Fill(1), Constraint::Length(6)]).areas(area)
}

/// The vectors whose names, numbers or steps have the words of the filter, with their steps.
pub fn rows(app: &App) -> Vec<VectorRow> {
    let filter = app.filter(Pane::Vectors);
    let mut rows = Vec::new();
    for vector in app.scene.vectors() {
        if filter.is_empty() || rows::fits(filter, &text(app, &vector)) {
            push(&mut rows, vector);
        }
    }
    rows
}

fn push(rows: &mut Vec<VectorRow>, vector: Vector) {
    let mut at: BTreeMap<u8, Vec<AtStep>> = BTreeMap::new();
    for call in &vector.calls {
        at.entry(call.step).or_default().push(call.clone());
    }
    let Vector { name, numbers, steps, calls } = vector;
    rows.push(VectorRow::Vector { name, numbers, calls });
    for step in steps {
        let calls = at.remove(&step.number).unwrap_or_default();
        let (number, text) = (step.number, step.text);
        rows.push(VectorRow::Step { number, text, calls: calls.clone() });
        rows.extend(calls.into_iter().map(VectorRow::Call));
    }
}

fn text(app: &App, vector: &Vector) -> String {
    let steps: Vec<&str> = vector.steps.iter().map(|step| step.text.as_str()).collect();
    let calls = vector.calls.iter().map(|at| app.scene.key_of_named(&at.call));
    let calls: Vec<String> = calls.collect();
    format!("{} {} {} {}", vector.name, vector.numbers.join(" "), calls.join(" "), steps.join(" "))
}

fn draw(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let columns = [
        ("vector, step", Constraint::Fill(1)),
        ("calls", Constraint::Length(5)),
        ("left", Constraint::Length(7)),
        ("hears", Constraint::Length(12)),
    ];
    let rows = rows(app);
    let title = if app.scene.vectors().is_empty() { "No call vectors here" } else { "Vectors" };
    let list =
        List { pane: Pane::Vectors, title: title.into(), columns: &columns, count: rows.len() };
    list.draw(app, frame, area, |at| match rows.get(at) {
        Some(VectorRow::Vector { name, numbers, calls }) => heading(app, name, numbers, calls),
        Some(VectorRow::Step { number, text, calls }) => step(app, *number, text, calls),
        Some(VectorRow::Call(at)) => standing(app, at),
        None => Row::default(),
    });
}

fn heading(app: &App, name: &str, numbers: &[String], calls: &[AtStep]) -> Row<'static> {
    let leads = if numbers.is_empty() {
        String::new()
    } else {
        format!(", reached by {}", numbers.join(" "))
    };
    Row::new([
        Span::styled(format!("{name}{leads}"), app.theme.style(Role::Title)),
        Span::raw(calls.len().to_string()),
    ])
}

fn step(app: &App, number: u8, text: &str, calls: &[AtStep]) -> Row<'static> {
    let role = if calls.is_empty() { Role::Plain } else { Role::Talking };
    let count = if calls.is_empty() { String::new() } else { calls.len().to_string() };
    Row::new([
        Span::styled(format!("  {number:02} {text}"), app.theme.style(role)),
        Span::raw(count),
    ])
}

fn standing(app: &App, at: &AtStep) -> Row<'static> {
    let call = call_id(&at.call).ok().and_then(|id| app.scene.call(id));
    let parties = call.as_ref().map(|call| app.parties_of(call)).unwrap_or_default();
    let left = at.until_ms.map(|until| app.left(SimTime(until))).unwrap_or_default();
    let key = app.scene.key_of_named(&at.call);
    Row::new([
        Span::styled(format!("     ▸ {key} {parties}"), app.theme.style(Role::Ringing)),
        Span::raw(""),
        Span::raw(left),
        Span::raw(call.and_then(|call| call.hears).unwrap_or_default()),
    ])
}
