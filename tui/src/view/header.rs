//! The two lines at the top: the world, its clock, its link; and the tabs.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{app::App, rows::clock_text, scene::Scene, theme::Role, view::View};

/// Draws the line that says where and when the picture is.
pub(super) fn draw(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let faint = app.theme.style(Role::Faint);
    let now = app.scene.now();
    let (link, role) = app.scene.link_words();
    let counts = app.scene.counts();
    let time = clock_text(now - switch_sim::time::SimTime::ZERO);
    let pace = if app.clock.running {
        format!("×{}", app.scene.speed(&app.clock))
    } else {
        format!("×{} STANDS STILL", app.scene.speed(&app.clock))
    };
    let bar = || Span::styled(" │ ", faint);
    let mut spans = vec![
        Span::styled("Ringback ", app.theme.style(Role::Title)),
        Span::raw(app.site.name.clone()),
        bar(),
        Span::raw(format!("{time} {pace}")),
        bar(),
        Span::styled(link, app.theme.style(role)),
        bar(),
        Span::raw(format!("{} up, {} waiting", counts.up, counts.waiting)),
        bar(),
        Span::raw(match &app.scene {
            Scene::Own(recorder) => format!("story {}", recorder.len()),
            Scene::Rig(rig) if rig.watched_only() => format!("WATCHING {}", rig.address),
            Scene::Rig(rig) => rig.address.clone(),
        }),
    ];
    if let Some(traffic) = app.traffic.as_ref().filter(|traffic| traffic.running) {
        spans.extend([bar(), Span::raw(format!("traffic {}/min", traffic.plan.per_minute))]);
    }
    frame.render_widget(Line::from(spans), area);
}

/// Draws the tabs; where there is little room, one for each key.
pub(super) fn tabs(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let gap = if area.width >= ROOMY { "  " } else { " " };
    let mut spans = Vec::new();
    for view in shown(app, area.width) {
        let here = view == app.view;
        let role = if here { Role::Selected } else { Role::Plain };
        spans.push(Span::styled(view.key().to_string(), app.theme.style(Role::Key)));
        spans.push(Span::styled(view.title(), app.theme.style(role)));
        spans.push(Span::raw(gap));
    }
    frame.render_widget(Line::from(spans), area);
}

/// The view whose tab is at a column.
pub(super) fn tab_at(app: &App, width: u16, column: u16) -> Option<View> {
    let gap = if width >= ROOMY { 2 } else { 1 };
    let mut end = 0;
    shown(app, width).find(|view| {
        end += 1 + view.title().len() + gap;
        usize::from(column) + gap < end
    })
}

fn shown(app: &App, width: u16) -> impl Iterator<Item = View> {
    let open = app.view;
    View::ALL.into_iter().filter(move |view| width >= ALL_TABS || view.has_tab(open))
}

/// From this width on, every view has a tab.
const ALL_TABS: u16 = 120;
/// From this width on, tabs stand apart.
const ROOMY: u16 = 100;
