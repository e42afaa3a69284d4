//! What may stand at a place of a text: the words that an editor offers there, and what a word means.

use crate::{
    diagnostic::Mistakes,
    keyword::{CONNECTIVES, Form, KEYWORDS, Keyword, OPERATORS, OUTCOMES, Operator},
    lexer::{self, Token, TokenKind},
    reference,
    source::Span,
    step::{Lens, Who},
    vocabulary::{Key, Kind, Operand, Vocabulary, Word, stands_for},
};

/// A word that may stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What is written; a key ends with `=`.
    pub text: String,
    pub sort: OfferSort,
    /// One line of help; may be empty.
    pub help: String,
}

/// What sort of word it is, for the sign an editor shows before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferSort {
    /// A word or sign of the language.
    Keyword,
    /// A person, a queue, a trunk group, or a thing that can break.
    Name,
    /// A call by its story name.
    Call,
    /// A request, an event, a check or a fault.
    Word,
    /// The key of a pair.
    Key,
    /// A value of a key, or a bare word behind a name.
    Value,
}

/// Everything that may stand at byte `at` of `text`, in the order of the tables; what is typed of it already is the
/// range of bytes that an offer takes the place of.
pub fn offers(text: &str, at: usize, vocabulary: &Vocabulary) -> (Span, Vec<Offer>) {
    let place = Place::find(text, at);
    let offered = place.offers(text, vocabulary);
    (place.typed, offered)
}

/// What the word at byte `at` of `text` means, and where it stands; none where no word of a table stands.
pub fn meaning(text: &str, at: usize, vocabulary: &Vocabulary) -> Option<(Span, String)> {
    let (start, line) = line_at(text, at);
    let tokens = tokens(line, start);
    let index = tokens.iter().position(|t| t.span.start <= at && at <= t.span.end)?;
    let token = tokens.get(index)?;
    let before = tokens.get(..index)?;
    let said = match (&token.kind, before) {
        (TokenKind::Word(word), []) => Keyword::find(word).map(|keyword| form(keyword.form())),
        (TokenKind::Word(word), [_]) => Operator::find(word).map(|operator| form(operator.form())),
        (TokenKind::Word(name), _) => {
            let words = words(before, vocabulary)?;
            words.iter().find(|word| stands_for(&word.name, name)).map(reference::explain)
        }
        (TokenKind::Pair(pair), _) => {
            let words = words(before, vocabulary)?;
            let own = words.iter().find(|word| stands_for(&word.name, &pair.key.value));
            own.map(reference::explain).or_else(|| {
                let key = spoken_of(before, words)?.find_key(&pair.key.value)?;
                Some(format!("`{}`: {}", key.name, key.kind.describe()))
            })
        }
        (TokenKind::Text(_), _) => None,
    };
    said.map(|said| (token.span, said))
}

/// A place on a line: the words before it, and what is typed of the word that stands there.
struct Place {
    before: Vec<Token>,
    typed: Span,
    /// The key whose value is being typed.
    key: Option<String>,
    /// Whether the place is inside a comment or a text, where nothing is offered.
    is_prose: bool,
}

impl Place {
    fn find(text: &str, at: usize) -> Self {
        let at = text.floor_char_boundary(at.min(text.len()));
        let (start, line) = line_at(text, at);
        let line = line.get(..at - start).unwrap_or(line);
        let mut mistakes = Mistakes::default();
        let lexed = lexer::lines(line, &mut mistakes).into_iter().next();
        let is_comment = lexed.as_ref().is_some_and(|line| line.comment.is_some());
        let mut before = lexed.map(|line| shifted(line.tokens, start)).unwrap_or_default();
        let last = before.pop_if(|token| token.span.end == at);
        let (typed, key, is_text) = match last.map(|token| (token.span, token.kind)) {
            None => (Span::new(at, at), None, false),
            Some((span, TokenKind::Word(_))) => (span, None, false),
            Some((_, TokenKind::Pair(pair))) => {
                // Of several names with commas the last one is being typed.
                let Span { start, end } = pair.value.span;
                let typed = pair.value.value.rsplit(',').next().map_or(0, str::len);
                (Span::new(start.max(end - typed), end), Some(pair.key.value), false)
            }
            Some((span, TokenKind::Text(_))) => (span, None, true),
        };
        Self { before, typed, key, is_prose: is_comment || is_text }
    }

