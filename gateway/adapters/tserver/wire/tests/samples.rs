//! The byte samples, written from the layout in the crate's documentation, and their golden
//! readings.

use std::{ffi::OsStr, fs, path::Path};

use tserver_wire::{DecodeError, Decoder, Message};

#[test]
fn good_samples_read_as_their_goldens_and_survive_byte_for_byte() {
    check("ok", |bytes| {
        let messages = decode(bytes).unwrap();
        let mut again = Vec::new();
        messages.iter().for_each(|message| message.encode(&mut again).unwrap());
        assert_eq!(again, bytes, "decoded and encoded again");
        let reading = |message: &Message| format!("{message}\n\n{}\n", message.one_line());
        messages.iter().map(reading).collect::<Vec<_>>().join("\n")
    });
}

#[test]
fn row_27_bad_samples_are_refused_as_their_goldens_say() {
    check("err", |bytes| {
        let error = decode(bytes).unwrap_err();
        assert!(error.offset <= bytes.len() as u64, "the mistake is within the bytes");
        error.to_string()
    });
}

/// Reads every sample of a folder and compares the reading with the golden beside it.
fn check(folder: &str, reading: impl Fn(&[u8]) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(folder);
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .expect("the folder is there")
        .map(|file| file.expect("it can be read").path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "hex"));
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        let text = fs::read_to_string(&path).expect("it can be read");
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_input_file(&path);
        settings.set_omit_expression(true);
        let name = path.file_stem().and_then(OsStr::to_str).expect("a sample has a plain name");
        settings.bind(|| insta::assert_snapshot!(name, with_size(&text, &reading)));
    }
}

fn with_size(text: &str, reading: impl Fn(&[u8]) -> String) -> String {
    let bytes = from_hex(text);
    format!("{} bytes\n\n{}", bytes.len(), reading(&bytes))
}

/// Reads hexadecimal bytes; a `#` begins a comment to the end of its line.
fn from_hex(text: &str) -> Vec<u8> {
    let code = text.lines().map(|line| line.split('#').next().unwrap_or_default());
    code.flat_map(str::split_whitespace)
        .map(|byte| u8::from_str_radix(byte, 16).expect("two hexadecimal digits"))
        .collect()
}

fn decode(bytes: &[u8]) -> Result<Vec<Message>, DecodeError> {
    let mut decoder = Decoder::new();
    decoder.feed(bytes);
    std::iter::from_fn(|| decoder.next().transpose()).take(100).collect()
}
