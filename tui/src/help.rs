//! Everything that can be done, with its key, to be searched and run.

use crate::{
    acts::{self, Act},
    app::App,
    command::{self, Command},
    text_line::TextLine,
};

/// The list of everything, some words to search for, and the row under the cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Help {
    pub search: TextLine,
    pub at: usize,
}

/// One thing that can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    pub key: String,
    pub name: String,
    pub help: String,
    pub run: Run,
    /// Whether it can be done at this moment.
    pub possible: bool,
}

/// What a topic does when it is picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    Command(Command),
    Act(Act),
}

impl Help {
    /// The topics in which every word that is searched for is found; what is possible first.
    pub fn topics(&self, app: &App) -> Vec<Topic> {
        let words = self.search.text().to_lowercase();
        let words: Vec<&str> = words.split_whitespace().collect();
        let mut topics: Vec<Topic> = all(app);
        topics.retain(|topic| {
            let text = format!("{} {} {}", topic.key, topic.name, topic.help).to_lowercase();
            words.iter().all(|word| text.contains(word))
        });
        topics.sort_by_key(|topic| !topic.possible);
        topics
    }
}

fn all(app: &App) -> Vec<Topic> {
    let offers = acts::offers(app);
    let acts = acts::ROWS.iter().map(|row| Topic {
        key: row.key.to_string(),
        name: row.word.to_owned(),
        help: match row.request {
            Some(request) => format!("{} ({request})", row.help),
            None => row.help.to_owned(),
        },
        run: Run::Act(row.act),
        possible: offers.iter().any(|offer| offer.act == row.act),
    });
    let commands = command::ROWS.iter().map(|row| Topic {
        key: row.key.to_owned(),
        name: row.name.to_owned(),
        help: row.help.to_owned(),
        run: Run::Command(row.command),
        possible: command::impossible(app, row.command).is_none(),
    });
    commands.chain(acts).collect()
}