    fn offers(&self, text: &str, vocabulary: &Vocabulary) -> Vec<Offer> {
        if self.is_prose {
            return Vec::new();
        }
        let calls = || calls_before(text, self.typed.start);
        let line: Vec<&str> = self.before.iter().map(word_of).collect();
        match line.as_slice() {
            [] => beginnings(&calls(), vocabulary),
            [subject] if Keyword::find(subject).is_none() => signs(subject, vocabulary),
            [first, ..] if Keyword::find(first).is_some() => head(first, &line, vocabulary),
            [.., "as" | "within" | "for" | "every"] => Vec::new(),
            [.., "->"] => plain(OfferSort::Keyword, OUTCOMES),
            [.., "->", "error"] => all(OfferSort::Value, &vocabulary.errors),
            [_, sign, said @ ..] => self.behind(sign, said, &calls(), vocabulary),
            [_] => Vec::new(),
        }
    }

    /// What may stand behind `WHO >` and its like.
    fn behind(
        &self,
        sign: &str,
        said: &[&str],
        calls: &[String],
        vocabulary: &Vocabulary,
    ) -> Vec<Offer> {
        let Some(words) = words(&self.before, vocabulary) else { return Vec::new() };
        let word = spoken_of(&self.before, words);
        if let Some(written) = &self.key {
            let own = words.iter().find(|word| stands_for(&word.name, written));
            let own = own.and_then(Word::value_key);
            let key = own.or_else(|| word.and_then(|word| word.find_key(written)));
            return key.map_or_else(Vec::new, |key| values(&key.kind, calls, vocabulary));
        }
        let (Some(word), Some(operator)) = (word, Operator::find(sign)) else {
            return words.iter().map(named).collect();
        };
        let mut offered = Vec::new();
        if said.len() == 1 {
            offered.extend(operands(word, calls, vocabulary));
        }
        let given = |key: &Key| self.before.iter().any(|token| has_key(token, &key.name));
        offered.extend(word.line_keys().filter(|key| !given(key)).map(|key| Offer {
            text: as_key(&key.name),
            sort: OfferSort::Key,
            help: key.kind.describe(),
        }));
        match operator {
            Operator::Does => {
                let connectives: &[&str] = if word.begins_call { &["as", "->"] } else { &["->"] };
                offered.extend(plain(OfferSort::Keyword, connectives));
            }
            Operator::Is => {
                offered.extend(words.iter().filter(|other| other.name != word.name).map(named));
                offered.extend(plain(OfferSort::Keyword, &["within"]));
            }
            Operator::Sees => offered.extend(plain(OfferSort::Keyword, &["within"])),
            Operator::Breaks => offered.extend(plain(OfferSort::Keyword, &["for"])),
        }
        offered
    }
}

/// What a line may begin with.
fn beginnings(calls: &[String], vocabulary: &Vocabulary) -> Vec<Offer> {
    let phones: Vec<String> =
        vocabulary.agents.iter().map(|name| format!("{name}.phone")).collect();
    let broken: Vec<String> = vocabulary.faults.iter().map(|(what, _)| what.clone()).collect();
    let keywords = KEYWORDS.iter().map(|(_, form)| Offer {
        text: form.word.to_owned(),
        sort: OfferSort::Keyword,
        help: form.help.to_owned(),
    });
    let Vocabulary { agents, outsiders, queues, points, .. } = vocabulary;
    let names = [agents, &phones, outsiders, queues, points, &broken];
    let names = names.into_iter().flat_map(|names| all(OfferSort::Name, names));
    names.chain(all(OfferSort::Call, calls)).chain(keywords).collect()
}

