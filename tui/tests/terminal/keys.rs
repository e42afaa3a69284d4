//! What keys do, and what the bottom line says they would.

use tui::{app::Mode, view::View};

use crate::driver::Driver;

/// The last line of the screen, wide enough for all keys.
fn bottom(driver: &Driver) -> String {
    driver.screen(300, 24).lines().last().unwrap_or_default().to_owned()
}

fn said(driver: &Driver) -> &str {
    &driver.app.status.text
}

#[test]
fn the_keys_of_a_call_are_the_gateways_actions() {
    let mut driver = Driver::on_shift();
    driver.press("n<enter>");
    let mut seen = vec![("rings", bottom(&driver))];
    for (keys, what) in [
        ("a", "talks"),
        ("o", "held"),
        ("o", "talks again"),
        ("t<enter>", "consults"),
        ("<down>a<up>", "consulted answered"),
        ("t", "handed over, the other has it"),
        ("<down>", "whoever has it"),
        ("d", "the same at the telephone"),
        ("o", "held by hand"),
        ("o", "talks on"),
        ("t<enter>", "consults by hand"),
        ("<up>a<down>", "consulted answered"),
        ("s", "changed over by hand"),
        ("t", "handed over by hand"),
    ] {
        driver.press(keys).wait(0.5);
        seen.push((what, bottom(&driver)));
    }
    let lines: Vec<String> = seen.iter().map(|(what, keys)| format!("{what:<30} {keys}")).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_view_that_shares_its_key_is_opened_by_pressing_it_again() {
    let mut driver = Driver::on_shift();
    for (key, view) in [
        ("2", View::Agents),
        ("2", View::Devices),
        ("2", View::Agents),
        ("3", View::Queues),
        ("3", View::Vectors),
        ("<tab>", View::Trunks),
        ("3", View::Queues),
    ] {
        driver.press(key);
        assert_eq!(driver.app.view, view);
    }
}

#[test]
fn a_key_that_makes_no_sense_says_so() {
    let mut driver = Driver::on_shift();
    driver.press("a");
    assert_eq!(said(&driver), "answer is not possible now");
    driver.press("N");
    assert_eq!(said(&driver), "no scenario is open; O opens one");
}

#[test]
fn what_drops_a_call_is_asked_first() {
    let mut driver = Driver::on_shift();
    driver.press("n<enter>").press("a").press("x");
    assert!(matches!(driver.app.mode, Mode::Question { .. }));
    driver.press("n");
    assert_eq!(driver.recorder().rig().switch().calls().count(), 1);
    driver.press("x").press("y");
    assert_eq!(driver.recorder().rig().switch().calls().count(), 0);
}

#[test]
fn a_form_keeps_its_last_values_and_says_what_is_wrong() {
    let mut driver = Driver::on_shift();
    driver.press("n<down><tab><tab><tab>nonsense<enter>");
    assert!(driver.screen(80, 24).contains("call data are written key=value, not `nonsense`"));
    driver.press("<esc>n<down><tab><tab><tab>case=7 note=\"two words\"<enter>");
    assert_eq!(
        said(&driver),
        "caller2 > DIAL 8005 trunk=PSTN1 data.case=7 data.note=\"two words\" as c1 -> ok"
    );
    driver.press("n");
    assert!(driver.screen(80, 24).contains("case=7 note=\"two words\""));
}

#[test]
fn a_line_of_the_language_is_a_command() {
    let mut driver = Driver::on_shift();
    driver.press(":caller > DIAL 8010 as x9<enter>");
    assert_eq!(said(&driver), "caller > DIAL 8010 as x9 -> ok");
    driver.press(":alice > ACCEPTCAL x9<enter>");
    assert!(said(&driver).contains("did you mean `ACCEPTCALL`?"), "{}", said(&driver));
    driver.press(":al<tab> ><enter>");
    assert!(said(&driver).starts_with("alice >: "), "{}", said(&driver));
    driver.press(":x9 ? parties=alice,caller<enter>");
    driver.press(":speed 100<enter>");
    assert_eq!(driver.app.clock.speed, 100);
    driver.press(":speed 0<enter>");
    assert_eq!(said(&driver), "the speed is 1 to 1000, not 0");
    driver.press(":step 20s<enter>");
    assert!(driver.recorder().now().0 >= 20_000);
}

#[test]
fn help_is_searched_and_run() {
    let mut driver = Driver::on_shift();
    driver.press("?sequence<enter>");
    assert_eq!(driver.app.view, View::Ladder);
    driver.press("<esc>");
    assert_eq!(driver.app.view, View::Overview);
}

#[test]
fn a_filter_hides_rows_until_escape() {
    let mut driver = Driver::on_shift();
    driver.press("2/bo<enter>");
    assert_eq!(driver.app.shown_people().len(), 1);
    assert_eq!(driver.app.person().unwrap().name, "bob");
    driver.press("<esc>");
    assert_eq!(driver.app.shown_people().len(), 3);
}

#[test]
fn time_follows_speed_and_pause() {
    let mut driver = Driver::on_shift();
    driver.press("++").wait(2.0);
    assert_eq!(driver.recorder().now().0, 10_000);
    driver.press("p").wait(2.0);
    assert_eq!(driver.recorder().now().0, 10_000);
    driver.press("n<enter>").press("p---").wait(1.0);
    assert_eq!(driver.recorder().now().0, 11_000);
}

#[test]
fn the_next_event_is_one_key_away() {
    let mut driver = Driver::on_shift();
    driver.press(":link ! cut for 30s<enter>").press(".");
    assert!(!driver.app.clock.running);
    assert!(driver.recorder().now().0 <= 30_000, "{}", driver.recorder().now());
}

#[test]
fn a_lifted_telephone_dials_or_is_put_back() {
    let mut driver = Driver::on_shift();
    let mut seen = Vec::new();
    for (keys, what) in [
        ("d", "at the telephone"),
        ("f", "lifted"),
        ("i<tab>2002<enter>", "dialled"),
        ("<down>a<up>", "answered"),
        ("o", "held"),
        ("f", "put back beside the held call"),
        ("f", "lifted again"),
    ] {
        driver.press(keys).wait(0.5);
        seen.push(format!("{what:<30} {}\n{:30} {}", bottom(&driver), "", said(&driver)));
    }
    insta::assert_snapshot!(seen.join("\n"));
    driver.press("xy").press("f").wait(1.0);
    insta::assert_snapshot!("lifted_80x24", driver.screen(80, 24));
    driver.press("n<tab>2001<enter>");
    assert!(said(&driver).ends_with("-> error DestinationBusy"), "{}", said(&driver));
}
