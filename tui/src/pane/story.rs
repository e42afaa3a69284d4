//! The story so far, as the scenario that would be written; or the scenario that is played.

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::{Line, Span, Text},
    widgets::{Paragraph, Wrap},
};

use super::list;
use crate::{app::App, scene::Scene, script::Script, theme::Role};

/// The view of the story.
pub fn view(app: &App, frame: &mut Frame<'_>, area: Rect) {
    match &app.script {
        None => recorded(app, frame, area),
        Some(script) => {
            let [top, bottom] =
                Layout::vertical([Constraint::Fill(1), Constraint::Length(IN_FULL)]).areas(area);
            let [left, right] = Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)])
                .spacing(1)
                .areas(top);
            played(app, script, frame, left);
            recorded(app, frame, right);
            in_full(app, script, frame, bottom);
        }
    }
}

/// How many lines the cursor can go through.
pub fn count(app: &App) -> usize {
    app.script.as_ref().map_or_else(|| app.story_len(), |script| script.lines.len())
}

fn recorded(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let Scene::Own(recorder) = &app.scene else {
        let lines = AT_A_RIG.iter().map(|line| Line::raw(*line)).collect();
        return list::lines(app, frame, area, "The story of a rig", lines);
    };
    let full = if recorder.is_full() { ", FULL: what follows is not kept" } else { "" };
    let title = format!("Recorded: {} lines (w writes them){full}", recorder.len());
    let inner = list::titled(app, frame, area, &title, app.script.is_none());
    let lines = recorder.last_lines(usize::from(inner.height));
    let lines: Vec<Line<'_>> = lines.into_iter().map(|line| step(app, line)).collect();
    frame.render_widget(Text::from(lines), inner);
}

fn played(app: &App, script: &Script, frame: &mut Frame<'_>, area: Rect) {
    let keys = if script.is_over() { "" } else { ", N next, R rest" };
    let title = format!("{} of {} steps played{keys}", script.played, script.len());
    let inner = list::titled(app, frame, area, &title, true);
    let height = usize::from(inner.height);
    let here = script.failure.as_ref().map(|(line, _)| *line).or_else(|| script.next_line());
    let here = here.unwrap_or(script.lines.len());
    let first = list::window(here.saturating_sub(1), script.lines.len(), height);
    let numbered = (1..).zip(&script.lines).skip(first).take(height);
    let lines: Vec<Line<'_>> =
        numbered.map(|(number, text)| script_line(app, script, (number, text))).collect();
    frame.render_widget(Text::from(lines), inner);
}

/// The step that failed, and why; or the one that comes next: with all its words.
fn in_full(app: &App, script: &Script, frame: &mut Frame<'_>, area: Rect) {
    let failed = script.failure.as_ref();
    let number = failed.map(|(line, _)| *line).or_else(|| script.next_line());
    let what = match (failed, number) {
        (Some(_), Some(number)) => format!("line {number} failed"),
        (None, Some(number)) => format!("line {number} is next"),
        (_, None) => "every step came true".to_owned(),
    };
    let title = format!("{}: {what}", script.path.display());
    let inner = list::titled(app, frame, area, &title, false);
    let line = number.and_then(|number| script.lines.get(number.checked_sub(1)?));
    let mut lines = vec![Line::raw(line.cloned().unwrap_or_default())];
    let why = failed.map(|(_, why)| Line::styled(why.clone(), app.theme.style(Role::Broken)));
    lines.extend(why);
    let text = Paragraph::new(Text::from(lines)).wrap(Wrap { trim: false });
    frame.render_widget(text, inner);
}

fn script_line(app: &App, script: &Script, (number, text): (usize, &String)) -> Line<'static> {
    let failed = script.failure.as_ref().is_some_and(|(line, _)| *line == number);
    let next = !script.is_over() && script.next_line() == Some(number);
    let mark = match (failed, next) {
        (true, _) => "✗",
        (false, true) => "▶",
        (false, false) => " ",
    };
    let role = match (failed, next) {
        (true, _) => Role::Broken,
        (false, true) => Role::Selected,
        (false, false) => Role::Plain,
    };
    let head = Span::styled(format!("{mark}{number:>4} "), app.theme.style(Role::Faint));
    Line::from(vec![head, Span::styled(text.clone(), app.theme.style(role))])
}

fn step(app: &App, line: String) -> Line<'static> {
    let role = match line.split_whitespace().nth(1) {
        Some(">") => Role::Request,
        Some("<") => Role::Notice,
        Some("!") => Role::Broken,
        Some(_) | None => Role::Plain,
    };
    Line::styled(line, app.theme.style(role))
}

/// How many rows the step in full has, its title among them.
const IN_FULL: u16 = 5;
/// How the story of a rig is kept.
const AT_A_RIG: &[&str] = &[
    "A rig keeps its story in the log of its T-Server:",
    "  tserver-sim --log FILE …         writes it",
    "  scenario import-log FILE         makes a scenario and its world of it",
    "  scenario compare-log FILE SCN    says how it differs from a run",
];