/// The signs that may follow `subject`.
fn signs(subject: &str, vocabulary: &Vocabulary) -> Vec<Offer> {
    let breaks = vocabulary.faults.iter().any(|(what, _)| what == subject);
    let can = |operator| match operator {
        Operator::Does => doer(subject, vocabulary).is_some(),
        Operator::Sees => vocabulary.agents.iter().any(|name| name == subject),
        Operator::Is => {
            let mut silent = vocabulary.outsiders.iter().chain(&vocabulary.points);
            !breaks && !silent.any(|name| name == subject)
        }
        Operator::Breaks => breaks,
    };
    let able = OPERATORS.iter().filter(|(operator, _)| can(*operator));
    let offer = |form: Form| Offer {
        text: form.word.to_owned(),
        sort: OfferSort::Keyword,
        help: form.help.to_owned(),
    };
    able.map(|(_, form)| offer(*form)).collect()
}

/// What may follow a keyword.
fn head(keyword: &str, line: &[&str], vocabulary: &Vocabulary) -> Vec<Offer> {
    match Keyword::find(keyword) {
        Some(Keyword::Golden) => plain(OfferSort::Value, &Lens::ALL.map(Lens::word)),
        Some(Keyword::Under) => all(OfferSort::Value, &vocabulary.personalities),
        Some(Keyword::Never) if line.len() == 1 => plain(OfferSort::Keyword, &["for"]),
        Some(Keyword::Repeat) if line.len() == 2 => plain(OfferSort::Keyword, &["every"]),
        Some(
            Keyword::Scenario
            | Keyword::World
            | Keyword::Tags
            | Keyword::Wait
            | Keyword::Quiet
            | Keyword::Together
            | Keyword::AnyOrder
            | Keyword::Never
            | Keyword::Repeat
            | Keyword::End,
        )
        | None => Vec::new(),
    }
}

/// The bare words that may follow `word`.
fn operands(word: &Word, calls: &[String], vocabulary: &Vocabulary) -> Vec<Offer> {
    match word.operand {
        Operand::None | Operand::Number => Vec::new(),
        Operand::Call | Operand::OptionalCall => all(OfferSort::Call, calls),
        Operand::Word => {
            let kind = word.operand_key().map(|key| &key.kind);
            kind.map_or_else(Vec::new, |kind| values(kind, calls, vocabulary))
        }
    }
}

/// The values of a kind, where they can be told.
fn values(kind: &Kind, calls: &[String], vocabulary: &Vocabulary) -> Vec<Offer> {
    match kind {
        Kind::Text | Kind::Number | Kind::Integer | Kind::Duration => Vec::new(),
        Kind::Call => all(OfferSort::Call, calls),
        Kind::People => {
            let people = vocabulary.agents.iter().chain(&vocabulary.outsiders);
            people.flat_map(|name| all(OfferSort::Name, std::slice::from_ref(name))).collect()
        }
        Kind::Trunk => all(OfferSort::Name, &vocabulary.trunks),
        Kind::Queue => all(OfferSort::Name, &vocabulary.queues),
        Kind::OneOf(words) => all(OfferSort::Value, words),
    }
}

/// The table that the name behind `before` (who or what, then the sign) is from.
fn words<'v>(before: &[Token], vocabulary: &'v Vocabulary) -> Option<&'v [Word]> {
    let [subject, sign, ..] = before else { return None };
    let subject = word_of(subject);
    match Operator::find(word_of(sign))? {
        Operator::Does => doer(subject, vocabulary),
        Operator::Sees => Some(&vocabulary.events),
        Operator::Is if vocabulary.agents.iter().any(|name| name == subject) => {
            Some(&vocabulary.agent_checks)
        }
        Operator::Is if vocabulary.queues.iter().any(|name| name == subject) => {
            Some(&vocabulary.queue_checks)
        }
        Operator::Is => Some(&vocabulary.call_checks),
        Operator::Breaks => {
            let faults = vocabulary.faults.iter().find(|(what, _)| what == subject);
            faults.map(|(_, words)| words.as_slice())
        }
    }
}

