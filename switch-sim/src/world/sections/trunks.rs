//! The section `[trunks]`.

use crate::{
    id::Number,
    limits,
    world::{
        TrunkGroup,
        reader::{Fields, Text, Value},
        sections::Reading,
    },
};

impl Reading<'_> {
    /// Reads a trunk group.
    pub(super) fn trunk<'t>(&mut self, name: &Text, value: &'t Value<'t>) {
        let keys = ["channels", "prefixes"];
        let fields = Fields::new("a trunk group", name.at.clone(), value, &keys, self.mistakes);
        let Some(mut fields) = fields else { return };
        if fields.value("channels").is_none() {
            let help = "add channels = 30, or as many calls as it carries at once";
            let at = fields.at();
            fields.mistakes().note_with_help(at, "a trunk group needs `channels`", help);
        }
        let channels = fields.integer("channels", 1, limits::DEVICES as u64).unwrap_or(1);
        let prefixes = fields.numbers("prefixes");
        self.devices += channels;
        let channels = u32::try_from(channels).unwrap_or(u32::MAX);
        let longest = format!("{}_{channels}", name.text);
        if Number::new(&longest).is_err() {
            let message = format!("`{}` cannot name a trunk group", name.text);
            let help = format!(
                "its circuits are devices like `{longest}`: letters, digits and `_`, {} in all",
                Number::MAX_LEN
            );
            self.mistakes.note_with_help(name.at.clone(), message, help);
        }
        for prefix in &prefixes {
            let taken =
                self.world.trunks.iter().find(|trunk| trunk.prefixes.contains(&prefix.text));
            if let Some(other) = taken {
                let message =
                    format!("the prefix `{}` leads to {} already", prefix.text, other.name);
                self.mistakes.note(prefix.at.clone(), message);
            }
        }
        let prefixes = prefixes.into_iter().map(|prefix| prefix.text).collect();
        self.world.trunks.push(TrunkGroup { name: name.text.clone(), channels, prefixes });
    }
}
