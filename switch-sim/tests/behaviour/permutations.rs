//! Glare: what several people do at the same moment, in every order that can happen.
//!
//! ```text
//! PSTN1 brings 2001           told first, as in every story
//! at once
//! PSTN1_1 releases 1          one person's actions, in this order
//! ---
//! 2001 answers 1              another person's
//! 2001 answers 1
//! ```
//! Each order is played on a switch of its own; then everybody hangs up, and nothing may remain.

use std::fmt::Write as _;

use switch_sim::{switch::Switch, world::World};

use crate::{
    mirror::Mirror,
    random::Rig,
    story::{report, say},
};

/// What comes of every order, one paragraph each.
pub(crate) fn check(text: &str) -> String {
    let (first, at_once) = text.split_once("at once\n").unwrap();
    let people: Vec<Vec<&str>> =
        at_once.split("---\n").map(|lines| lines.lines().collect()).collect();
    let mut golden = text.to_owned();
    for order in orders(&people) {
        golden.push('\n');
        golden.push_str(&play(first, &order));
    }
    golden
}

fn play(first: &str, order: &[&str]) -> String {
    let world = World::parse(include_str!("../worlds/stories.toml")).unwrap();
    let mut rig = Rig::new(Switch::new(&world).unwrap(), Mirror::default());
    for line in first.lines().filter(|line| !line.starts_with('#')) {
        let action = say::line(rig.switch(), line);
        assert_eq!(rig.act(action), Ok(()), "{line}");
    }
    let mut outcome = String::new();
    for line in order {
        let action = say::line(rig.switch(), line);
        match rig.act(action) {
            Ok(()) => writeln!(outcome, "{line}").unwrap(),
            Err(refusal) => writeln!(outcome, "{line:<24} refused: {refusal}").unwrap(),
        }
    }
    outcome.push_str(&report::rest(rig.switch()));
    rig.hang_up_everywhere();
    outcome
}

/// All orders in which each list keeps its own.
fn orders<'t>(lists: &[Vec<&'t str>]) -> Vec<Vec<&'t str>> {
    let mut all = Vec::new();
    for (place, list) in lists.iter().enumerate() {
        if let Some((first, rest)) = list.split_first() {
            let mut others = lists.to_vec();
            others[place] = rest.to_vec();
            let tails = orders(&others);
            all.extend(tails.into_iter().map(|tail| [&[*first][..], &tail].concat()));
        }
    }
    if all.is_empty() { vec![Vec::new()] } else { all }
}
