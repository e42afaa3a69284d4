//! Every row of a switch's personality has a story that shows what each of its values changes.

use std::path::Path;

use scenario_lang::step::Lens;
use scenarios::{beside, suite};
use switch_sim::personality::{Values, table::Personality};

/// Values that look the same in a story whose desktops never ask: the T-Server's own models show
/// them (`registration_on_query`, `registration_without_query`).
const ALIKE: [&str; 1] = ["monitor_ack_snapshot"];

#[test]
fn every_value_of_every_row_can_be_seen() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/personality");
    for row in Personality::ROWS {
        let path = folder.join(row.key).with_extension("scn");
        let story = suite::load(&path, false).unwrap_or_else(|broken| panic!("{}", broken.report));
        let under: Vec<&str> =
            story.scenario.under.iter().map(|name| name.value.as_str()).collect();
        assert_eq!(under, [row.key], "{}", path.display());
        let variants = beside::play(&story.scenario, &story.world, 1).unwrap();
        let views: Vec<(&str, String)> = variants
            .iter()
            .map(|variant| (variant.name.as_str(), variant.run.view(Lens::Tlib)))
            .collect();
        let counts = matches!(row.values, Values::Count { .. }) || ALIKE.contains(&row.key);
        for (place, (value, view)) in views.iter().enumerate() {
            let mut others = views.iter().enumerate().filter(|(other, _)| *other != place);
            let seen = if counts {
                others.any(|(_, (_, other))| other != view)
            } else {
                others.all(|(_, (_, other))| other != view)
            };
            assert!(seen, "{} = {value} looks like another value", row.key);
        }
    }
}
