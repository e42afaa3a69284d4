//! The text log of a T-Server, written and read.
//!
//! The format is the one on which public readers of such logs agree; the sources are named where
//! they decide something. A log is lines. Three kinds matter here:
//!
//! ```text
//! 2026-01-05T08:00:01.250 Trc 04541 RequestAnswerCall received from [7] (00000007 ringback 10.0.0.7:49170)
//! message RequestAnswerCall
//!         AttributeThisDN    '2001'
//!         AttributeConnID    006c02462a161006
//!
//! @08:00:01.2503 [0] 8.1.101.25 distribute_event: message EventEstablished
//!         AttributeThisDN    '2001'
//!         AttributeUserData  [34] 00 01 00 00..
//!                 'RTargetAgentGroup'    'VAG_Skill1'
//!
//! 2026-01-05T08:00:02.000 Trc 04120 Check point 2026-01-05T08:00:02
//! ```
//!
//! * **Standard lines** have a time, a level, the number of the message and its text. 04541 is a
//!   message received, 04542 one sent.
//! * **A message begins** with the word `message` and its name at the end of a line, alone at the
//!   left edge after a standard line, or behind a trace line of the server, which begins with `@`
//!   and has four decimals. Client libraries begin it in other ways, which are read as well.
//! * **Its body**: a line for each attribute with one tab before it, a line for each pair of a list
//!   with two; lists within lists stand further in. A blank line, or anything at the left edge, ends it.
//!
//! Text stands in single quotes, numbers are decimal, connection identifiers 16 hexadecimal digits,
//! event sequence numbers hexadecimal, some codes are followed by their names in brackets, and of bytes
//! the log has the number and the first four: `[9] 00 01 02 03..`. A list begins with that, too.
//!
//! The [`Writer`] writes control characters as `\u{a}`, and so the quote in a key. [`Log::read`]
//! takes what others write: blanks for tabs, texts over several lines, other encodings, files that begin
//! in the middle of a message. What it cannot read is a [`Complaint`] with line and column, and no
//! line gets lost: each belongs to an [`Entry`].
//!
//! What a log does not have, nobody can read from it: the rest of bytes, passwords (`'***'`), values of
//! unknown types.
//!
//! ```
//! use tserver_log::{Log, Peer, Stamp, Writer};
//! use tserver_wire::{AttributeId, Message, MessageType};
//!
//! let request = Message::new(MessageType::REQUEST_ANSWER_CALL)
//!     .with(AttributeId::THIS_DN, "2001")
//!     .with(AttributeId::CONN_ID, 0x006c_0246_2a16_1006_u64);
//! let peer = Peer { application: "ringback".to_owned(), ..Peer::default() };
//! let mut text = String::new();
//! Writer::default().request(&mut text, Stamp::of_unix_ms(1_767_600_000_000), &peer, &request);
//!
//! let log = Log::read(text.as_bytes());
//! let (line, header, logged) = log.messages().next().expect("one message");
//! assert_eq!(header.peer.as_ref().map(|peer| peer.application.as_str()), Some("ringback"));
//! assert_eq!(logged.message(line, &mut Vec::new()), Some(request));
//! ```

mod complaint;
pub mod limits;
mod line;
mod list;
mod message;
mod read;
mod stamp;
mod timeline;
mod value;
mod write;

pub use complaint::{Complaint, Fault};
pub use line::{Direction, Header, Notice, Peer};
pub use message::{LoggedAttribute, LoggedMessage, LoggedPair, LoggedValue};
pub use read::{Content, Entry, Log};
pub use stamp::{Stamp, StampText, TimeFormat};
pub use write::Writer;
