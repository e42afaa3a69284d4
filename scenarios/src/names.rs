//! The names a story gives to calls, and how ids turn into them in everything that is printed.

use std::collections::BTreeMap;

/// Story names by connection id (16 hexadecimal digits).
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    by_id: BTreeMap<String, String>,
    by_name: BTreeMap<String, String>,
    /// How many calls without a name have been numbered.
    unnamed: usize,
}

impl Names {
    /// Gives a call its story name; in a `repeat` block the newest call has it.
    pub(crate) fn bind(&mut self, name: &str, id: &str) {
        self.by_name.insert(name.into(), id.into());
        self.by_id.insert(id.into(), name.into());
    }

    /// The id of the call with this name.
    pub(crate) fn id(&self, name: &str) -> Option<&str> {
        self.by_name.get(name).map(String::as_str)
    }

    /// The name of the call with this id.
    pub(crate) fn name_of(&self, id: &str) -> Option<&str> {
        self.by_id.get(id).map(String::as_str)
    }

    /// Rewrites every connection id in a line as its story name. Calls that the story does not
    /// name are numbered in the order in which the trace mentions them.
    pub(crate) fn rewrite(&mut self, line: &str) -> String {
        let mut out = String::with_capacity(line.len());
        let mut word = String::new();
        for c in line.chars() {
            if c.is_ascii_alphanumeric() {
                word.push(c);
            } else {
                self.flush(&mut word, &mut out);
                out.push(c);
            }
        }
        self.flush(&mut word, &mut out);
        out
    }

    fn flush(&mut self, word: &mut String, out: &mut String) {
        if word.len() == ID_DIGITS && word.bytes().all(|b| b.is_ascii_hexdigit()) {
            let name = self.by_id.entry(word.clone()).or_insert_with(|| {
                self.unnamed += 1;
                format!("_{}", self.unnamed)
            });
            out.push_str(name);
        } else {
            out.push_str(word);
        }
        word.clear();
    }
}

/// How many digits a connection id is printed with.
const ID_DIGITS: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_names_and_unnamed_calls_are_numbered() {
        let mut names = Names::default();
        names.bind("c1", "006c000000000001");
        assert_eq!(
            names.rewrite("call=006c000000000001 other=006c000000000002 again=006c000000000002"),
            "call=c1 other=_1 again=_1"
        );
        assert_eq!(names.rewrite("ani=01715550123"), "ani=01715550123");
        assert_eq!(names.rewrite("006c000000000003"), "_2");
        names.bind("c2", "006c000000000002");
        assert_eq!(names.rewrite("006c000000000004"), "_3", "numbers are given once");
    }
}
