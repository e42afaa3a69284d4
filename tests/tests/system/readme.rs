//! What the pages tell a newcomer to type: it is typed, and answered as they say.

use std::{collections::BTreeMap, fmt::Write as _, fs, process::Command};

use crate::process::{Emulator, Gateway, program};

/// The session by hand of the gateway's page.
#[test]
fn a_session_by_hand() {
    if !curl_is_there() {
        return;
    }
    let mut emulator = Emulator::start(0);
    let mut gateway = Gateway::start("by_hand", emulator.address);
    gateway.wait_until_ready();
    let page = section("gateway/README.md", "## A session by hand");
    let typed = Shell::at(&gateway).follow(&page, &mut emulator);
    assert!(typed >= 15, "only {typed} commands are left on the page");
}

/// The first call of the product's page.
#[test]
fn a_first_call_by_hand() {
    if !curl_is_there() {
        return;
    }
    let mut emulator = Emulator::start(0);
    let mut gateway = Gateway::start("first_call", emulator.address);
    gateway.wait_until_ready();
    let page = section("README.md", "## The gateway on real sockets");
    let typed = Shell::at(&gateway).follow(&page, &mut emulator);
    assert_eq!(typed, 2);
}

/// Programs, subcommands and options that the pages name are there.
#[test]
fn every_command_of_the_pages_is_there() {
    let mut missing = Vec::new();
    let mut count = 0;
    for page in ["README.md", "gateway/README.md", "gateway/SITE.md", "gateway/adapters/README.md"]
    {
        let text = fs::read_to_string(tests::root().join(page)).expect("it is there");
        for command in commands(&text) {
            count += 1;
            missing.extend(lacks(&command).map(|what| format!("{page}: `{command}`: {what}")));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(count > 30, "only {count} commands are left on the pages");
}

#[expect(clippy::print_stdout, reason = "a word about tests that are skipped")]
fn curl_is_there() -> bool {
    let is_there = Command::new("curl").arg("--version").output().is_ok();
    if !is_there {
        println!("skipped: curl is not installed");
    }
    is_there
}

/// Somebody at a terminal who knows the page, and has the gateway at another address.
struct Shell {
    address: String,
    /// Functions and variables that were set.
    set: String,
    /// What stands in the place of the names of sessions and calls on the page.
    names: BTreeMap<String, String>,
}

impl Shell {
    fn at(gateway: &Gateway) -> Self {
        Self { address: gateway.address.to_string(), set: String::new(), names: BTreeMap::new() }
    }

    /// Types what the page says, and compares the answers; how many there were.
    fn follow(&mut self, page: &str, emulator: &mut Emulator) -> usize {
        let mut typed = 0;
        let mut lines = page.lines().peekable();
        while let Some(line) = lines.next() {
            if let Some((_, act)) = line.split_once("Type `") {
                let (act, _) = act.split_once('`').expect("an act at the switch");
                emulator.act(act);
            }
            // The programs run already.
            let Some(command) = line.strip_prefix("$ ").filter(|c| !c.starts_with("cargo")) else {
                continue;
            };
            let command = self.here(command);
            if command.starts_with("pts()") || command.split('=').next().is_some_and(is_name) {
                self.set.push_str(&command);
                self.set.push('\n');
                continue;
            }
            let mut answer = String::new();
            while let Some(line) = lines.next_if(|line| !line.starts_with("$ ") && *line != "```") {
                answer.push_str(line.trim_start());
            }
            self.types(&command, &answer);
            typed += 1;
        }
        typed
    }

    /// The command with the names of this run.
    fn here(&self, command: &str) -> String {
        let command = command.replace("127.0.0.1:8080", &self.address);
        self.names.iter().fold(command, |command, (page, here)| command.replace(page, here))
    }

    /// Events come in their own time: what is asked for them is asked until they are all there.
    fn types(&mut self, command: &str, expected: &str) {
        let (expected, page) = without_names(expected);
        let script = format!("{}{command}", self.set);
        let mut answer = String::new();
        for _ in 0..20 {
            let output = Command::new("bash").args(["-c", &script]).output().expect("bash runs");
            answer = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            if !command.contains("GETEVENTS") || without_names(&answer).0 == expected {
                break;
            }
        }
        let (told, here) = without_names(&answer);
        assert_eq!(told, expected, "the page says otherwise than the program: {command}\n{answer}");
        for (page, here) in page.into_iter().zip(here) {
            let known = self.names.entry(page).or_insert_with(|| here.clone());
            assert_eq!(*known, here, "one name on the page, two in the program: {command}");
        }
    }
}

/// The text without what differs from run to run, and the names of sessions and calls in it.
fn without_names(text: &str) -> (String, Vec<String>) {
    let mut names = Vec::new();
    let mut rest = text;
    let mut out = String::new();
    while let Some((before, value)) = rest.split_once("=\"") {
        let (value, after) = value.split_once('"').expect("a value ends");
        let attribute = before.rsplit(' ').next().unwrap_or_default();
        let shown = match attribute {
            "time" => "",
            "session" | "call" => {
                names.push(value.to_owned());
                ""
            }
            _ => value,
        };
        write!(out, "{before}=\"{shown}\"").expect("a text takes everything");
        rest = after;
    }
    (out + rest, names)
}

fn is_name(word: &str) -> bool {
    word.len() == 1 && word.chars().all(char::is_uppercase)
}

/// A section of a page.
fn section(page: &str, title: &str) -> String {
    let text = fs::read_to_string(tests::root().join(page)).expect("it is there");
    let (_, rest) = text.split_once(&format!("{title}\n")).expect("the section is there");
    rest.split("\n## ").next().unwrap_or_default().to_owned()
}

/// The commands of a page, in blocks and in the text, that begin with one of the product's programs.
fn commands(page: &str) -> Vec<String> {
    let mut commands = Vec::new();
    for (number, part) in page.split("```").enumerate() {
        if number % 2 == 1 {
            commands.extend(part.lines().map(|line| line.trim().trim_start_matches("$ ")));
        } else {
            commands.extend(part.split('`').skip(1).step_by(2));
        }
    }
    let named = commands.into_iter().map(|command| match command.strip_prefix("cargo run ") {
        Some(rest) => rest.trim_start_matches("--release ").trim_start_matches("-p ").to_owned(),
        None => command.to_owned(),
    });
    let is_ours = |command: &String| {
        command.split_once(' ').is_some_and(|(program, _)| PROGRAMS.contains(&program))
    };
    named.map(|command| command.replacen(" -- ", " ", 1)).filter(is_ours).collect()
}

/// What of a command its program does not know.
fn lacks(command: &str) -> Option<String> {
    let command = command.split('#').next().unwrap_or_default();
    let mut words =
        command.split_whitespace().map(|word| word.trim_end_matches([',', '.'])).peekable();
    let name = words.next()?;
    let mut path = Vec::new();
    let mut help = help_of(name, &path);
    while let Some((_, listed)) = help.split_once("\nCommands:\n") {
        let listed = listed.split("\n\n").next().unwrap_or_default();
        let known =
            |word: &str| listed.lines().any(|line| line.split_whitespace().next() == Some(word));
        let Some(word) = words.next_if(|word| known(word)) else {
            let stranger = words.peek().filter(|word| word.chars().all(|c| c.is_ascii_lowercase()));
            match stranger {
                Some(word) => return Some(format!("there is no {word}")),
                None => break,
            }
        };
        path.push(word);
        help = help_of(name, &path);
    }
    let options = words.filter(|word| word.starts_with("--"));
    let unknown = options.map(|option| option.split('=').next().unwrap_or(option));
    let mut unknown = unknown.filter(|option| !help.contains(option));
    unknown.next().map(|option| format!("there is no {option}"))
}

fn help_of(name: &str, path: &[&str]) -> String {
    let output = program(name).args(path).arg("--help").output().expect("it runs");
    assert!(output.status.success(), "{name} {path:?} --help");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

const PROGRAMS: [&str; 4] = ["gateway", "scenario", "tserver-sim", "tui"];
