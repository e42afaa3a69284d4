//! The sections about the switch as a whole: `[switch]` and `[monitoring]`.

use crate::{
    limits,
    monitoring::Voice,
    world::{
        reader::{Fields, Text, Value, all_of},
        sections::Reading,
    },
};

impl Reading<'_> {
    /// Reads `[switch]`.
    pub(super) fn switch<'t>(&mut self, section: &Text, value: &'t Value<'t>) {
        let keys = [
            "kind",
            "seed",
            "personality",
            "conference_limit",
            "conference_outlives_outsiders",
            "single_step_conference",
            "statistics_interval",
            "park_limit",
        ];
        let at = section.at.clone();
        let fields = Fields::new("[switch]", at, value, &keys, self.mistakes);
        let Some(mut fields) = fields else { return };
        if let Some(kind) = fields.text("kind") {
            match kind.text.as_str() {
                "emulator" => {}
                "tserver" => fields.mistakes().note_with_help(
                    kind.at,
                    "the kind `tserver`, a real switch behind a T-Server, is for later",
                    "write kind = \"emulator\", or leave it out",
                ),
                _ => {
                    let known = ["emulator"].into_iter();
                    fields.mistakes().note_unknown(kind.at, "kind of switch", &kind.text, known);
                }
            }
        }
        let seed = fields.integer("seed", 0, u64::MAX);
        let conference_limit = fields.integer("conference_limit", 3, limits::PARTIES as u64);
        let interval = fields.duration("statistics_interval");
        self.world.park_limit = fields.duration("park_limit").unwrap_or(self.world.park_limit);
        let outlives = fields.boolean("conference_outlives_outsiders").unwrap_or(false);
        let single_step = fields.boolean("single_step_conference").unwrap_or(true);
        self.world.conference_outlives_outsiders = outlives;
        self.world.single_step_conference = single_step;
        self.world.seed = seed.unwrap_or(self.world.seed);
        self.world.statistics_interval = interval.unwrap_or(self.world.statistics_interval);
        if let Some(limit) = conference_limit.and_then(|limit| usize::try_from(limit).ok()) {
            self.world.conference_limit = Some(limit);
        }
    }

    /// Reads `[predictive]`.
    pub(super) fn predictive<'t>(&mut self, section: &Text, value: &'t Value<'t>) {
        let keys = ["classifiers", "detects", "detects_at_most", "no_answer", "machines"];
        let at = section.at.clone();
        let fields = Fields::new("[predictive]", at, value, &keys, self.mistakes);
        let Some(mut fields) = fields else { return };
        let rules = &mut self.world.predictive;
        let classifiers = fields.integer("classifiers", 1, limits::CLASSIFIERS as u64);
        if let Some(number) = classifiers.and_then(|number| usize::try_from(number).ok()) {
            rules.classifiers = number;
        }
        rules.detects = fields.duration("detects").unwrap_or(rules.detects);
        rules.detects_at_most = fields.duration("detects_at_most").unwrap_or(rules.detects);
        if rules.detects_at_most < rules.detects {
            let at = fields.value("detects_at_most").map_or_else(|| fields.at(), |at| at.span());
            fields.mistakes().note(at, "`detects_at_most` is shorter than `detects`");
        }
        rules.no_answer = fields.duration("no_answer").unwrap_or(rules.no_answer);
        match fields.text("machines") {
            None => {}
            Some(word) if word.text == "connect" => rules.drop_machines = false,
            Some(word) if word.text == "drop" => rules.drop_machines = true,
            Some(word) => {
                let known = ["connect", "drop"].into_iter();
                fields.mistakes().note_unknown(word.at, "treatment", &word.text, known);
            }
        }
    }

    /// Reads `[monitoring]`.
    pub(super) fn monitoring<'t>(&mut self, section: &Text, value: &'t Value<'t>) {
        let (at, keys) = (section.at.clone(), ["modes", "intrusion"]);
        let fields = Fields::new("[monitoring]", at, value, &keys, self.mistakes);
        let Some(mut fields) = fields else { return };
        let rules = &mut self.world.monitoring;
        if let Some(intrusion) = fields.boolean("intrusion") {
            rules.intrusion = intrusion;
        }
        if fields.value("modes").is_some() {
            rules.voices = all_of(&mut fields, "modes", "way of monitoring", &Voice::ALL);
        }
    }
}
