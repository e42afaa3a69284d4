//! World files: what is told about them, or what they say.

use proptest::{prelude::*, test_runner::RngSeed};
use switch_sim::{switch::Switch, world::World};

/// The mistakes of a file.
pub(crate) fn check(text: &str) -> String {
    match World::parse(text) {
        Ok(world) => format!("no mistakes\n{world:#?}\n"),
        Err(mistakes) => format!("{mistakes}\n"),
    }
}

#[test]
fn a_world_without_mistakes_makes_a_switch() {
    for text in ["", include_str!("../worlds/stories.toml"), include_str!("../worlds/full.toml")] {
        Switch::new(&World::parse(text).unwrap()).unwrap();
    }
    insta::assert_snapshot!(check(include_str!("../worlds/full.toml")));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    /// A file with some of its pieces changed is refused with mistakes that are in it, or makes a
    /// switch.
    #[test]
    fn whatever_a_file_says_it_is_understood_or_refused(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), 0..PIECES.len()), 1..4),
    ) {
        let mut text = include_str!("../worlds/full.toml").to_owned();
        for (at, piece) in changes {
            let starts: Vec<_> = text.char_indices().map(|(start, _)| start).collect();
            let start = *at.get(&starts);
            let end = text[start..].find([' ', '"', '\n']).map_or(text.len(), |len| start + len);
            text.replace_range(start..end, PIECES[piece]);
        }
        match World::parse(&text) {
            Ok(world) => drop(Switch::new(&world).unwrap()),
            Err(mistakes) => {
                prop_assert!(mistakes.mistakes.iter().all(|mistake| text.get(mistake.span.clone()).is_some()));
            }
        }
    }
}

const PIECES: [&str; 14] = [
    "", "2001", "8100", "PSTN1_1", "ä", "\"", "5", "[people]", "=", "{", "}", "\n", "sales",
    "250ms",
];
