//! What holds for any text.

use proptest::{prelude::*, test_runner::RngSeed};
use scenario_lang::{check, format, from_json, limits, parse, print, render, to_json};

use crate::acme::vocabulary;

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_too_much(text in any::<String>()) {
        survive(&text);
    }

    #[test]
    fn no_heap_of_words_is_too_much(lines in prop::collection::vec(heap(), 0..12)) {
        survive(&lines.join("\n"));
    }

    #[test]
    fn a_story_is_read_as_it_was_told(steps in prop::collection::vec(step(), 1..12)) {
        let text = story(&steps);
        let (scenario, mistakes) = parse(&text);
        prop_assert!(mistakes.is_empty(), "{}", render(&mistakes, "story.scn", &text, false));
        let json = to_json(&scenario);
        prop_assert_eq!(&to_json(&parse(&print(&scenario)).0), &json, "printed and read");
        prop_assert_eq!(to_json(&from_json(&json).expect("its own JSON")), json, "to JSON and back");
    }

    #[test]
    fn laying_out_changes_blanks_only(steps in prop::collection::vec(step(), 1..12)) {
        let text = story(&steps);
        let once = format(&text).expect("a story without mistakes");
        prop_assert_eq!(format(&once).expect("still none"), once.as_str(), "twice is once");
        prop_assert_eq!(to_json(&parse(&once).0), to_json(&parse(&text).0), "the same scenario");
    }
}

#[test]
fn bounds_are_told() {
    let head = "scenario \"x\"\nworld acme\n";
    let message = |text: &str| parse(text).1.first().map(|mistake| mistake.message.clone());
    let long = " ".repeat(limits::FILE_BYTES + 1);
    assert_eq!(message(&long).as_deref(), Some("the file is longer than 262144 bytes"));
    let many = head.to_owned() + &"wait 1s\n".repeat(limits::STEPS + 5);
    assert_eq!(message(&many).as_deref(), Some("the scenario has more than 10000 steps"));
    let open = head.to_owned() + &"repeat 2\n".repeat(9_000);
    assert_eq!(parse(&open).1.len(), limits::NESTING + 1);
    let wide = head.to_owned() + "wait 1s\nwait 1s  // " + &"x".repeat(limits::LINE_BYTES);
    assert_eq!(message(&wide).as_deref(), Some("a line is longer than 4096 bytes"));
    let wrong = head.to_owned() + &"x\n".repeat(9_000);
    assert_eq!(parse(&wrong).1.len(), limits::MISTAKES + 1);
}

/// Whatever the text is, every function answers.
fn survive(text: &str) {
    let (scenario, mut mistakes) = parse(text);
    let is_clean = mistakes.is_empty();
    mistakes.extend(check(&scenario, &vocabulary()));
    assert!(mistakes.is_empty() || !render(&mistakes, "any.scn", text, false).is_empty());
    assert_eq!(format(text).is_ok(), is_clean);
    let json = to_json(&scenario);
    if is_clean {
        assert_eq!(to_json(&from_json(&json).expect("its own JSON")), json);
    } else {
        drop(from_json(&json));
    }
}

/// A line of words of the language in any order.
fn heap() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "scenario",
        "\"a title\"",
        "world",
        "acme",
        "tags",
        "golden",
        "ptc",
        "alice",
        "bob.phone",
        "caller",
        "link",
        "sales",
        "c1",
        ">",
        "<",
        "?",
        "!",
        "->",
        "ok",
        "error",
        "NotHeld",
        "as",
        "within",
        "for",
        "every",
        "1s",
        "20",
        "MAKECALL",
        "INCOMINGCALL",
        "to=2002",
        "to=",
        "=x",
        "data.a=\"b c\"",
        "\"open",
        "//",
        "wait",
        "quiet",
        "together",
        "any-order",
        "never",
        "repeat",
        "end",
        "gone",
        "waiting=1",
        "\t",
        "\u{a0}",
        "é\"",
        "\\",
        "99999999999999999999h",
    ]);
    prop::collection::vec(word, 0..8).prop_map(|words| words.join(" "))
}

fn story(steps: &[String]) -> String {
    format!("scenario \"any\"  // told at random\nworld acme\n\n\n{}\n", steps.join("\n"))
}

/// The text of one good step, with whatever blanks.
fn step() -> impl Strategy<Value = String> {
    let line =
        prop_oneof![
            (who(), blanks(), name(), call(), pairs(), tail(" as ", "[a-z][0-9]"), error())
                .prop_map(|(who, b, name, call, pairs, named, error)| {
                    format!("{b}{who}{b}>{b}{name}{call}{pairs}{named}{error}{b}")
                }),
            (who(), blanks(), name(), call(), pairs(), tail(" within ", "[1-9](ms|s|m|h)"))
                .prop_map(|(who, b, name, call, pairs, within)| {
                    format!("{who}{b}<{b}{name}{call}{pairs}{within} // seen")
                }),
            (name(), pairs(), tail(" within ", "[1-9]m[1-9]s"))
                .prop_map(|(what, pairs, within)| format!("{what} ? gone{pairs}{within}")),
            (name(), pairs(), tail(" for ", "[1-9]ms"))
                .prop_map(|(what, pairs, lasting)| format!("{what} ! cut{pairs}{lasting}")),
            "(wait|quiet) [0-9]{1,4}(ms|s|m)",
            "\n\n\n|// [a-z ]{0,9}\nwait 1s",
        ];
    line.prop_recursive(3, 12, 4, |inner| {
        prop::collection::vec(inner, 1..4)
            .prop_map(|lines| format!("repeat 2 every 1s\nwait 1s\n{}\nend", lines.join("\n")))
    })
    .prop_map(|step| format!("{step}\nany-order\nx < Y\nend\ntogether\nlong-name ! cut\nend"))
}

fn who() -> impl Strategy<Value = String> {
    "[b-d]{1,6}(\\.phone)?"
}

fn blanks() -> impl Strategy<Value = String> {
    "[ \t]{1,3}"
}

fn name() -> impl Strategy<Value = String> {
    "[A-Z#*0-9][A-Z0-9é/#*\\\\]{0,8}"
}

fn call() -> impl Strategy<Value = String> {
    tail(" ", "[a-z][0-9]")
}

fn pairs() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        "[a-z0-9#*+=/\\\\>é]{1,6}",
        "\"[a-z >#//=é\t\u{200b}\u{a0}]{0,6}(\\\\n|\\\\\"|\\\\\\\\)?[a-z]{0,2}\"",
    ];
    let pair = ("[a-z]{1,4}(\\.[A-Za-z_0-9-]{1,4})?", value);
    prop::collection::vec(pair.prop_map(|(key, value)| format!(" {key}={value}")), 0..3)
        .prop_map(|pairs| pairs.concat())
}

fn error() -> impl Strategy<Value = String> {
    "( -> ok| -> error [A-Z][a-z]{0,6})?"
}

/// Perhaps `lead` and a word of this form.
fn tail(lead: &'static str, word: &'static str) -> impl Strategy<Value = String> {
    prop::option::of(word)
        .prop_map(move |word| word.map(|word| format!("{lead}{word}")).unwrap_or_default())
}
