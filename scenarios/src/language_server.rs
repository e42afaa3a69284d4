//! The language server: tells an editor of mistakes, offers words, explains them, and lays files out.
//!
//! It is the checker itself behind the Language Server Protocol
//! ([3.17](https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/)): the editor
//! sends a file as it is typed, and is told what `scenario check` would tell. Places are counted in UTF-16, which every
//! editor can.

mod place;

use std::{collections::BTreeMap, path::PathBuf};

use anyhow::Context as _;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionOptions, CompletionParams, CompletionTextEdit,
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DidChangeTextDocumentParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DocumentFormattingParams, Hover,
    HoverContents, HoverParams, HoverProviderCapability, Location, MarkupContent, MarkupKind,
    OneOf, PublishDiagnosticsParams, ServerCapabilities, TextDocumentPositionParams,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextEdit, Uri,
    notification::{self, Notification as _},
    request::{self, Request as _},
};
use scenario_lang::{Offer, OfferSort, Span, Vocabulary};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    language_server::place::{path_of, range_of},
    suite,
    vocabulary::vocabulary,
};

/// Serves one editor until it asks to end.
///
/// # Errors
/// The editor does not keep to the protocol, or is gone.
pub fn serve(connection: &Connection) -> anyhow::Result<()> {
    let offered = serde_json::to_value(capabilities()).context("what the server can")?;
    connection.initialize(offered).context("the editor's first words")?;
    let mut server = LanguageServer::default();
    for message in &connection.receiver {
        if let Message::Request(request) = &message
            && connection.handle_shutdown(request).context("the editor's last words")?
        {
            return Ok(());
        }
        for answer in server.handle(message) {
            connection.sender.send(answer).context("the editor is gone")?;
        }
    }
    Ok(())
}

/// What the server can do, as the protocol names it.
fn capabilities() -> ServerCapabilities {
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Kind(TextDocumentSyncKind::FULL)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some([" ", "="].map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        document_formatting_provider: Some(OneOf::Left(true)),
        ..ServerCapabilities::default()
    }
}

/// The most files that an editor may have open; one more is not looked at.
pub const OPEN_FILES: usize = 1_000;

/// The files that the editor has open, as they are typed.
#[derive(Debug, Default)]
struct LanguageServer {
    open: BTreeMap<String, String>,
}

impl LanguageServer {
    /// What the editor is to be told on `message`.
    fn handle(&mut self, message: Message) -> Vec<Message> {
        match message {
            Message::Request(request) => vec![Message::Response(self.answer(request))],
            Message::Notification(notification) => self.note(notification).into_iter().collect(),
            // The server asks the editor nothing.
            Message::Response(_) => Vec::new(),
        }
    }

    fn answer(&self, request: Request) -> Response {
        match request.method.as_str() {
            request::Completion::METHOD => asked(request, |asked| self.complete(&asked)),
            request::HoverRequest::METHOD => asked(request, |asked| self.explain(&asked)),
            request::Formatting::METHOD => asked(request, |asked| self.lay_out(&asked)),
            unknown => {
                let message = format!("this server does not know `{unknown}`");
                Response::new_err(request.id, ErrorCode::MethodNotFound as i32, message)
            }
        }
    }

    /// A file was opened, typed in or closed; what is not readable as such is passed over, as the protocol says of
    /// notifications.
    fn note(&mut self, notification: Notification) -> Option<Message> {
        match notification.method.as_str() {
            notification::DidOpenTextDocument::METHOD => {
                let opened: DidOpenTextDocumentParams = told(notification)?;
                self.keep(opened.text_document.uri, opened.text_document.text)
            }
            notification::DidChangeTextDocument::METHOD => {
                let changed: DidChangeTextDocumentParams = told(notification)?;
                let text = changed.content_changes.into_iter().next_back()?.text;
                self.keep(changed.text_document.uri, text)
            }
            notification::DidCloseTextDocument::METHOD => {
                let closed: DidCloseTextDocumentParams = told(notification)?;
                self.open.remove(closed.text_document.uri.as_str());
                publish(closed.text_document.uri, Vec::new())
            }
            _ => None,
        }
    }

    /// Keeps the text of a file, and tells what is wrong with it.
    fn keep(&mut self, uri: Uri, text: String) -> Option<Message> {
        if self.open.len() >= OPEN_FILES && !self.open.contains_key(uri.as_str()) {
            return None;
        }
        let mistakes = mistakes(&uri, &text);
        self.open.insert(uri.as_str().to_owned(), text);
        publish(uri, mistakes)
    }

    /// The text at a place, the place in it, and the words of its world.
    fn look(&self, at: &TextDocumentPositionParams) -> Option<(&str, usize, Vocabulary)> {
        let uri = &at.text_document.uri;
        let text = self.open.get(uri.as_str())?;
        let reading = suite::read(&path_of(uri), text, false);
        let words = reading.world.map_or_else(|_| Vocabulary::default(), |w| vocabulary(&w));
        Some((text, place::offset(text, at.position), words))
    }

