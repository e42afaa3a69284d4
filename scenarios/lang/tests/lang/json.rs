//! JSON made by hand: what is wrong with it is told.

use scenario_lang::{from_json, print};

#[test]
fn json_made_by_hand_is_a_scenario() {
    let json = r#"{
        "title": "By hand", "world": "acme", "steps": [
            {"repeat": {"count": 2, "every": "90s", "steps": [
                {"never": {"for": "5s", "events": [{"event": {"who": "alice", "name": "LINKUP"}}]}}
            ]}},
            {"request": {"who": "alice.phone", "name": "DIAL", "operand": "8005",
                         "pairs": [{"key": "data.note", "value": "two words"}], "as": "c1"}}
        ]
    }"#;
    insta::assert_snapshot!(print(&from_json(json).expect("a scenario")), @r#"
    scenario "By hand"
    world    acme
    golden   ptc

    repeat 2 every 1m30s
      never for 5s
        alice < LINKUP
      end
    end
    alice.phone > DIAL 8005 data.note="two words" as c1
    "#);
}

#[test]
fn wrong_json_is_told() {
    let told = |steps: &str| {
        let json = format!(r#"{{"title": "By hand", "world": "acme", "steps": [{steps}]}}"#);
        from_json(&json).map(|scenario| print(&scenario)).expect_err("wrong").to_string()
    };
    let wrong = [
        r#"{"wait": "5s"}, {"sleep": "5s"}"#,
        r#"{"wait": "5"}"#,
        r#"{"event": {"who": "alice", "name": "LINKUP", "colour": "red"}}"#,
        r#"{"any-order": []}"#,
        r#"{"request": {"who": "alice", "name": "MAKE CALL"}}"#,
        r#"{"request": {"who": "alice", "name": "MAKECALL", "operand": "a=b"}}"#,
        r#"{"event": {"who": "alice", "name": "LINKUP\nwait 5s"}}"#,
        r#"{"fault": {"what": "link", "name": "cut", "words": ["//"]}}"#,
    ];
    insta::assert_snapshot!(wrong.map(told).join("\n"), @"
    the JSON is not a scenario: unknown variant `sleep`, expected one of `request`, `event`, `check`, `fault`, `wait`, `quiet`, `together`, `any-order`, `never`, `repeat` at line 1 column 72
    the JSON is not a scenario: `5` is not a time: write numbers with units, such as `250ms`, `20s`, `1m30s` or `2h` at line 1 column 60
    the JSON is not a scenario: unknown field `colour`, expected one of `who`, `name`, `operand`, `pairs`, `within` at line 1 column 101
    printed, the JSON is a scenario with mistakes (1), the first: `any-order` holds no line
    the JSON holds a word that no scenario can hold: printed, it reads as something else
    the JSON holds a word that no scenario can hold: printed, it reads as something else
    the JSON holds a word that no scenario can hold: printed, it reads as something else
    the JSON holds a word that no scenario can hold: printed, it reads as something else
    ");
}
