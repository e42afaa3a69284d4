//! A log's lines put together: messages with their bodies, and everything that stands between.

use tserver_wire::{AttributeId, Shape};

use crate::{
    complaint::{Complaint, Fault},
    limits,
    line::{self, Header, Line, Notice},
    list::{Item, ListShown},
    message::{LoggedAttribute, LoggedMessage, LoggedPair, LoggedValue},
    value::{self, Shown},
};

/// What a log holds.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// In the order of the file; every line that is not blank belongs to one of them.
    pub entries: Vec<Entry>,
    /// What could not be understood, in the order of the file.
    pub complaints: Vec<Complaint>,
    /// How many complaints came beyond the limit.
    pub further_complaints: usize,
}

/// One thing in a log, and its first and last line, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub first: usize,
    pub last: usize,
    pub content: Content,
}

/// What an entry is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A message, in whichever direction.
    Message { header: Header, message: LoggedMessage },
    /// The end of a message whose beginning is in another file.
    Fragment(Vec<LoggedAttribute>),
    /// Another line.
    Notice(Notice),
}

impl Log {
    /// Reads a log. Whatever the bytes are, there is a result; bytes that are not UTF-8 are taken
    /// as Latin-1.
    pub fn read(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
        let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
        let mut reader =
            Reader { lines: &lines, at: 0, pending: None, open: None, log: Self::default() };
        while reader.at < lines.len() {
            reader.next_line();
        }
        reader.close();
        reader.flush();
        reader.log
    }

    /// The messages with their entries' first lines.
    pub fn messages(&self) -> impl Iterator<Item = (usize, &Header, &LoggedMessage)> {
        self.entries.iter().filter_map(|entry| match &entry.content {
            Content::Message { header, message } => Some((entry.first, header, message)),
            Content::Fragment(_) | Content::Notice(_) => None,
        })
    }
}

struct Reader<'a> {
    lines: &'a [&'a [u8]],
    /// The line to read next, from 0.
    at: usize,
    /// A line that the next one may belong to.
    pending: Option<(usize, Pending)>,
    open: Option<Open>,
    log: Log,
}

/// A line whose meaning depends on what follows.
enum Pending {
    Notice(Notice),
    Mention(Header, Notice),
}

/// A message whose body is being read; without a header, the rest of one.
struct Open {
    first: usize,
    last: usize,
    header: Option<Header>,
    number: Option<u16>,
    attributes: Vec<LoggedAttribute>,
    list: Option<ListShown>,
    lines: usize,
}

