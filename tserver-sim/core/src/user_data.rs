//! User data: what the four requests do to a list, and what a consultation brings back.
//!
//! Genesys Events and Models, User Data; PSDK T-Library reference, `TAttachUserData` and `TUpdateUserData`: attaching adds pairs even
//! to keys that are there, updating replaces the value of a key and adds missing keys.

use tserver_wire::{KvList, KvPair, limits as wire};

/// Adds pairs; a key that is there is there twice afterwards.
pub(crate) fn attach(list: &mut KvList, pairs: &KvList) {
    list.0.extend(pairs.iter().cloned());
}

/// Gives each key the values that `pairs` has for it; missing keys are added.
pub(crate) fn update(list: &mut KvList, pairs: &KvList) {
    let mut done: Vec<&str> = Vec::new();
    for KvPair { key, .. } in pairs {
        if done.contains(&key.as_str()) {
            continue;
        }
        done.push(key);
        let values: Vec<KvPair> = pairs.iter().filter(|pair| pair.key == *key).cloned().collect();
        let at = list.0.iter().position(|pair| pair.key == *key).unwrap_or(list.0.len());
        list.0.retain(|pair| pair.key != *key);
        list.0.splice(at..at, values);
    }
}

/// Removes every pair of a key.
pub(crate) fn delete_pair(list: &mut KvList, key: &str) {
    list.0.retain(|pair| pair.key != key);
}

/// Brings a consultation call's data into the original call: what the consultation added or
/// changed since it began wins, what it merely inherited is left as the original has it.
pub(crate) fn merge(original: &mut KvList, consult: &KvList, inherited: &KvList) {
    let own: KvList = KvList(
        consult.iter().filter(|pair| !inherited.iter().any(|old| old == *pair)).cloned().collect(),
    );
    update(original, &own);
}

/// Leaves out what a list cannot carry: pairs beyond the limit of bytes or pairs, and pairs with
/// keys that are too long. Data that come with a call, or from two calls, were checked by nobody.
pub(crate) fn fit(list: &mut KvList, limit: usize) {
    let mut size = KvList::new().packed_len();
    list.0.retain(|pair| {
        let whole = size + PAIR_BYTES + pair.key.len() + pair.value.packed_len();
        let fits = whole <= limit && pair.key.len() <= wire::KEY_BYTES;
        if fits {
            size = whole;
        }
        fits
    });
    list.0.truncate(wire::PAIRS_PER_LIST);
}

/// How deep a list nests; without nested lists, 1.
pub(crate) fn depth(list: &KvList) -> usize {
    let inner = list.iter().filter_map(|pair| pair.value.as_list());
    1 + inner.map(depth).max().unwrap_or(0)
}

/// What a pair takes beside its key and value, packed.
const PAIR_BYTES: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> KvList {
        text.split_whitespace().filter_map(|pair| pair.split_once('=')).collect()
    }

    fn text(list: &KvList) -> String {
        let pair = |pair: &KvPair| format!("{}={}", pair.key, pair.value.as_str().unwrap_or("?"));
        list.iter().map(pair).collect::<Vec<_>>().join(" ")
    }

    fn check(operation: impl Fn(&mut KvList, &KvList), cases: &[(&str, &str, &str)]) {
        for (before, change, after) in cases {
            let mut found = list(before);
            operation(&mut found, &list(change));
            assert_eq!(text(&found), *after, "{before} with {change}");
        }
    }

    #[test]
    fn attaching_never_replaces() {
        check(attach, &[("", "a=1", "a=1"), ("a=1 b=2", "a=3", "a=1 b=2 a=3")]);
    }

    #[test]
    fn updating_replaces_in_place_and_adds() {
        check(
            update,
            &[
                ("", "a=1", "a=1"),
                ("a=1 b=2", "a=3", "a=3 b=2"),
                ("a=1 b=2 a=4", "a=3 c=5", "a=3 b=2 c=5"),
                ("b=2", "a=1 a=2", "b=2 a=1 a=2"),
            ],
        );
    }

    #[test]
    fn deleting_removes_every_pair_of_the_key() {
        check(
            |list, key| delete_pair(list, &key.0[0].key),
            &[("a=1 b=2 a=3", "a=", "b=2"), ("b=2", "a=", "b=2")],
        );
    }

    #[test]
    fn what_does_not_fit_is_left_out() {
        check(
            |list, _| fit(list, 2 + 2 * 7 + 1),
            &[("a=1 b=2", "", "a=1 b=2"), ("a=1 b=22222 c=3 d=4", "", "a=1 c=3")],
        );
        let mut long_key = KvList::new().with("k".repeat(2_000), "v");
        fit(&mut long_key, 16_000);
        assert!(long_key.is_empty());
    }

    #[test]
    fn depth_counts_the_list_itself() {
        let inner = KvList::new().with("a", KvList::new().with("b", KvList::new()));
        assert_eq!((depth(&KvList::new()), depth(&inner)), (1, 3));
    }

    #[test]
    fn a_consultation_brings_back_what_it_changed() {
        let cases = [
            // original, inherited copy, consultation, result
            ("ivr=A77", "ivr=A77", "ivr=A77 case=4711", "ivr=A77 case=4711"),
            ("ivr=B88", "ivr=A77", "ivr=A77", "ivr=B88"),
            ("ivr=A77", "ivr=A77", "ivr=C99", "ivr=C99"),
            ("ivr=A77", "", "note=x", "ivr=A77 note=x"),
        ];
        for (original, inherited, consult, after) in cases {
            let mut found = list(original);
            merge(&mut found, &list(consult), &list(inherited));
            assert_eq!(text(&found), after);
        }
    }
}
