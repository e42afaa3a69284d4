//! The section `[coverage_paths]`.

use crate::{
    feature::{CoveragePath, Criterion},
    limits,
    world::{
        reader::{Fields, Text, Value, all_of},
        sections::Reading,
    },
};

impl Reading<'_> {
    /// Reads a coverage path.
    pub(super) fn coverage_path<'t>(&mut self, name: &Text, value: &'t Value<'t>) {
        let fields = Fields::new("a coverage path", name.at.clone(), value, &KEYS, self.mistakes);
        let Some(mut fields) = fields else { return };
        let points = fields.numbers("points");
        if !(1..=limits::COVERAGE_POINTS).contains(&points.len()) {
            let most = limits::COVERAGE_POINTS;
            let message = format!("a coverage path has 1 to {most} `points`, not {}", points.len());
            let at = fields.value("points").map_or_else(|| fields.at(), |points| points.span());
            let help = "add points = [\"…\"], numbers that take the calls in turn";
            fields.mistakes().note_with_help(at, message, help);
        }
        let criteria = |fields: &mut Fields<'_, '_>, key| match fields.value(key) {
            Some(_) => all_of(fields, key, "criterion", Criterion::WORDS),
            None => Criterion::DEFAULT.into(),
        };
        let (inside, outside) = (criteria(&mut fields, "inside"), criteria(&mut fields, "outside"));
        let rings = |fields: &mut Fields<'_, '_>, key| {
            let found = fields.integer(key, 1, u64::from(limits::RINGS));
            found.and_then(|rings| u32::try_from(rings).ok()).unwrap_or(limits::RINGS_DEFAULT)
        };
        let (rings, point_rings) = (rings(&mut fields, "rings"), rings(&mut fields, "point_rings"));
        self.points.extend(points.iter().cloned());
        let points = points.into_iter().map(|point| point.text).collect();
        let name = name.text.clone();
        let path = CoveragePath { name, points, inside, outside, rings, point_rings };
        self.world.coverage_paths.push(path);
    }
}

const KEYS: [&str; 5] = ["points", "inside", "outside", "rings", "point_rings"];
