//! The fields of each form, as they are likely to be wanted.

use scenario_lang::vocabulary::Word;
use switch_sim::world::Destination;

use super::{Field, FormKind, Missing};
use crate::{acts::at_desk, app::App, pane::ladder::export};

/// The fields of a form, before anything is remembered.
pub(super) fn of(app: &App, kind: &FormKind) -> Vec<Field> {
    match kind {
        FormKind::Call => call(app),
        FormKind::HandOver { who, .. } => hand_over(app, who),
        FormKind::RemoveParty { call, .. } => remove_party(app, call),
        FormKind::AttachData { call, .. } => attach_data(app, call),
        FormKind::NotReady { .. } => {
            vec![Field::new("reason", "", "the site's own word, such as lunch; may be left empty")]
        }
        FormKind::Complete { missing, .. } => vec![match missing {
            Missing::Number | Missing::To => {
                Field::new("to", "", "the number").with_choices(destinations(app))
            }
            Missing::Digits => {
                Field::new("digits", "", "the keys, one after the other, such as 1234#")
            }
        }],
        FormKind::Traffic => traffic(app),
        FormKind::Fault => fault(app),
        FormKind::Press { who, call } => press(app, who, call.as_deref()),
        FormKind::Write => vec![
            Field::new(
                "file",
                "stories/story-1.scn",
                "ends with .scn; its world is kept beside it",
            ),
            Field::new("title", "What was seen in the terminal", "what the story is about"),
        ],
        FormKind::Open => vec![Field::new("file", "", "a .scn file")],
        FormKind::Export => vec![
            Field::new("file", "ladder.txt", "ends with .txt, .mmd (Mermaid) or .svg")
                .with_choices(export::files()),
        ],
    }
}

fn call(app: &App) -> Vec<Field> {
    let world = app.scene.world();
    let outside = world.outside.iter().map(|outsider| {
        let number = outsider.number.as_deref().unwrap_or("no number");
        (outsider.name.clone(), format!("outside, {number}"))
    });
    let inside =
        world.people.iter().map(|person| (person.name.clone(), format!("DN {}", person.dn)));
    let trunks = world
        .trunks
        .iter()
        .map(|group| (group.name.clone(), format!("{} circuits", group.channels)));
    vec![
        Field::new("from", "", "somebody outside, or a person of the site")
            .with_choices(outside.chain(inside).collect()),
        Field::new("to", "", "the number that is dialled").with_choices(destinations(app)),
        Field::new("ani", "", "the number shown instead of the caller's own; may be left empty"),
        Field::new("data", "", "call data, such as case=4711 language=de"),
        Field::new("trunk", "", "the group on which a call from outside arrives")
            .with_choices(trunks.collect()),
    ]
}

/// Everything that can be dialled: what leads into the site first.
fn destinations(app: &App) -> Vec<(String, String)> {
    let world = app.scene.world();
    let numbers = world.numbers.iter().map(|(number, to)| {
        let meaning = if let Destination::Queue(queue) = to {
            format!("queue {queue}")
        } else if let Destination::Extension(dn) = to {
            person_at(app, dn)
        } else {
            "routed".to_owned()
        };
        (number.clone(), meaning)
    });
    let queues =
        world.queues.iter().map(|queue| (queue.dn.clone(), format!("queue {}", queue.name)));
    numbers.chain(people(app, "")).chain(queues).chain(outsiders(app)).collect()
}

fn hand_over(app: &App, who: &str) -> Vec<Field> {
    let queues = app.scene.world().queues.iter();
    let queues = queues.map(|queue| (queue.dn.clone(), format!("queue {}", queue.name)));
    let choices = people(app, who).chain(queues).chain(outsiders(app)).collect();
    let mut fields = vec![Field::new("to", "", "who gets the call").with_choices(choices)];
    // A telephone's keys carry no data.
    if at_desk(app) {
        fields.push(Field::new("data", "", "call data that go with it, such as case=4711"));
    }
    fields
}

fn remove_party(app: &App, call: &str) -> Vec<Field> {
    let parties = app.desk.calls.iter().find(|shown| shown.name == call);
    let parties = parties.map(|call| call.parties.clone()).unwrap_or_default();
    let choices = parties.into_iter().map(|number| {
        let meaning = person_at(app, &number);
        (number, meaning)
    });
    vec![Field::new("party", "", "who is taken out").with_choices(choices.collect())]
}

