//! The table of operations against its own reader, and the committed description against the table.

use std::{fs, path::Path};

use serde_json::{Value, json};
use tserver_sim_control::{
    Act, AgentAct, Breakage, Look, Operation, OutsideAct, Page, PhoneKey, PlaceCall, Route,
    TimeAct, limits, openapi,
    operation::{ROWS, Row},
    request::Asking,
};

/// `INSTA_UPDATE=always cargo test -p tserver-sim-control` writes `openapi.json` anew.
#[test]
fn the_committed_description_is_that_of_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let mut made = serde_json::to_string_pretty(&openapi::document()).unwrap();
    made.push('\n');
    if fs::read_to_string(&path).is_ok_and(|kept| kept == made) {
        return;
    }
    assert!(
        updating(),
        "openapi.json is out of step: INSTA_UPDATE=always cargo test -p tserver-sim-control"
    );
    fs::write(path, made).unwrap();
}

#[test]
fn every_row_can_be_reached() {
    for row in ROWS {
        let path =
            row.path.replace("{call}", "c1").replace("{number}", "2001").replace("{link}", "1");
        let read = Operation::read(row.method, &path, "", b"");
        let status = read.err().map_or(200, |problem| problem.status);
        let wanted = if row.body.is_some() { 400 } else { 200 };
        assert_eq!(status, wanted, "{} {path}", row.method);
        assert_eq!(Operation::read("DELETE", &path, "", b"").unwrap_err().status, 405, "{path}");
    }
}

#[test]
fn every_row_is_in_the_readme() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let named = |row: &&Row| readme.contains(&format!("`{} {}`", row.method, row.path));
    let missing: Vec<_> = ROWS.iter().filter(|row| !named(row)).map(|row| row.path).collect();
    assert!(missing.is_empty(), "tserver-sim/README.md lacks {missing:?}");
}

