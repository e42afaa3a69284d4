//! The switch agrees with queueing theory: as much of `scenario verify` as every build can afford.

use scenarios::verify::{Effort, Truth, Verdict, check, report};

/// One model of each kind: loss, delay, abandonment, finite queue, both, patience that is not
/// exponential, sources, priorities, service that is not exponential.
#[test]
fn the_switch_agrees_with_queueing_theory() {
    let mut truth = Truth::read(include_str!("../verify/truth.csv")).unwrap();
    assert_eq!(truth.letters, Vec::<String>::new());
    for case in &mut truth.cases {
        // A search for the right number of servers needs more calls than there is time for.
        case.rows.retain(|row| row.metric.of_min_servers().is_none());
    }
    let mut checked = Vec::new();
    for model in QUICK {
        let case = truth.cases.iter().find(|case| case.name.starts_with(model));
        let case = case.unwrap_or_else(|| panic!("no model `{model}`"));
        checked.extend(check(case, 1, Effort::Quick).unwrap());
    }
    let lines: Vec<_> = checked.iter().map(report::line).collect();
    assert!(
        checked.iter().all(|row| row.verdict == Verdict::Passed),
        "{}\n{}",
        report::header(),
        lines.join("\n")
    );
    assert!(checked.len() > 60, "only {} rows", checked.len());
}

/// Whatever a file of truth has that nobody knows is told, each with its line.
#[test]
fn what_cannot_be_checked_is_told() {
    let truth = Truth::read(include_str!("../verify/wrong.csv")).unwrap();
    insta::assert_snapshot!(truth.letters.join("\n"));
    let header = Truth::read("model,metric,value\n").unwrap_err();
    insta::assert_snapshot!(header);
}

const QUICK: [&str; 10] = [
    "erlang_b 0.05/s 180s c=10",
    "erlang_b_deterministic_service(insensitivity)",
    "erlang_c 0.0555555555555556/s 180s c=12",
    "mmck 0.02/s",
    "erlang_a 0.0555555555555556/s 180s c=10",
    "mmck_abandon 0.02/s",
    "mmc_patience_det 0.1/s",
    "engset_sources=12",
    "mmc_priority",
    "mg1_lognormal",
];
