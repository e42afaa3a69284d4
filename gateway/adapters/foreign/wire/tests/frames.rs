//! Frames survive any cut, and no bytes do harm.

use foreign_wire::{Decoder, FromAdapter, FromGateway, Hello, MESSAGE_BYTES, Malformed, encode};
use proptest::{collection::vec, prelude::*};

type Message = FromGateway<String>;

#[test]
fn a_frame_that_is_too_long_is_refused_before_it_is_there() {
    let mut decoder = Decoder::default();
    let length = u32::try_from(MESSAGE_BYTES + 1).unwrap();
    decoder.feed(&length.to_be_bytes());
    assert!(matches!(decoder.next::<Message>(), Err(Malformed::Length(_))));
    let long = FromAdapter::<()>::Refused { reason: "x".repeat(MESSAGE_BYTES) };
    assert!(matches!(encode(&long), Err(Malformed::Length(_))));
}

#[test]
fn what_is_printed_by_mistake_is_named() {
    let mut decoder = Decoder::default();
    decoder.feed(b"Starting up...\n");
    let letter = decoder.next::<Message>().unwrap_err().to_string();
    assert!(letter.contains("standard output"), "{letter}");
}

proptest! {
    #[test]
    fn messages_survive_any_cut(
        patiences in vec(any::<u64>(), 1..20),
        cuts in vec(1_usize..40, 1..50),
    ) {
        let sent: Vec<Message> = patiences
            .iter()
            .map(|patience| {
                let settings = [("key".to_owned(), patience.to_string())].into();
                FromGateway::Hello(Hello { protocol: 1, patience: *patience, settings })
            })
            .collect();
        let stream: Vec<u8> = sent.iter().flat_map(|message| encode(message).unwrap()).collect();
        let (mut decoder, mut received) = (Decoder::default(), Vec::new());
        let (mut rest, mut cuts) = (stream.as_slice(), cuts.iter().cycle());
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(rest.len().min(*cuts.next().unwrap()));
            decoder.feed(piece);
            rest = after;
            while let Some(message) = decoder.next::<Message>().unwrap() {
                received.push(message);
            }
        }
        prop_assert_eq!(received, sent);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..200)) {
        let mut decoder = Decoder::default();
        decoder.feed(&bytes);
        while let Ok(Some(_)) = decoder.next::<Message>() {}
    }
}
