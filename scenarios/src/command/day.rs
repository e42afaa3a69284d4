//! `scenario day`: a whole day of a centre that lives by itself, as fast as it goes.
#![expect(clippy::disallowed_methods, reason = "an edge: it measures how long a day takes")]

use std::{process::ExitCode, time::Instant};

use anstream::println;
use scenarios::verify::day::{Day, world};
use switch_sim::{switch::Switch, world::World};

use crate::command::Outcome;

/// Which centre.
#[derive(Debug, clap::Args)]
pub(crate) struct DayArguments {
    /// How many agents work there
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(10..=20_000))]
    agents: u32,
    /// Seed of the day
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print the world file instead
    #[arg(long)]
    world: bool,
}

/// Plays a day and prints what happened and how long it took.
pub(crate) fn day(arguments: &DayArguments) -> Outcome {
    let text = world(arguments.agents, arguments.seed);
    if arguments.world {
        anstream::print!("{text}");
        return Ok(ExitCode::SUCCESS);
    }
    let begin = Instant::now();
    let world = World::parse(&text).map_err(|error| error.to_string())?;
    let switch = Switch::new(&world).map_err(|error| error.to_string())?;
    let built = begin.elapsed();
    let mut day = Day::new(switch);
    while day.next_hour() {}
    let spent = begin.elapsed();
    let invariants = day.finish()?;
    println!("{day}\n{invariants}");
    println!(
        "{} agents, 24 h, seed {}: {:.2} s ({:.2} s of them to read the world), {:.2} µs a call",
        arguments.agents,
        arguments.seed,
        spent.as_secs_f64(),
        built.as_secs_f64(),
        (spent - built).as_secs_f64() * 1e6 / day.calls().max(1) as f64,
    );
    Ok(ExitCode::SUCCESS)
}
