//! The same scenario and seed give the same trace, byte by byte (invariant I6).

use scenario_lang::step::Lens;
use scenarios::{play, suite};

#[test]
fn every_scenario_played_twice_gives_the_same_bytes() {
    for path in suite::find(&[tests::cases()]).unwrap() {
        let story = suite::load(&path, false).unwrap_or_else(|broken| panic!("{}", broken.report));
        for seed in [1, 20_260_105] {
            let run = || {
                let run = play::run(&story.scenario, &story.world, seed, None).unwrap();
                [Lens::Ladder, Lens::Ptc, Lens::Tlib, Lens::Switch].map(|lens| run.view(lens))
            };
            assert_eq!(run(), run(), "{} with seed {seed}", path.display());
        }
    }
}

#[test]
fn another_seed_changes_only_what_is_random() {
    let path = tests::cases().join("trunk/outside_number_answers_by_itself.scn");
    let story = suite::load(&path, false).unwrap_or_else(|broken| panic!("{}", broken.report));
    let elapsed = |seed| {
        let run = play::run(&story.scenario, &story.world, seed, None).unwrap();
        run.elapsed()
    };
    let moments: std::collections::BTreeSet<_> = (0..16).map(elapsed).collect();
    assert!(moments.len() > 4, "sixteen seeds should answer at many moments, not {moments:?}");
}
