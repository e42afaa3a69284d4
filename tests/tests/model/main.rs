//! Random desktops, hands and faults on the whole stack: what a desktop shows is what the switch
//! does, what it offers the switch accepts, every request is answered once, and every call ends.
//!
//! The switch is the model: it keeps its own invariants (checked after every step of a debug
//! build), and everything above it only carries news. On days of chaos the news are late, wrong, twice or
//! lost, and the picture is right again when all is mended. Beside the random days, two that are made on
//! purpose: everybody acts at once, and everybody calls at once.

mod desks;
mod glare;
mod house;
mod storm;

use std::panic::{AssertUnwindSafe, catch_unwind};

use proptest::{
    prelude::*,
    test_runner::{RngAlgorithm, TestError, TestRng, TestRunner},
};

use house::House;

/// Four drawn numbers, which [`House::step`] makes something of.
pub(crate) type Draw = [u16; 4];

/// The same 64 days of 200 steps in every run: 12,800 steps that cannot fail by chance.
#[test]
fn what_a_desktop_shows_is_what_the_switch_does() {
    play(TestRunner::new_with_rng(config(64), TestRng::deterministic_rng(RngAlgorithm::ChaCha)));
}

/// Other days in every run: `cargo test -p tests --test model -- --ignored`.
#[test]
#[ignore = "draws anew each time, and takes minutes: for a search, not for CI"]
fn a_thousand_other_days() {
    play(TestRunner::new(config(1_000)));
}

/// The same short days in every run, on which everything can break.
#[test]
fn after_any_chaos_every_desktop_is_right() {
    stumble(config(100), 1);
}

/// The same thousand in every run: `cargo test -p tests --test model thousand_days_of_chaos -- --ignored`.
#[test]
#[ignore = "takes minutes in a debug build"]
fn a_thousand_days_of_chaos() {
    stumble(config(1_000), 2);
}

fn play(mut runner: TestRunner) {
    let days = prop::collection::vec(any::<Draw>(), 200);
    let outcome = runner.run(&days, |draws| {
        let mut house = House::open();
        for draw in draws {
            caught(&mut house, |house| house.step(draw))?;
        }
        caught(&mut house, House::close)
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}

/// Days of 40 steps, drawn from a seed; a day that fails is told at its shortest.
fn stumble(config: ProptestConfig, seed: u8) {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    let days = (any::<u16>(), prop::collection::vec(any::<Draw>(), 40));
    let config = ProptestConfig { max_shrink_iters: 1_000, ..config };
    let outcome = TestRunner::new_with_rng(config, rng).run(&days, |(which, draws)| {
        let mut house = House::open_for_chaos(which);
        for draw in draws {
            caught(&mut house, |house| house.stumble(draw))?;
        }
        caught(&mut house, House::mend)?;
        caught(&mut house, House::close)
    });
    match outcome {
        Ok(()) => {}
        // The story says more than the numbers from which it was drawn.
        Err(TestError::Fail(story, _)) => panic!("seed {seed}: {story}"),
        Err(TestError::Abort(why)) => panic!("seed {seed}: {why}"),
    }
}

/// A panic of the stack as a failure that tells what was done before.
fn caught(
    house: &mut House,
    act: impl FnOnce(&mut House) -> Result<(), TestCaseError>,
) -> Result<(), TestCaseError> {
    match catch_unwind(AssertUnwindSafe(|| act(house))) {
        Ok(outcome) => outcome,
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map_or("no text", String::as_str);
            Err(TestCaseError::fail(format!("it panicked: {text}\n{}", house.told())))
        }
    }
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    }
}
