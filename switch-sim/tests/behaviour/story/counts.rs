//! What was counted, as lines of a golden, without what is nothing.

use std::fmt::{Debug, Write as _};

use switch_sim::{
    statistics::{Histogram, Periods, QueueCounts},
    switch::Switch,
};

/// The counts of a queue, agent, VDN or trunk group by its number or name, running or of the last
/// interval, or how a queue stands.
pub(crate) fn of(switch: &Switch, what: &str, which: &str) -> String {
    let statistics = switch.statistics();
    let device = || switch.device_by_number(which).unwrap();
    let queue = |counts: QueueCounts| {
        lines(&QueueCounts { histogram: Histogram::default(), within: Vec::new(), ..counts })
    };
    match what {
        "now" => lines(&statistics.queue_now(device()).unwrap()),
        "wait" => format!("    {:?}\n", statistics.queue_now(device()).unwrap().expected_wait),
        "queue" => queue(statistics.queue_running(device()).unwrap()),
        "last-queue" => queue(statistics.queue(device()).unwrap().last.unwrap()),
        "agent" => periods(false, statistics.agent(device()).unwrap()),
        "last-agent" => periods(true, statistics.agent(device()).unwrap()),
        "vdn" => periods(false, statistics.vdn(which).unwrap()),
        "last-vdn" => periods(true, statistics.vdn(which).unwrap()),
        "trunk" => periods(false, trunk(switch, which)),
        "last-trunk" => periods(true, trunk(switch, which)),
        _ => panic!("what does `counts {what}` mean?"),
    }
}

fn trunk(switch: &Switch, name: &str) -> Periods<switch_sim::statistics::TrunkCounts> {
    switch.statistics().trunk(switch.trunk_group(name).unwrap()).unwrap()
}

fn periods<T: Debug>(last: bool, periods: Periods<T>) -> String {
    if last { lines(&periods.last.unwrap()) } else { lines(&periods.running) }
}

/// Every field on a line of its own, but for those that are nothing.
fn lines(counts: &impl Debug) -> String {
    let text = format!("{counts:#?}").replace(",\n        ", " ").replace("(\n        ", "(");
    let nothing = [": 0,", ": 0ns,", ": [],", ": None,"];
    let mut golden = String::new();
    for line in text.lines().filter(|line| line.starts_with("    ") && line.contains(':')) {
        if !nothing.iter().any(|nothing| line.ends_with(nothing)) {
            writeln!(golden, "    {}", line.trim_end_matches([',', '{', ' '])).unwrap();
        }
    }
    golden
}
