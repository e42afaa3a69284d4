//! What was checked, as a table for people and as one for the documentation.

use std::fmt::Write as _;

use crate::verify::{Checked, Verdict};

/// One line for a terminal.
pub fn line(checked: &Checked) -> String {
    let verdict = match checked.verdict {
        Verdict::Passed => "ok",
        Verdict::Failed => "FAILED",
    };
    format!(
        "{:<52} {:<26} {:>12} {:>12} {:>10} {:>6}  {verdict}",
        checked.case,
        checked.row.name,
        number(checked.estimate),
        number(checked.row.exact),
        number(checked.error),
        format!("{:+.1}", checked.deviation()),
    )
}

/// The heads of the columns of [`line()`].
pub fn header() -> String {
    format!(
        "{:<52} {:<26} {:>12} {:>12} {:>10} {:>6}",
        "model", "quantity", "switch", "exact", "s.e.", "z"
    )
}

/// A table in Markdown.
pub fn markdown(checked: &[Checked]) -> String {
    let mut text = String::from(
        "| model | quantity | switch | exact | standard error | z | verdict |\n\
         |---|---|---:|---:|---:|---:|---|\n",
    );
    for row in checked {
        let verdict = match row.verdict {
            Verdict::Passed => "ok",
            Verdict::Failed => "**failed**",
        };
        writeln!(
            text,
            "| {} | {} | {} | {} | {} | {:+.1} | {verdict} |",
            row.case.replace('|', "\\|"),
            row.row.name,
            number(row.estimate),
            number(row.row.exact),
            number(row.error),
            row.deviation(),
        )
        .unwrap_or_default();
    }
    text
}

/// A number with as many digits as mean something here.
fn number(value: f64) -> String {
    if value == 0.0 {
        "0".to_owned()
    } else if value.abs() >= 1_000.0 {
        format!("{value:.1}")
    } else if value.abs() >= 10.0 {
        format!("{value:.3}")
    } else {
        format!("{value:.5}")
    }
}