/// What `subject` can do; none if it is nobody.
fn doer<'v>(subject: &str, vocabulary: &'v Vocabulary) -> Option<&'v [Word]> {
    let who = Who::from(subject.to_owned());
    let is_among = |names: &[String]| names.contains(&who.name);
    if is_among(&vocabulary.agents) {
        Some(if who.at_phone { &vocabulary.phone } else { &vocabulary.requests })
    } else if is_among(&vocabulary.outsiders) {
        Some(&vocabulary.outside)
    } else if is_among(&vocabulary.queues) {
        Some(&vocabulary.dialer)
    } else if is_among(&vocabulary.points) {
        Some(&vocabulary.router)
    } else {
        None
    }
}

/// The word of `words` that the line has named behind its sign.
fn spoken_of<'v>(before: &[Token], words: &'v [Word]) -> Option<&'v Word> {
    let named = word_of(before.get(2)?);
    words.iter().find(|word| stands_for(&word.name, named))
}

/// The story names that `as` gives before byte `at`, in the order of the file.
fn calls_before(text: &str, at: usize) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let text = text.get(..at).unwrap_or(text);
    for line in lexer::lines(text, &mut Mistakes::default()) {
        let names = line.tokens.windows(2).filter_map(|pair| match pair {
            [first, second] if word_of(first) == "as" => Some(word_of(second)),
            _ => None,
        });
        for name in names.filter(|name| !CONNECTIVES.contains(name)) {
            if !found.iter().any(|known| known == name) {
                found.push(name.to_owned());
            }
        }
    }
    found
}

/// The line on which byte `at` stands, and where it begins.
fn line_at(text: &str, at: usize) -> (usize, &str) {
    let at = text.floor_char_boundary(at.min(text.len()));
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let line = text.get(start..).and_then(|rest| rest.split('\n').next()).unwrap_or_default();
    (start, line.strip_suffix('\r').unwrap_or(line))
}

fn tokens(line: &str, start: usize) -> Vec<Token> {
    let line = lexer::lines(line, &mut Mistakes::default()).into_iter().next();
    line.map(|line| shifted(line.tokens, start)).unwrap_or_default()
}

/// The tokens of a line that begins at byte `start` of the text.
fn shifted(mut tokens: Vec<Token>, start: usize) -> Vec<Token> {
    let shift = |span: &mut Span| *span = Span::new(span.start + start, span.end + start);
    for token in &mut tokens {
        shift(&mut token.span);
        if let TokenKind::Pair(pair) = &mut token.kind {
            shift(&mut pair.key.span);
            shift(&mut pair.value.span);
        }
    }
    tokens
}

/// The bare word, or the key of a pair; nothing for a text.
fn word_of(token: &Token) -> &str {
    match &token.kind {
        TokenKind::Word(word) => word,
        TokenKind::Pair(pair) => &pair.key.value,
        TokenKind::Text(_) => "",
    }
}

/// Whether the token is a pair with the very key `name`; one that stands for many is never used up.
fn has_key(token: &Token, name: &str) -> bool {
    matches!(&token.kind, TokenKind::Pair(pair) if pair.key.value == name)
}

fn named(word: &Word) -> Offer {
    let text = match word.value_key() {
        Some(value) if value.required => as_key(&word.name),
        Some(_) | None => word.name.clone(),
    };
    Offer { text, sort: OfferSort::Word, help: word.help.clone() }
}

/// A key up to its value; one that stands for any continuation, up to that.
fn as_key(name: &str) -> String {
    name.strip_suffix('*').map_or_else(|| format!("{name}="), str::to_owned)
}

fn all(sort: OfferSort, names: &[String]) -> Vec<Offer> {
    names.iter().map(|name| Offer { text: name.clone(), sort, help: String::new() }).collect()
}

fn plain(sort: OfferSort, words: &[&str]) -> Vec<Offer> {
    words.iter().map(|word| Offer { text: (*word).to_owned(), sort, help: String::new() }).collect()
}

fn form(form: Form) -> String {
    format!("`{}`\n\n{}", form.shape, form.help)
}
