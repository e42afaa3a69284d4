//! One line of text that is being typed.

/// A text and the place where the next character goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextLine {
    text: String,
    /// In characters.
    cursor: usize,
}

/// What a key does to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    Insert(char),
    Backspace,
    Delete,
    Left,
    Right,
    Home,
    End,
    /// Everything.
    Clear,
    /// The word before the cursor.
    EraseWord,
}

impl TextLine {
    /// A line with the cursor behind its text.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { cursor: text.chars().count(), text }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many characters stand before the cursor.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Does what a key says.
    pub fn edit(&mut self, edit: Edit) {
        let length = self.text.chars().count();
        match edit {
            Edit::Insert(c) if length < LONGEST && !c.is_control() => {
                self.text.insert(self.byte_at(self.cursor), c);
                self.cursor += 1;
            }
            Edit::Insert(_) => {}
            Edit::Backspace if self.cursor > 0 => {
                self.cursor -= 1;
                self.text.remove(self.byte_at(self.cursor));
            }
            Edit::Delete if self.cursor < length => {
                self.text.remove(self.byte_at(self.cursor));
            }
            Edit::Backspace | Edit::Delete => {}
            Edit::Left => self.cursor = self.cursor.saturating_sub(1),
            Edit::Right => self.cursor = (self.cursor + 1).min(length),
            Edit::Home => self.cursor = 0,
            Edit::End => self.cursor = length,
            Edit::Clear => *self = Self::default(),
            Edit::EraseWord => self.erase_word(),
        }
    }

    fn erase_word(&mut self) {
        let end = self.byte_at(self.cursor);
        let (before, after) = self.text.split_at(end);
        let kept = before.trim_end();
        let kept = kept.rfind(char::is_whitespace).map_or("", |at| kept.split_at(at + 1).0);
        let cursor = kept.chars().count();
        self.text = format!("{kept}{after}");
        self.cursor = cursor;
    }

    fn byte_at(&self, place: usize) -> usize {
        self.text.char_indices().nth(place).map_or(self.text.len(), |(at, _)| at)
    }
}

/// The most characters of a line.
const LONGEST: usize = 400;

#[cfg(test)]
mod tests {
    use super::{Edit, TextLine};

    fn typed(edits: &[Edit]) -> (String, usize) {
        let mut line = TextLine::new("größe 12");
        edits.iter().for_each(|edit| line.edit(*edit));
        (line.text().to_owned(), line.cursor())
    }

    #[test]
    fn a_line_is_edited_by_characters() {
        assert_eq!(typed(&[Edit::Backspace, Edit::Insert('3')]), ("größe 13".to_owned(), 8));
        assert_eq!(typed(&[Edit::Home, Edit::Right, Edit::Delete]), ("göße 12".to_owned(), 1));
        assert_eq!(typed(&[Edit::EraseWord]), ("größe ".to_owned(), 6));
        assert_eq!(typed(&[Edit::EraseWord, Edit::EraseWord]), (String::new(), 0));
        assert_eq!(typed(&[Edit::Clear, Edit::Backspace, Edit::Left]), (String::new(), 0));
    }
}