fn attach_data(app: &App, call: &str) -> Vec<Field> {
    let shown = app.desk.calls.iter().find(|shown| shown.name == call);
    let keys = shown.map(|call| call.data.clone()).unwrap_or_default();
    vec![
        Field::new("data", "", "what is added or changed, such as case=4711"),
        Field::new("delete", "", "a key that is removed").with_choices(
            std::iter::once((String::new(), "nothing".to_owned()))
                .chain(keys.into_iter().map(|(key, value)| (key, format!("is {value}"))))
                .collect(),
        ),
    ]
}

fn traffic(app: &App) -> Vec<Field> {
    vec![
        Field::new("rate", "6", "calls per virtual minute, 1 to 6000"),
        Field::new("to", "", "the number they dial").with_choices(destinations(app)),
        Field::new("talk", "40", "how long they talk, in seconds, on average"),
        Field::new("patience", "60", "how long they wait for an answer, in seconds, on average"),
    ]
}

/// Every fault that the language has in this world.
fn fault(app: &App) -> Vec<Field> {
    let faults = app.scene.words().faults.iter().flat_map(|(what, words)| {
        words.iter().map(move |word| (format!("{what} {}", word.name), meaning(word)))
    });
    vec![
        Field::new("fault", "", "what breaks, and how").with_choices(faults.collect()),
        Field::new("for", "", "how long, such as 30s; empty: until it is restored"),
        Field::new(
            "with",
            "",
            "what else the fault is told: see what stands behind \"with\" above; [in brackets]: may be left out",
        ),
    ]
}

/// Every key that a telephone has, or somebody outside.
fn press(app: &App, who: &str, call: Option<&str>) -> Vec<Field> {
    let words = app.scene.words();
    let keys = if who.ends_with(".phone") { &words.phone } else { &words.outside };
    let mut keys: Vec<&Word> = keys.iter().collect();
    // Whoever is in a call rather presses digits than calls somebody else.
    keys.sort_by_key(|word| call.is_some() && word.begins_call);
    keys.sort_by_key(|word| call.is_some() && word.name != DIGITS);
    let keys = keys.into_iter().map(|word| (word.name.clone(), meaning(word)));
    let calls = app.scene.call_ids().into_iter().map(|call| app.scene.key_of(call));
    let calls = calls.map(|call| (call, String::new()));
    let any = (String::new(), "the call that is there".to_owned());
    vec![
        Field::new("key", "", "the key that is pressed").with_choices(keys.collect()),
        Field::new(
            "call",
            call.unwrap_or_default(),
            "the call that it is about, if it is about one",
        )
        .with_choices(std::iter::once(any).chain(calls).collect()),
        Field::new("with", "", "a number, on or off, digits=123, to=2002 …: what the key wants"),
    ]
}

/// What a word of the language means, and what it is told besides.
fn meaning(word: &Word) -> String {
    let keys: Vec<String> =
        word.keys
            .iter()
            .filter(|key| key.name != "operand")
            .map(|key| {
                if key.required {
                    format!("{}=…", key.name)
                } else {
                    format!("[{}=…]", key.name)
                }
            })
            .collect();
    if keys.is_empty() {
        word.help.clone()
    } else {
        format!("{} (with {})", word.help, keys.join(" "))
    }
}

fn people<'a>(app: &'a App, but: &'a str) -> impl Iterator<Item = (String, String)> + 'a {
    let people = app.scene.world().people.iter().filter(move |person| person.name != but);
    people.map(|person| (person.dn.clone(), person.name.clone()))
}

fn outsiders(app: &App) -> impl Iterator<Item = (String, String)> + '_ {
    app.scene.world().outside.iter().filter_map(|outsider| {
        Some((outsider.number.clone()?, format!("{}, outside", outsider.name)))
    })
}

fn person_at(app: &App, number: &str) -> String {
    let person = app.scene.world().people.iter().find(|person| person.dn == number);
    person.map_or_else(|| number.to_owned(), |person| person.name.clone())
}

/// The key of a call's telephone that no other key of the screen stands for.
const DIGITS: &str = "DIGITS";
