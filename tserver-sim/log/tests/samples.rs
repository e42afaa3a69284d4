//! Every sample log with its reading: what each line is, what its messages say, what is complained of.

use std::{fs, path::Path};

use tserver_log::{Content, Log};

#[test]
fn samples_are_read_as_their_goldens_say() {
    insta::glob!("../samples", "*.log", |path| {
        insta::with_settings!({
            snapshot_path => "../samples",
            prepend_module_to_snapshot => false,
            snapshot_suffix => "",
            omit_expression => true,
        }, {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            insta::assert_snapshot!(name, reading(path));
        });
    });
}

/// Carriage returns, a byte order mark and another encoding change nothing but themselves.
#[test]
fn line_ends_do_not_matter() {
    let bytes = fs::read("samples/server.log").unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    let other = [&[0xef, 0xbb, 0xbf], text.replace('\n', "\r\n").as_bytes()].concat();
    assert_eq!(Log::read(&other).entries, Log::read(&bytes).entries);
}

#[test]
fn every_line_belongs_to_an_entry() {
    for name in ["server", "clients", "oddities"] {
        let text = fs::read_to_string(format!("samples/{name}.log")).unwrap();
        let log = Log::read(text.as_bytes());
        for (number, line) in (1..).zip(text.lines()) {
            let has = log.entries.iter().any(|e| (e.first..=e.last).contains(&number));
            assert!(has || line.trim().is_empty(), "{name}:{number}: {line}");
        }
    }
}

fn reading(path: &Path) -> String {
    let log = Log::read(&fs::read(path).expect("the sample is there"));
    let mut lines = Vec::new();
    for (entry, moment) in log.entries.iter().zip(log.moments()) {
        let place = format!("{}-{} +{moment}", entry.first, entry.last);
        match &entry.content {
            Content::Message { header, message } => {
                let function = header.function.iter().map(|function| format!(" {function}"));
                let peer = header.peer.iter().map(|peer| format!(" {peer:?}"));
                let about: String = function.chain(peer).collect();
                lines.push(format!("{place} {:?}{about}", header.direction));
                let mut complaints = Vec::new();
                let read = message.message(entry.first, &mut complaints);
                let shown = read.map_or_else(|| format!("{message:?}"), |read| read.one_line());
                lines.push(format!("    {shown}"));
                lines.extend(complaints.iter().map(|complaint| format!("    ! {complaint}")));
            }
            Content::Fragment(attributes) => lines.push(format!("{place} {attributes:?}")),
            Content::Notice(notice) => lines.push(format!("{place} {notice:?}")),
        }
    }
    lines.extend(log.complaints.iter().map(|complaint| format!("! {complaint}")));
    lines.join("\n")
}
