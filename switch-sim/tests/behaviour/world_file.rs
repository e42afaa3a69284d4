//! World files: what is told about them, or what they say.

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
