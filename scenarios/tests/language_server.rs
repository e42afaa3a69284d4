//! An editor opens, types in and leaves a scenario, over the protocol that editors speak.

#![expect(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "the server has a thread of its own; what an answer lacks shall panic"
)]

use std::{path::Path, thread};

use lsp_server::{Connection, Message, Notification, Request, RequestId};
use scenarios::language_server;
use serde_json::{Value, json};

#[test]
fn an_editor_is_told_of_mistakes_and_offered_words() {
    let mut editor = Editor::start();
    let file = editor.file("language_server.scn");
    let text = "scenario \"😀\"\nworld acme\n\nallice > AGENTINITIALIZE\nalice > SETAGENTSTATE \n";
    let told = editor.open(&file, text);
    insta::assert_snapshot!("mistakes", pretty(&told["diagnostics"]));
    let offered = editor.ask("textDocument/completion", at(&file, 4, 22));
    let labels: Vec<&str> =
        offered.as_array().unwrap().iter().filter_map(|item| item["label"].as_str()).collect();
    insta::assert_snapshot!("offered", labels.join("\n"));
    let worlds = editor.ask("textDocument/completion", at(&file, 1, 6));
    assert!(worlds.as_array().unwrap().iter().any(|item| item["label"] == "acme"), "{worlds}");
    let said = editor.ask("textDocument/hover", at(&file, 4, 10));
    insta::assert_snapshot!("said", pretty(&said));
    editor.end();
}

#[test]
fn a_file_is_laid_out_and_its_mistakes_leave_with_it() {
    let mut editor = Editor::start();
    let file = editor.file("layout.scn");
    editor.open(&file, "scenario \"x\"\nworld   acme\n\nalice   > AGENTINITIALIZE\n");
    let edits = editor.ask("textDocument/formatting", formatting(&file));
    insta::assert_snapshot!("laid_out", edits[0]["newText"].as_str().unwrap());
    let changed = json!({
        "textDocument": { "uri": file, "version": 2 },
        "contentChanges": [{ "text": "scenario \"x\"\nworld acmee\n" }],
    });
    let told = editor.tell("textDocument/didChange", changed);
    insta::assert_snapshot!("unknown_world", pretty(&told["diagnostics"]));
    let told = editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": file } }));
    assert_eq!(told["diagnostics"], json!([]));
    let nothing = editor.ask("textDocument/formatting", formatting(&file));
    assert_eq!(nothing, Value::Null, "a file that is not open");
    editor.end();
}

#[test]
fn what_the_server_does_not_know_is_refused() {
    let mut editor = Editor::start();
    let refusal = editor.refused("textDocument/rename", json!({}));
    assert_eq!(refusal, "-32601 this server does not know `textDocument/rename`");
    let refusal = editor.refused("textDocument/hover", json!({ "position": 7 }));
    assert!(refusal.starts_with("-32602 `textDocument/hover`: "), "{refusal}");
    editor.end();
}

/// The editor's end of the wire.
struct Editor {
    wire: Connection,
    server: thread::JoinHandle<anyhow::Result<()>>,
    asked: i32,
}

impl Editor {
    fn start() -> Self {
        let (wire, other) = Connection::memory();
        let server = thread::spawn(move || language_server::serve(&other));
        let mut editor = Self { wire, server, asked: 0 };
        let can = editor.ask("initialize", json!({ "capabilities": {} }));
        assert_eq!(can["capabilities"]["textDocumentSync"], 1, "whole files: {can}");
        editor.send(Notification::new("initialized".into(), json!({})));
        editor
    }

    /// The address of a file beside the shipped cases; it need not exist.
    fn file(&self, name: &str) -> String {
        let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases").join(name);
        format!("file://{}", cases.display())
    }

    fn open(&mut self, file: &str, text: &str) -> Value {
        let document = json!({ "uri": file, "languageId": "scn", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }))
    }

    /// Tells the server something, and gives what it publishes of it.
    fn tell(&mut self, method: &str, parameters: Value) -> Value {
        self.send(Notification::new(method.into(), parameters));
        match self.wire.receiver.recv().expect("an answer") {
            Message::Notification(published) => {
                assert_eq!(published.method, "textDocument/publishDiagnostics");
                published.params
            }
            other @ (Message::Request(_) | Message::Response(_)) => panic!("{other:?}"),
        }
    }

    fn ask(&mut self, method: &str, parameters: Value) -> Value {
        self.request(method, parameters).expect("an answer")
    }

    fn refused(&mut self, method: &str, parameters: Value) -> String {
        self.request(method, parameters).expect_err("a refusal")
    }

    fn request(&mut self, method: &str, parameters: Value) -> Result<Value, String> {
        self.asked += 1;
        self.send(Request::new(RequestId::from(self.asked), method.into(), parameters));
        match self.wire.receiver.recv().expect("an answer") {
            Message::Response(response) => {
                let answer = serde_json::to_value(&response).expect("JSON");
                match answer.get("error") {
                    Some(error) => Err(format!(
                        "{} {}",
                        error["code"],
                        error["message"].as_str().unwrap_or_default()
                    )),
                    None => Ok(answer["result"].clone()),
                }
            }
            other @ (Message::Request(_) | Message::Notification(_)) => panic!("{other:?}"),
        }
    }

    fn send(&self, message: impl Into<Message>) {
        self.wire.sender.send(message.into()).expect("the server lives");
    }

    fn end(mut self) {
        self.ask("shutdown", Value::Null);
        self.send(Notification::new("exit".into(), Value::Null));
        self.server.join().expect("no panic").expect("a good end");
    }
}

fn at(file: &str, line: u32, character: u32) -> Value {
    let position = json!({ "line": line, "character": character });
    json!({ "textDocument": { "uri": file }, "position": position })
}

fn formatting(file: &str) -> Value {
    let options = json!({ "tabSize": 2, "insertSpaces": true });
    json!({ "textDocument": { "uri": file }, "options": options })
}

/// Without the address of the file, which differs from machine to machine.
fn pretty(value: &Value) -> String {
    let text = serde_json::to_string_pretty(value).expect("JSON");
    text.replace(concat!("file://", env!("CARGO_MANIFEST_DIR")), "SCENARIOS")
        .replace(env!("CARGO_MANIFEST_DIR"), "SCENARIOS")
}
