//! The orders in which what happens `together` could happen: one story for each.

use scenario_lang::{
    Span, Spanned,
    step::{Scenario, Step},
};

/// A story in which one `together` block has another order than in the file.
#[derive(Debug)]
pub struct Shuffled {
    pub scenario: Scenario,
    /// The lines of the block, in the order in which they are played.
    pub order: Vec<Span>,
}

/// A block of up to this many lines is played in every order; of a longer one, each line once first and once last.
pub const WHOLE_BLOCK: usize = 4;

/// Every order of every block, one block at a time, without the order of the file.
pub fn orders(scenario: &Scenario) -> impl Iterator<Item = Shuffled> {
    let mut lengths = Vec::new();
    collect(&scenario.steps, &mut lengths);
    let each = lengths.into_iter().enumerate();
    let each = each
        .flat_map(|(block, length)| others(length).into_iter().map(move |order| (block, order)));
    each.filter_map(|(block, order)| {
        let mut shuffled = scenario.clone();
        let lines = apply(&mut shuffled.steps, &mut block.clone(), &order)?;
        Some(Shuffled { scenario: shuffled, order: lines })
    })
}

/// The lengths of the blocks, in the order of the file.
fn collect(steps: &[Spanned<Step>], lengths: &mut Vec<usize>) {
    for step in steps {
        if let Step::Together(lines) = &step.value {
            lengths.push(lines.len());
        } else {
            collect(step.value.inner(), lengths);
        }
    }
}

/// Puts the block that is `left` blocks further on into `order`; its lines as they stand then.
fn apply(steps: &mut [Spanned<Step>], left: &mut usize, order: &[usize]) -> Option<Vec<Span>> {
    steps.iter_mut().find_map(|step| {
        if let Step::Repeat { steps, .. } = &mut step.value {
            return apply(steps, left, order);
        }
        let Step::Together(lines) = &mut step.value else { return None };
        if *left > 0 {
            *left -= 1;
            return None;
        }
        *lines = order.iter().filter_map(|line| lines.get(*line)).cloned().collect();
        Some(lines.iter().map(|line| line.span).collect())
    })
}

/// The orders of `length` lines that are played, without the one of the file.
fn others(length: usize) -> Vec<Vec<usize>> {
    let file: Vec<usize> = (0..length).collect();
    let mut found = Vec::new();
    if length <= WHOLE_BLOCK {
        permute(&mut Vec::new(), &file, &mut found);
    } else {
        for line in 0..length {
            let rest = || file.iter().copied().filter(move |other| *other != line);
            found.push(std::iter::once(line).chain(rest()).collect());
            found.push(rest().chain(std::iter::once(line)).collect());
        }
    }
    found.retain(|order| *order != file);
    found
}

/// Every order of what is `left`, behind what is chosen.
fn permute(chosen: &mut Vec<usize>, left: &[usize], found: &mut Vec<Vec<usize>>) {
    if left.is_empty() {
        found.push(chosen.clone());
    }
    for line in left {
        let rest: Vec<usize> = left.iter().copied().filter(|other| other != line).collect();
        chosen.push(*line);
        permute(chosen, &rest, found);
        chosen.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::{orders, others};

    #[test]
    fn every_order_of_a_short_block_and_each_line_of_a_long_one() {
        assert_eq!(others(0).len(), 0);
        assert_eq!(others(1).len(), 0);
        assert_eq!(others(3), [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]);
        assert_eq!(others(4).len(), 23);
        // Each line first and last, without the first one first and the last one last.
        assert_eq!(others(6).len(), 10);
    }

    #[test]
    fn one_block_at_a_time_also_inside_a_repeat() {
        let text = "scenario \"x\"\nworld acme\ntogether\nalice > A\nbob > B\nend\nrepeat 2\ntogether\n\
                    alice > C\nbob > D\nend\nend\n";
        let (scenario, _) = scenario_lang::parse(text);
        let shown: Vec<Vec<&str>> = orders(&scenario)
            .map(|shuffled| shuffled.order.iter().map(|span| &text[span.start..span.end]).collect())
            .collect();
        assert_eq!(shown, [["bob > B", "alice > A"], ["bob > D", "alice > C"]]);
    }
}
