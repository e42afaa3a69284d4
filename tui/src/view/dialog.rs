//! What is open in front of the panes: forms, help, questions, the line that is typed.

use ratatui::{
    Frame,
    layout::{Position, Rect},
    text::{Line, Span, Text},
    widgets::{Block, Clear, Paragraph, Wrap},
};

use crate::{
    app::{App, Mode},
    form::{Field, Form},
    help::Help,
    pane::{self, compare, list, trace},
    prompt::{Prompt, PromptKind},
    theme::Role,
};

/// Draws what is open, if anything is.
pub(super) fn draw(app: &App, frame: &mut Frame<'_>, body: Rect, said: Rect) {
    match &app.mode {
        Mode::Panes => {}
        Mode::Form(form) => draw_form(app, form, frame, body),
        Mode::Help(help) => draw_help(app, help, frame, body),
        Mode::Prompt(prompt) => draw_prompt(app, prompt, frame, said),
        Mode::Question { text, .. } => {
            let lines = vec![Line::raw(text.clone()), Line::raw(""), Line::raw("y yes    n no")];
            boxed(app, frame, middle(body, 72, 6), "Sure?", lines);
        }
        Mode::Message => draw_message(app, frame, body),
    }
}

fn draw_form(app: &App, form: &Form, frame: &mut Frame<'_>, body: Rect) {
    let mut lines = Vec::new();
    for (place, field) in form.fields.iter().enumerate() {
        lines.push(field_line(app, field, place == form.at));
    }
    let help = form.fields.get(form.at).map(|field| match field.meaning() {
        Some(meaning) if room(field) < meaning.chars().count() => meaning,
        Some(_) | None => field.help,
    });
    lines.push(Line::styled(help.unwrap_or_default(), app.theme.style(Role::Faint)));
    if let Some(problem) = &form.problem {
        lines.push(Line::styled(format!("✗ {problem}"), app.theme.style(Role::Broken)));
    }
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(3);
    let area = middle(body, FORM_WIDTH, height);
    boxed(app, frame, area, &form.kind.title(), lines);
    if let Some(field) = form.fields.get(form.at) {
        let row = u16::try_from(form.at).unwrap_or(0);
        let column = LABEL_WIDTH + 3 + field.line.cursor();
        cursor(frame, area, column, row + 1);
    }
}

fn field_line(app: &App, field: &Field, here: bool) -> Line<'static> {
    let role = if here { Role::Title } else { Role::Plain };
    let value = if here && field.untouched { Role::Selected } else { role };
    let mark = if here { "▸" } else { " " };
    let mut spans = vec![
        Span::styled(format!("{mark}{:<LABEL_WIDTH$} ", field.label), app.theme.style(role)),
        Span::styled(field.line.text().to_owned(), app.theme.style(value)),
    ];
    if let Some(meaning) = field.meaning() {
        let meaning: String = meaning.chars().take(room(field)).collect();
        spans.push(Span::styled(format!("   {meaning}"), app.theme.style(Role::Faint)));
    }
    if here && !field.choices.is_empty() {
        spans.push(Span::styled("  ↑↓", app.theme.style(Role::Key)));
    }
    Line::from(spans)
}

/// How many letters of a field's meaning there is room for: a field has one line.
fn room(field: &Field) -> usize {
    let around = 2 + LABEL_WIDTH + 2 + "   ".len() + "  ↑↓".chars().count();
    usize::from(FORM_WIDTH).saturating_sub(around + field.line.text().chars().count())
}

fn draw_help(app: &App, help: &Help, frame: &mut Frame<'_>, body: Rect) {
    let area = middle(body, 100, body.height);
    let topics = help.topics(app);
    let height = usize::from(area.height.saturating_sub(3 + IN_FULL));
    let width = usize::from(area.width.saturating_sub(2));
    let at = help.at.min(topics.len().saturating_sub(1));
    let first = list::window(at, topics.len(), height);
    let mut lines = vec![Line::from(vec![
        Span::styled("search: ", app.theme.style(Role::Faint)),
        Span::raw(help.search.text().to_owned()),
    ])];
    for (place, topic) in topics.iter().enumerate().skip(first).take(height) {
        let mark = if topic.possible { ' ' } else { '·' };
        let text = format!("{mark}{:<8}{:<15}{}", topic.key, topic.name, topic.help);
        let text: String = text.chars().take(width).collect();
        let role = match (place == at, topic.possible) {
            (true, _) => Role::Selected,
            (false, true) => Role::Plain,
            (false, false) => Role::Faint,
        };
        lines.push(Line::styled(text, app.theme.style(role)));
    }
    lines.resize(height + 1, Line::raw(""));
    let in_full = topics.get(at).map(|topic| {
        let now = if topic.possible { "" } else { "not possible now: " };
        format!("{now}{}", topic.help)
    });
    let in_full = in_full.unwrap_or_else(|| "nothing has all these words".to_owned());
    lines.push(Line::styled(in_full, app.theme.style(Role::Title)));
    boxed(app, frame, area, "Help: everything that can be done; · not now", lines);
    cursor(frame, area, "search: ".len() + 1 + help.search.cursor(), 1);
}

fn draw_prompt(app: &App, prompt: &Prompt, frame: &mut Frame<'_>, area: Rect) {
    let mark = match prompt.kind {
        PromptKind::Command => ":",
        PromptKind::Filter(_) => "/",
    };
    frame.render_widget(Clear, area);
    let hints = match prompt.kind {
        PromptKind::Command => prompt.hints(app).join(" "),
        PromptKind::Filter(_) => "words that a row must have".to_owned(),
    };
    let line = Line::from(vec![
        Span::styled(mark, app.theme.style(Role::Key)),
        Span::raw(prompt.line.text().to_owned()),
        Span::styled(format!("    {hints}"), app.theme.style(Role::Faint)),
    ]);
    frame.render_widget(line, area);
    let column = u16::try_from(prompt.line.cursor() + 1).unwrap_or(u16::MAX);
    frame.set_cursor_position(Position::new(area.x.saturating_add(column), area.y));
}

fn draw_message(app: &App, frame: &mut Frame<'_>, body: Rect) {
    let Some(record) = pane::message(app) else { return };
    if let Some(kept) = &app.compared {
        let area = middle(body, body.width, 24);
        frame.render_widget(Clear, area);
        return compare::draw(app, frame, area, [kept, record]);
    }
    let lines = vec![Line::raw(trace::text(app, record))];
    boxed(app, frame, middle(body, 100, 12), "The message in full", lines);
}

fn boxed(app: &App, frame: &mut Frame<'_>, area: Rect, title: &str, lines: Vec<Line<'_>>) {
    frame.render_widget(Clear, area);
    let title = Span::styled(format!(" {title} "), app.theme.style(Role::Title));
    let block = Block::bordered().title(Line::from(title));
    let text = Paragraph::new(Text::from(lines)).wrap(Wrap { trim: false }).block(block);
    frame.render_widget(text, area);
}

/// Puts the terminal's cursor at a place inside a box.
fn cursor(frame: &mut Frame<'_>, area: Rect, column: usize, row: u16) {
    let column = u16::try_from(column).unwrap_or(u16::MAX);
    let x = area.x.saturating_add(column).min(area.right().saturating_sub(2));
    frame.set_cursor_position(Position::new(x, area.y.saturating_add(row)));
}

/// A box of this size, or as large as there is room for, in the middle.
fn middle(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    }
}

/// How many lines the help of the topic under the cursor has.
const IN_FULL: u16 = 2;
const LABEL_WIDTH: usize = 9;
const FORM_WIDTH: u16 = 72;
