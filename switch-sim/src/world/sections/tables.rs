//! The tables that conditions of vectors look into: digits, holidays, service hours, parts of the
//! switch.

use toml::de::DeValue;

use crate::{
    vector::{Parts, ServiceHours, condition::calendar::holiday},
    world::{
        reader::{Fields, Text, Value, in_order, text},
        sections::Reading,
    },
};

impl Reading<'_> {
    pub(super) fn digit_table<'t>(&mut self, name: &Text, value: &'t Value<'t>) {
        let help = "write [\"0171+\", \"800\"]: digits, `?` for one, `+` for any number";
        if let Some((number, entries)) = self.table(name, value, "digits", help) {
            let entries = entries.into_iter().map(|entry| entry.text).collect();
            self.world.vectors.tables.insert(number, entries);
        }
    }

    pub(super) fn holiday_table<'t>(&mut self, name: &Text, value: &'t Value<'t>) {
        let help = "write [\"12-25\", \"12-24 18:00 to 12-26 08:00\"]: months and days";
        let Some((number, entries)) = self.table(name, value, "holidays", help) else { return };
        let spans = self.entries(entries, holiday, "holiday", help);
        self.world.vectors.holidays.insert(number, spans);
    }

    pub(super) fn service_hours_table<'t>(&mut self, name: &Text, value: &'t Value<'t>) {
        let help = "write [\"mon-fri 08:00 to 17:00\", \"sat 09:00 to 12:00\"]";
        let found = self.table(name, value, "service hours", help);
        let Some((number, entries)) = found else { return };
        let spans = self.entries(entries, ServiceHours::parse, "span of the week", help);
        self.world.vectors.service_hours.insert(number, spans);
    }

    fn table<'t>(
        &mut self,
        name: &Text,
        value: &'t Value<'t>,
        what: &str,
        help: &str,
    ) -> Option<(u32, Vec<Text>)> {
        let number = name.text.parse().ok().filter(|number| (1..=999).contains(number));
        if number.is_none() {
            let message = format!("`{}` is no number of a table", name.text);
            self.mistakes.note_with_help(name.at.clone(), message, "number it from 1 to 999");
        }
        let entries = value.get_ref().as_array();
        let entries = entries.map(|values| values.iter().filter_map(text).collect());
        if entries.is_none() {
            let message = format!("a table is a list of {what}");
            self.mistakes.note_with_help(value.span(), message, help);
        }
        Some((number?, entries?))
    }

    fn entries<T>(
        &mut self,
        entries: Vec<Text>,
        read: fn(&str) -> Option<T>,
        what: &str,
        help: &str,
    ) -> Vec<T> {
        let mut found = Vec::with_capacity(entries.len());
        for entry in entries {
            match read(&entry.text) {
                Some(entry) => found.push(entry),
                None => {
                    let message = format!("`{}` is no {what}", entry.text);
                    self.mistakes.note_with_help(entry.at, message, help);
                }
            }
        }
        found
    }
}

/// Parts of the switch by number, each with whether it is registered: `{ 1 = true, 2 = false }`.
pub(super) fn parts(fields: &mut Fields<'_, '_>, key: &str) -> Parts {
    let mut parts = Parts::new();
    let Some(value) = fields.value(key) else { return parts };
    let help =
        format!("write {key} = {{ 1 = true, 2 = false }}: by number, whether it is registered");
    let DeValue::Table(table) = value.get_ref() else {
        fields.mistakes().note_with_help(value.span(), format!("`{key}` is a table"), help);
        return parts;
    };
    for (number, registered) in in_order(table) {
        match (number.text.parse(), registered.get_ref().as_bool()) {
            (Ok(number), Some(registered)) => {
                parts.insert(number, registered);
            }
            (Err(_), _) | (_, None) => {
                let message = format!("`{}` is no part", number.text);
                fields.mistakes().note_with_help(number.at, message, help.as_str());
            }
        }
    }
    parts
}
