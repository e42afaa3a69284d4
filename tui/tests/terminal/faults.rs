//! Every fault of the rig is in the form, and what the form sends happens: in an own world and at a rig.

use tserver_sim_core::fault::{self, Lasting, ParameterKind, Row};
use tui::app::{App, Mode, Tone};

use crate::{driver::Driver, rig::Elsewhere};

/// A value that a parameter can have.
fn value(kind: ParameterKind) -> String {
    match kind {
        ParameterKind::Time | ParameterKind::Jump => "2s".to_owned(),
        ParameterKind::Number { least, .. } => least.to_string(),
        ParameterKind::Dn => "2001".to_owned(),
        ParameterKind::Event => "EventRinging".to_owned(),
        ParameterKind::Request => "RequestAnswerCall".to_owned(),
        ParameterKind::OneOf(words) => words.first().copied().unwrap_or_default().to_owned(),
    }
}

/// The keys that choose a fault in the form and send it: with what it must be told, or with everything
/// that it can be.
fn keys(row: &Row, all: bool) -> String {
    let place = fault::rows().iter().position(|other| std::ptr::eq(other, row));
    let down = "<down>".repeat(place.expect("a row of the table"));
    let told = row.parameters.iter().filter(|parameter| all || parameter.required);
    let told = told.map(|parameter| format!("{}={}", parameter.name, value(parameter.kind)));
    let told: Vec<String> = told.collect();
    let lasting = if all && row.lasting != Lasting::Never { "5s" } else { "" };
    format!("F{down}<tab>{lasting}<tab>{}<enter>", told.join(" "))
}

/// The fault was sent, and not refused.
fn happened(app: &App, row: &Row) {
    let name = format!("{} ! {}", row.target.word(), row.name);
    assert!(matches!(app.mode, Mode::Panes), "{name}: {:?}", app.mode);
    assert_eq!(app.status.tone, Tone::Done, "{name}: {}", app.status.text);
    assert!(app.status.text.contains(row.name), "{name}: {}", app.status.text);
}

#[test]
fn every_fault_happens_in_an_own_world() {
    for row in fault::rows() {
        for all in [false, true] {
            let mut driver = Driver::in_world(STANDBY);
            driver.press("S").press(&keys(row, all));
            happened(&driver.app, row);
            driver.wait(1.0);
        }
    }
}

#[test]
fn every_fault_happens_at_a_rig() {
    for row in fault::rows() {
        for all in [false, true] {
            let mut rig = Elsewhere::in_world(STANDBY, true);
            rig.press(&keys(row, all));
            happened(&rig.driver.app, row);
            rig.wait(1);
        }
    }
}

#[test]
fn the_form_has_the_faults_of_the_table_and_no_others() {
    let mut driver = Driver::on_shift();
    driver.press("F");
    let Mode::Form(form) = &driver.app.mode else { panic!("{:?}", driver.app.mode) };
    let shown: Vec<&str> = form.fields[0].choices.iter().map(|(word, _)| word.as_str()).collect();
    let rows = fault::rows().iter().map(|row| format!("{} {}", row.target.word(), row.name));
    assert_eq!(shown, rows.collect::<Vec<_>>());
}

const STANDBY: &str = include_str!("../../../scenarios/worlds/pair_hot.toml");
