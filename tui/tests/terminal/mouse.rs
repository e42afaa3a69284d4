//! What a mouse does, where a program listens to one.

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::{Terminal, backend::TestBackend, layout::Size, style::Modifier};
use tui::{
    app::{App, Mode},
    input,
    message::Message,
    update::update,
    view::{self, View},
};

use crate::{
    driver::Driver,
    screens::{busy, in_vectors},
};

fn event(kind: MouseEventKind, (column, row): (u16, u16)) -> MouseEvent {
    MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }
}

fn click(app: &App, place: (u16, u16), size: Size) -> Option<Message> {
    input::mouse(app, event(MouseEventKind::Down(MouseButton::Left), place), size)
}

#[test]
fn a_mouse_opens_tabs_and_moves_the_cursor() {
    let mut driver = Driver::on_shift();
    for (column, view) in
        [(0, View::Overview), (12, View::Agents), (75, View::Story), (11, View::Agents)]
    {
        let message = click(&driver.app, (column, 1), SMALL).expect("a tab is there");
        update(&mut driver.app, message);
        assert_eq!(driver.app.view, view);
    }
    let wheel = event(MouseEventKind::ScrollDown, (3, 9));
    let message = input::mouse(&driver.app, wheel, SMALL).expect("the wheel moves the cursor");
    update(&mut driver.app, message);
    assert_eq!(driver.app.person().map(|person| person.name.as_str()), Some("bob"));
}

#[test]
fn a_click_goes_to_the_row_that_is_drawn_there() {
    for size in [SMALL, Size::new(200, 60)] {
        let mut driver = busy();
        for view in "122334567890".chars() {
            driver.press(&view.to_string());
            if driver.app.view != View::Vectors {
                click_everywhere(&mut driver, size);
            }
        }
        click_everywhere(&mut in_vectors(), size);
    }
}

/// Clicks on every line, the lower ones first, so that each of them is another one than before.
fn click_everywhere(driver: &mut Driver, size: Size) {
    let view = driver.app.view;
    let mut hits = 0;
    for column in [2, size.width * 2 / 5, size.width * 3 / 5, size.width - 3] {
        for line in (2..size.height).rev() {
            let Some(message) = click(&driver.app, (column, line), size) else { continue };
            let Message::Point { pane, row } = message else { panic!("{message:?}") };
            if driver.app.pane() == pane && driver.app.cursors.at(pane) == row {
                continue;
            }
            update(&mut driver.app, message);
            assert_eq!((driver.app.pane(), driver.app.cursors.at(pane)), (pane, row));
            assert_eq!(driver.app.view, view, "the first click opens nothing");
            // A long list moves under the cursor: the row is looked for where it is then.
            let lines = selected_lines(driver, size);
            let [line] = *lines.as_slice() else { panic!("{pane:?} {row}: {lines:?}") };
            let again = click(&driver.app, (column, line), size);
            assert!(
                matches!(again, Some(Message::Point { row: at, .. }) if at == row),
                "{again:?} where row {row} of {pane:?} is drawn"
            );
            hits += 1;
        }
    }
    assert!(hits > 0 || view == View::Story, "no row of {view:?} was hit");
}

/// The lines below the tabs of which a part is drawn as selected.
fn selected_lines(driver: &Driver, size: Size) -> Vec<u16> {
    let backend = TestBackend::new(size.width, size.height);
    let mut terminal = Terminal::new(backend).expect("a terminal in memory");
    terminal.draw(|frame| view::draw(&driver.app, frame)).expect("it is drawn");
    let buffer = terminal.backend().buffer();
    let is_selected = |x, y| buffer[(x, y)].modifier.contains(Modifier::REVERSED);
    (2..size.height).filter(|&y| (0..size.width).any(|x| is_selected(x, y))).collect()
}

#[test]
fn a_second_click_opens_the_row() {
    let mut driver = busy();
    driver.press("5");
    let place = (3, 5);
    for view in [View::Calls, View::Ladder] {
        let message = click(&driver.app, place, SMALL).expect("a call is there");
        update(&mut driver.app, message);
        assert_eq!(driver.app.view, view);
    }
}

#[test]
fn a_click_beside_the_lists_or_under_a_form_does_nothing() {
    let mut driver = busy();
    assert!(click(&driver.app, (3, 23), SMALL).is_none());
    assert!(click(&driver.app, (3, 17), SMALL).is_none());
    driver.press("n");
    assert!(click(&driver.app, (3, 4), SMALL).is_none());
    assert!(matches!(driver.app.mode, Mode::Form(_)));
}

const SMALL: Size = Size::new(80, 24);
