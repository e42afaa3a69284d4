//! Random desktops, hands and faults on the whole stack: what a desktop shows is what the switch
//! does, what it offers the switch accepts, every request is answered once, and every call ends.
//!
//! The switch is the model: it keeps its own invariants (checked after every step of a debug
//! build), and everything above it only carries news.

mod house;

use proptest::prelude::*;

use house::House;

/// Four drawn numbers, which [`House::step`] makes something of.
pub(crate) type Draw = [u16; 4];

proptest! {
    // 64 runs of 200 steps: 12,800 in every CI run.
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_a_desktop_shows_is_what_the_switch_does(
        draws in prop::collection::vec(any::<Draw>(), 200),
    ) {
        let mut house = House::open();
        for draw in draws {
            house.step(draw)?;
        }
        house.close()?;
    }
}