    fn complete(&self, asked: &CompletionParams) -> Vec<CompletionItem> {
        let at = &asked.text_document_position;
        let Some((text, offset, words)) = self.look(at) else { return Vec::new() };
        let (typed, mut offers) = scenario_lang::offers(text, offset, &words);
        if offers.is_empty() && is_world(text, typed) {
            offers = worlds(path_of(&at.text_document.uri));
        }
        let range = range_of(text, typed);
        offers.into_iter().enumerate().map(|(place, offer)| item(place, offer, range)).collect()
    }

    fn explain(&self, asked: &HoverParams) -> Option<Hover> {
        let (text, offset, words) = self.look(&asked.text_document_position_params)?;
        let (span, said) = scenario_lang::meaning(text, offset, &words)?;
        let contents = MarkupContent { kind: MarkupKind::Markdown, value: said };
        Some(Hover { contents: HoverContents::Markup(contents), range: Some(range_of(text, span)) })
    }

    /// The file laid out; nothing while it has mistakes of form.
    fn lay_out(&self, asked: &DocumentFormattingParams) -> Option<Vec<TextEdit>> {
        let text = self.open.get(asked.text_document.uri.as_str())?;
        let laid_out = scenario_lang::format(text).ok()?;
        let whole = range_of(text, Span::new(0, text.len()));
        Some(if laid_out == *text { Vec::new() } else { vec![TextEdit::new(whole, laid_out)] })
    }
}

/// Answers a request; one that cannot be read is refused.
fn asked<P: DeserializeOwned, R: Serialize>(
    request: Request,
    answer: impl FnOnce(P) -> R,
) -> Response {
    match serde_json::from_value(request.params) {
        Ok(parameters) => Response::new_ok(request.id, answer(parameters)),
        Err(error) => {
            let message = format!("`{}`: {error}", request.method);
            Response::new_err(request.id, ErrorCode::InvalidParams as i32, message)
        }
    }
}

fn told<P: DeserializeOwned>(notification: Notification) -> Option<P> {
    serde_json::from_value(notification.params).ok()
}

fn publish(uri: Uri, diagnostics: Vec<Diagnostic>) -> Option<Message> {
    let told = PublishDiagnosticsParams { uri, diagnostics, version: None };
    let method = notification::PublishDiagnostics::METHOD.to_owned();
    Some(Message::Notification(Notification::new(method, told)))
}

/// Everything `scenario check` would tell of the file.
fn mistakes(uri: &Uri, text: &str) -> Vec<Diagnostic> {
    let reading = suite::read(&path_of(uri), text, false);
    let told = |mistake: &scenario_lang::Diagnostic| {
        let parts = [mistake.label.as_str(), mistake.help.as_deref().unwrap_or_default()];
        let behind = parts.into_iter().filter(|part| !part.is_empty());
        let lines: Vec<&str> = std::iter::once(mistake.message.as_str()).chain(behind).collect();
        let other = mistake.context.as_ref().map(|context| DiagnosticRelatedInformation {
            location: Location::new(uri.clone(), range_of(text, context.span)),
            message: context.value.clone(),
        });
        diagnostic(text, mistake.span, lines.join("\n"), other)
    };
    let mut mistakes: Vec<Diagnostic> = reading.mistakes.iter().map(told).collect();
    if let Err(report) = reading.world
        && !report.is_empty()
    {
        let span = reading.scenario.world.span;
        mistakes.push(diagnostic(text, span, format!("the world has mistakes\n{report}"), None));
    }
    mistakes
}

fn diagnostic(
    text: &str,
    span: Span,
    message: String,
    other: Option<DiagnosticRelatedInformation>,
) -> Diagnostic {
    Diagnostic {
        range: range_of(text, span),
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some("scenario".to_owned()),
        message,
        related_information: other.map(|other| vec![other]),
        ..Diagnostic::default()
    }
}

fn item(place: usize, offer: Offer, range: lsp_types::Range) -> CompletionItem {
    let kind = match offer.sort {
        OfferSort::Keyword => CompletionItemKind::KEYWORD,
        OfferSort::Name => CompletionItemKind::MODULE,
        OfferSort::Call => CompletionItemKind::VARIABLE,
        OfferSort::Word => CompletionItemKind::METHOD,
        OfferSort::Key => CompletionItemKind::FIELD,
        OfferSort::Value => CompletionItemKind::VALUE,
    };
    CompletionItem {
        label: offer.text.clone(),
        kind: Some(kind),
        detail: (!offer.help.is_empty()).then_some(offer.help),
        // Editors sort by the alphabet where they are not told the order.
        sort_text: Some(format!("{place:04}")),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, offer.text))),
        ..CompletionItem::default()
    }
}

/// Whether the place is behind `world`.
fn is_world(text: &str, typed: Span) -> bool {
    let line = text.get(..typed.start).and_then(|before| before.rsplit('\n').next());
    line.is_some_and(|line| line.trim() == "world")
}

/// The worlds that the file could be told in.
fn worlds(path: PathBuf) -> Vec<Offer> {
    let names = suite::worlds_of(&path).map(|folder| suite::worlds_in(&folder));
    let offer = |text| Offer { text, sort: OfferSort::Name, help: String::new() };
    names.unwrap_or_default().into_iter().map(offer).collect()
}
