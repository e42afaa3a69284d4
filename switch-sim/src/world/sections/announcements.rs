//! The sections `[announcements]` and `[announcement_boards]`.

use crate::{
    limits,
    vector::{
        board::{Board, Source},
        site::Announcement,
    },
    world::{
        reader::{Fields, Text, Value, duration, note_duration, text},
        sections::Reading,
    },
};

impl Reading<'_> {
    pub(super) fn announcement<'t>(&mut self, name: &Text, value: &'t Value<'t>) {
        if let Some(text) = text(value) {
            let length = duration(&text.text);
            if length.is_none() && text.text != "unrecorded" {
                note_duration(&text, self.mistakes);
            }
            let (name, source) = (name.text.clone(), Source::Unlimited);
            self.world.vectors.announcements.push(Announcement { name, length, source });
            return;
        }
        if value.get_ref().as_table().is_none() {
            let help =
                "write how long it is, \"6s\", \"unrecorded\", or { length = \"6s\", ports = 2 }";
            self.mistakes.note_with_help(value.span(), "an announcement is a length", help);
            return;
        }
        let keys = ["length", "board", "ports", "queue", "barge_in"];
        let fields = Fields::new("an announcement", name.at.clone(), value, &keys, self.mistakes);
        let Some(mut fields) = fields else { return };
        let length = fields.duration("length");
        if fields.value("length").is_none() {
            let at = fields.at();
            fields.mistakes().note(at, "an announcement needs `length`");
        }
        let board = fields.text("board");
        let own = board_of(&mut fields, &name.text);
        let barge_in = fields.boolean("barge_in").unwrap_or(false);
        let ways = [board.is_some(), own.is_some(), barge_in];
        if ways.into_iter().filter(|way| *way).count() > 1 {
            let message = "an announcement has a `board`, `ports` of its own, or `barge_in`";
            let at = fields.at();
            fields.mistakes().note(at, message);
        }
        let place = self.world.vectors.announcements.len();
        let boards = &mut self.world.vectors.boards;
        let source = match own {
            Some(own) => {
                boards.push(own);
                Source::Board(boards.len() - 1)
            }
            None if barge_in => Source::BargeIn,
            None => Source::Unlimited,
        };
        self.board_references.extend(board.map(|board| (place, board)));
        let name = name.text.clone();
        self.world.vectors.announcements.push(Announcement { name, length, source });
    }

    pub(super) fn announcement_board<'t>(&mut self, name: &Text, value: &'t Value<'t>) {
        let keys = ["ports", "queue"];
        let what = "an announcement board";
        let fields = Fields::new(what, name.at.clone(), value, &keys, self.mistakes);
        let Some(mut fields) = fields else { return };
        match board_of(&mut fields, &name.text) {
            Some(board) => {
                self.boards.insert(name.text.clone(), self.world.vectors.boards.len());
                self.world.vectors.boards.push(board);
            }
            None => {
                let at = fields.at();
                fields.mistakes().note_with_help(at, "a board needs `ports`", "add ports = 16");
            }
        }
    }

    /// Lets announcements be played by the boards that they name.
    pub(super) fn connect_announcements(&mut self) {
        for (place, board) in std::mem::take(&mut self.board_references) {
            let known = self.boards.get(&board.text);
            match (known, self.world.vectors.announcements.get_mut(place)) {
                (Some(&board), Some(announcement)) => announcement.source = Source::Board(board),
                _ => {
                    let known = self.boards.keys().map(String::as_str);
                    self.mistakes.note_unknown(board.at, "announcement board", &board.text, known);
                }
            }
        }
    }
}

/// Ports and their queue, if the table has any.
fn board_of(fields: &mut Fields<'_, '_>, name: &str) -> Option<Board> {
    let most = limits::ANNOUNCEMENT_PORTS as u64;
    let queue = fields.integer("queue", 0, limits::QUEUE_CAPACITY as u64);
    let ports = fields.integer("ports", 1, most)?;
    let size = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    Some(Board { name: name.to_owned(), ports: size(ports), queue: size(queue.unwrap_or(0)) })
}
