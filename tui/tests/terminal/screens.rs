//! Every view in three sizes, on a world in which something of everything happens.

use ratatui::{Terminal, backend::TestBackend, style::Color};
use tui::{theme::Theme, view};

use crate::driver::Driver;

pub(crate) const VECTORS: &str = include_str!("../../../scenarios/worlds/vectors.toml");

/// One call talks while its agent consults, one rings, one waits, one is marked; traffic has been.
pub(crate) fn busy() -> Driver {
    let mut driver = Driver::on_shift();
    driver.wait(3.0);
    driver.press("n<enter>").wait(2.0).press("a").wait(65.0);
    driver.press("t<tab>case=4711<enter>").wait(1.5);
    driver.press(":caller2 > DIAL 8006<enter>").wait(4.0);
    driver.press(":customer > DIAL 8005 data.language=de<enter>").wait(12.0);
    driver
}

/// The screen in three sizes.
pub(crate) fn check(name: &str, driver: &Driver) {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let name = format!("{name}_{width}x{height}");
        insta::assert_snapshot!(name, driver.screen(width, height));
    }
}

#[test]
fn overview() {
    check("overview", &busy());
}

#[test]
fn overview_at_first_sight() {
    check("first_sight", &Driver::on_shift());
}

#[test]
fn views() {
    let mut driver = busy();
    for (key, name) in [
        ("2", "agents"),
        ("2", "devices"),
        ("3", "queues"),
        ("4", "trunks"),
        ("5", "calls"),
        ("6", "gateway"),
        ("7", "trace"),
        ("8", "ladder"),
        ("9", "statistics"),
        ("0", "story"),
    ] {
        driver.press(key);
        check(name, &driver);
    }
}

/// One caller hears music at a step, one an announcement, one is asked for digits.
pub(crate) fn in_vectors() -> Driver {
    let mut driver = Driver::in_world(VECTORS);
    driver.app.site.name = "vectors".to_owned();
    driver.press(":alice > CTICLIENTINITIALIZE<enter>:alice > AGENTINITIALIZE<enter>");
    driver.press(":caller > DIAL 8005<enter>").wait(10.0);
    driver.press(":caller2 > DIAL 8005<enter>").wait(3.0);
    driver.press(":customer > DIAL 8007<enter>").wait(1.0);
    driver.press("33<down><down><down><down><down><down>");
    driver
}

#[test]
fn calls_at_the_steps_of_vectors() {
    let mut driver = in_vectors();
    check("vectors", &driver);
    driver.press("3");
    check("vector_queues", &driver);
}

#[test]
fn what_is_open_in_front() {
    let mut driver = busy();
    for (keys, name) in [
        ("n", "form_call"),
        ("<esc>T", "form_traffic"),
        ("<esc>?trans", "help"),
        ("<esc>:ca", "prompt"),
        ("<esc>7/INCOMING<enter>", "trace_filtered"),
        ("<enter>", "message"),
        ("<esc>C<down><down><enter>", "messages_compared"),
        ("<esc>8<down><down>", "ladder_compared"),
        ("CF", "form_fault"),
        ("<esc>2dy", "form_press"),
        ("<esc>d1q", "question"),
    ] {
        driver.press(keys);
        check(name, &driver);
    }
}

#[test]
fn the_link_is_cut() {
    let mut driver = busy();
    driver.press("L").wait(2.0);
    check("link_cut", &driver);
}

#[test]
fn a_small_terminal_is_no_reason_to_panic() {
    let mut driver = busy();
    for view in "122334567890".chars() {
        driver.press(&view.to_string());
        for (width, height) in [(1, 1), (10, 3), (40, 10), (79, 5)] {
            driver.screen(width, height);
        }
    }
}

#[test]
fn without_colours_nothing_is_coloured() {
    let mut driver = busy();
    driver.app.theme = Theme::new(false);
    for view in "122334567890".chars() {
        driver.press(&view.to_string());
        let mut terminal = Terminal::new(TestBackend::new(120, 40)).expect("a terminal in memory");
        terminal.draw(|frame| view::draw(&driver.app, frame)).expect("it is drawn");
        let cells = &terminal.backend().buffer().content;
        assert!(cells.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
    }
}