#[test]
fn what_is_wrong_is_said() {
    let check = |method: &str, path: &str, query: &str, body: &str, said: &str| {
        let problem = Operation::read(method, path, query, body.as_bytes()).unwrap_err();
        assert!(problem.detail.contains(said), "{said}: {}", problem.detail);
    };
    check("GET", "/v1/calls/c1/more", "", "", "/openapi.json lists");
    check("GET", "/v1/calls", "first=1", "", "`first` is none of: skip, limit");
    check("GET", "/v1/time", "limit=1", "", "`limit` is none of: nothing");
    check("GET", "/v1/calls", "limit=many", "", "`limit=many` is not a number");
    check("POST", "/v1/calls", "", "{}", "missing field `to`");
    check("POST", "/v1/calls", "", r#"{"to": "1", "whence": "2"}"#, "unknown field `whence`");
    check("POST", "/v1/devices/2001/keys", "", r#"{"key": "jump"}"#, "unknown variant `jump`");
    check("POST", "/v1/time", "", r#"{"act": "run", "speed": -1.0}"#, "speed is above 0");
    check("POST", "/v1/time", "", r#"{"act": "step", "ms": 99999999999}"#, "a step is at most");
    check("GET", "/v1/clients/gateway", "", "", "`gateway` is no client");
    check("POST", "/v1/calls", "", r#"["8005"]"#, "the body is a list, not an object");
    check("POST", "/v1/calls/c1/route", "", r#"{"route": "to"}"#, "missing field `to`");
    check("POST", "/v1/time", "", r#"{"act": "pause"} {}"#, "trailing characters");
    let broken = r#"{"target": "link", "fault": "cutt"}"#;
    check("POST", "/v1/faults", "", broken, "`link` has no fault `cutt`");
    let at_once = r#"{"target": "link", "fault": "garbage", "lasting_ms": 5}"#;
    check("POST", "/v1/faults", "", at_once, "happens at once");
}

/// Every form of every body, with one key more than it has.
#[test]
fn what_no_body_has_is_refused() {
    let document = openapi::document();
    let (mut forms, bodies) = (0, ROWS.iter().filter(|row| row.body.is_some()));
    for row in bodies {
        let method = row.method.to_lowercase();
        let body = &document["paths"][row.path][method]["requestBody"]["content"];
        let schema = resolved(&body["application/json"]["schema"], &document);
        let one = [schema.clone()];
        for form in schema["oneOf"].as_array().map_or(one.as_slice(), Vec::as_slice) {
            let mut body = sample(form, &document);
            body["surplus"] = json!("1");
            let path = row.path.replace("{call}", "c1").replace("{number}", "2001");
            let read = Operation::read(row.method, &path, "", body.to_string().as_bytes());
            let said = read.expect_err(&format!("{path} {body}")).detail;
            assert!(said.contains("unknown field `surplus`"), "{path} {body}: {said}");
            assert_eq!(form["additionalProperties"], false, "{path} {body}");
            forms += 1;
        }
    }
    assert!(forms > ROWS.iter().filter(|row| row.body.is_some()).count(), "{forms} forms");
}

/// The least that a schema of the document allows.
fn sample(schema: &Value, document: &Value) -> Value {
    let schema = resolved(schema, document);
    let first = |list: &str| schema.get(list)?.as_array()?.first();
    if let Some(value) = schema.get("const").or_else(|| first("enum")) {
        return value.clone();
    }
    if let Some(form) = first("oneOf").or_else(|| first("anyOf")) {
        return sample(form, document);
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("object") => {
            let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
            let field = |name: &Value| {
                let name = name.as_str()?;
                let schema = schema.get("properties")?.get(name)?;
                Some((name.to_owned(), sample(schema, document)))
            };
            required.filter_map(field).collect()
        }
        Some("array") => json!([]),
        Some("boolean") => json!(true),
        Some("integer" | "number") => json!(1),
        _ => json!("1"),
    }
}

fn resolved<'d>(schema: &'d Value, document: &'d Value) -> &'d Value {
    let name = schema.get("$ref").and_then(Value::as_str).and_then(|name| name.strip_prefix('#'));
    name.and_then(|pointer| document.pointer(pointer)).unwrap_or(schema)
}

#[test]
fn what_a_client_asks_is_what_is_read() {
    let number = || "2/1 é".to_owned();
    let acts = [
        Act::Place(PlaceCall { to: "8005".to_owned(), ..PlaceCall::default() }),
        Act::Press { number: number(), key: PhoneKey::Hold { call: Some("c1".to_owned()) } },
        Act::Outside { call: "c1".to_owned(), act: OutsideAct::Hangup { party: None } },
        Act::Outside {
            call: "c1".to_owned(),
            act: OutsideAct::Digits { digits: "12".to_owned(), party: Some("0891112".to_owned()) },
        },
        Act::Agent { number: number(), act: AgentAct::LogOff { queue: None } },
        Act::Route { call: "c1".to_owned(), route: Route::Default {} },
        Act::Break(Breakage {
            target: "link".to_owned(),
            fault: "delay".to_owned(),
            parameters: [("by".to_owned(), "1s".to_owned())].into(),
            lasting_ms: Some(10_000),
        }),
    ];
    for act in acts {
        let Asking { path, body } = Asking::act(&act);
        let read = Operation::read("POST", &path, "", body.to_string().as_bytes());
        assert_eq!(read, Ok(Operation::Act(act)), "{path}");
    }
    let step = TimeAct::Step { ms: 5 };
    let Asking { path, body } = Asking::time(&step);
    let read = Operation::read("POST", &path, "", body.to_string().as_bytes());
    assert_eq!(read, Ok(Operation::Time(step)));
}

#[test]
fn a_list_has_at_most_so_many_entries() {
    let read = Operation::read("GET", "/v1/calls", "limit=999999&skip=3", b"");
    let page = Page { skip: 3, limit: limits::PAGE };
    assert_eq!(read, Ok(Operation::Look(Look::Calls(page))));
}

#[expect(clippy::disallowed_methods, reason = "the variable by which goldens are accepted")]
fn updating() -> bool {
    std::env::var("INSTA_UPDATE").is_ok_and(|word| word == "always")
}