impl Reader<'_> {
    fn next_line(&mut self) {
        let number = self.at + 1;
        let text = self.text(self.at);
        self.at += 1;
        match line::read(&text) {
            Line::Blank => {
                self.close();
                self.flush();
            }
            Line::Begins { header, bare } => self.begin(number, header, bare),
            Line::Mentions { header, notice } => {
                self.close();
                self.flush();
                self.pending = Some((number, Pending::Mention(header, notice)));
            }
            Line::Attribute { name, value } => {
                if self.continues(number) {
                    self.attribute(number, name, value);
                }
            }
            Line::Pair { indent, text } => {
                if self.continues(number) {
                    self.pair(number, indent, text);
                }
            }
            Line::Framing => {
                if self.open.is_some() || matches!(self.pending, Some((_, Pending::Mention(..)))) {
                    self.continues(number);
                } else {
                    self.other(number, Notice { text: text.clone(), ..Notice::default() });
                }
            }
            Line::Other(notice) if self.open.is_some() && text.starts_with([' ', '\t']) => {
                self.extend(number);
                self.complain(number, 1, Fault::NotOfABody(notice.text));
            }
            Line::Other(notice) => self.other(number, notice),
        }
    }

    fn begin(&mut self, number: usize, header: Header, bare: bool) {
        self.close();
        let mut first = number;
        let mut header = header;
        match self.pending.take() {
            Some((line, Pending::Mention(said, _))) if bare && said.name == header.name => {
                first = line;
                header = Header { number: header.number, ..said };
            }
            Some((line, Pending::Notice(notice))) if bare && notice.stamp.is_some() => {
                first = line;
                header = Header { stamp: notice.stamp, ..line::header(&notice.text, &header.name) };
            }
            other => {
                self.pending = other;
                self.flush();
            }
        }
        self.open(first, number, Some(header));
    }

    fn open(&mut self, first: usize, last: usize, header: Option<Header>) {
        let number = header.as_ref().and_then(|header| header.number);
        let attributes = Vec::new();
        self.open = Some(Open { first, last, header, number, attributes, list: None, lines: 0 });
    }

    /// Whether a line of a body belongs to a message that can take it.
    fn continues(&mut self, number: usize) -> bool {
        if self.open.is_none() {
            match self.pending.take() {
                Some((line, Pending::Mention(header, _))) => self.open(line, number, Some(header)),
                other => {
                    self.pending = other;
                    self.flush();
                    self.complain(number, 1, Fault::NoMessage);
                    self.open(number, number, None);
                }
            }
        }
        self.extend(number)
    }

    /// Takes a line into the open message; false when it has too many.
    fn extend(&mut self, number: usize) -> bool {
        let Some(open) = &mut self.open else { return false };
        open.last = number;
        open.lines += 1;
        let lines = open.lines;
        if lines == limits::LINES_PER_MESSAGE + 1 {
            self.complain(number, 1, Fault::MessageTooLong);
        }
        lines <= limits::LINES_PER_MESSAGE
    }

    fn attribute(&mut self, number: usize, name: &str, shown: &str) {
        self.end_list();
        let shape = AttributeId::from_name(name).and_then(AttributeId::shape);
        let value = match value::read(shown) {
            Shown::Text(text) => LoggedValue::Text(value::unescape(text)),
            Shown::Open(text, quote) => self.text_over_lines(number, text, quote),
            Shown::Plain(word) => match shape {
                Some(Shape::Sequence) if value::is_decimal(shown) => hexadecimal(word),
                Some(_) | None => LoggedValue::Plain(word.to_owned()),
            },
            Shown::Dump { announced, head } => {
                self.begin_list(number, Some(announced), head.clone());
                LoggedValue::Bytes { announced, head }
            }
            Shown::List(_) => {
                self.begin_list(number, None, Vec::new());
                LoggedValue::List(Vec::new())
            }
            Shown::Nothing => {
                self.complain(number, 1, Fault::NoValue(name.to_owned()));
                LoggedValue::Plain(String::new())
            }
        };
        if let Some(open) = &mut self.open {
            open.attributes.push(LoggedAttribute { name: name.to_owned(), value, line: number });
        }
    }

    fn begin_list(&mut self, line: usize, announced: Option<usize>, head: Vec<u8>) {
        if let Some(open) = &mut self.open {
            open.list = Some(ListShown { line, announced, head, items: Vec::new() });
        }
    }

    /// A pair of a list, and the pairs behind it on the line: each is the first of the list before it. What
    /// nests too deep is left out; the list complains of it when it is put together.
    fn pair(&mut self, number: usize, indent: usize, text: &str) {
        let mut rest = Some(text);
        for depth in 0..limits::LIST_DEPTH {
            let Some(text) = rest else { return };
            rest = self.one_pair(number, indent + depth, text);
        }
    }

    /// Takes one pair in; what stands behind it when its value is a list.
    fn one_pair<'t>(&mut self, number: usize, indent: usize, text: &'t str) -> Option<&'t str> {
        let Some((key, shown)) = value::pair(text) else {
            self.complain(number, indent + 1, Fault::NotOfABody(text.to_owned()));
            return None;
        };
        let mut first_of_list = None;
        let (value, opens) = match shown {
            Shown::Text(text) => (LoggedValue::Text(value::unescape(text)), false),
            Shown::Open(text, quote) => (self.text_over_lines(number, text, quote), false),
            Shown::Plain(word) => (LoggedValue::Plain(word.to_owned()), false),
            Shown::Dump { announced, head } => (LoggedValue::Bytes { announced, head }, false),
            Shown::List(first) => {
                first_of_list = Some(first).filter(|first| !first.is_empty());
                (LoggedValue::List(Vec::new()), true)
            }
            Shown::Nothing => {
                self.complain(number, indent + 1, Fault::NoValue(format!(" key {key}")));
                (LoggedValue::Plain(String::new()), false)
            }
        };
        let pair = LoggedPair { key: value::unescape(key), value };
        match self.open.as_mut().and_then(|open| open.list.as_mut()) {
            Some(list) => list.items.push(Item { indent, pair, opens }),
            None => self.complain(number, indent + 1, Fault::PairWithoutList),
        }
        first_of_list
    }

    /// Text whose quote closes on a later line.
    fn text_over_lines(&mut self, number: usize, first: &str, quote: char) -> LoggedValue {
        let mut text = first.to_owned();
        for ahead in 0..limits::LINES_PER_TEXT.min(self.lines.len() - self.at) {
            let next = self.text(self.at + ahead);
            if !matches!(line::read(&next), Line::Blank | Line::Pair { .. } | Line::Other(_)) {
                break;
            }
            text.push('\n');
            if let Some(end) = next.trim_end().strip_suffix(quote) {
                text.push_str(end);
                self.at += ahead + 1;
                let last = self.at;
                self.extend(last);
                return LoggedValue::Text(value::unescape(&text));
            }
            text.push_str(next.trim_end_matches('\r'));
        }
        self.complain(number, 1, Fault::Unclosed);
        LoggedValue::Text(value::unescape(first))
    }

    fn other(&mut self, number: usize, notice: Notice) {
        self.close();
        self.flush();
        self.pending = Some((number, Pending::Notice(notice)));
    }

    fn end_list(&mut self) {
        let Some(open) = &mut self.open else { return };
        let Some(shown) = open.list.take() else { return };
        let Some(attribute) = open.attributes.last_mut() else { return };
        let line = shown.line;
        let is_list = attribute.id().and_then(AttributeId::shape);
        let is_list = matches!(is_list, Some(Shape::List)) || shown.announced.is_none();
        if !is_list && shown.items.is_empty() {
            return;
        }
        let (pairs, faults) = shown.pairs();
        attribute.value = LoggedValue::List(pairs);
        for fault in faults {
            self.complain(line, 1, fault);
        }
    }

    /// Ends the open message.
    fn close(&mut self) {
        self.end_list();
        let Some(open) = self.open.take() else { return };
        let content = match open.header {
            Some(header) => {
                let name = header.name.clone();
                let message =
                    LoggedMessage { name, number: open.number, attributes: open.attributes };
                Content::Message { header, message }
            }
            None => Content::Fragment(open.attributes),
        };
        self.log.entries.push(Entry { first: open.first, last: open.last, content });
    }

    /// Writes down a pending line: nothing that followed belonged to it.
    fn flush(&mut self) {
        if let Some((line, Pending::Notice(notice) | Pending::Mention(_, notice))) =
            self.pending.take()
        {
            let content = Content::Notice(notice);
            self.log.entries.push(Entry { first: line, last: line, content });
        }
    }

    fn complain(&mut self, line: usize, column: usize, fault: Fault) {
        if self.log.complaints.len() < limits::COMPLAINTS {
            self.log.complaints.push(Complaint { line, column, fault });
        } else {
            self.log.further_complaints += 1;
        }
    }

    fn text(&mut self, at: usize) -> String {
        let bytes = self.lines.get(at).copied().unwrap_or_default();
        let shown = bytes.get(..limits::LINE_BYTES).unwrap_or(bytes);
        if shown.len() < bytes.len() {
            self.complain(at + 1, limits::LINE_BYTES, Fault::LineTooLong(bytes.len()));
        }
        decoded(shown)
    }
}

/// A line's bytes as text: UTF-8, or else Latin-1.
fn decoded(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    }
}

/// A decimal number in the base in which logs of the server write it.
fn hexadecimal(word: &str) -> LoggedValue {
    let number = word.parse::<u64>();
    LoggedValue::Plain(number.map_or_else(|_| word.to_owned(), |number| format!("{number:x}")))
}
