//! The screens of the README are the screens of the program.

use std::fs;

use crate::{driver::Driver, screens::in_vectors};

/// `INSTA_UPDATE=always cargo test -p tui --test terminal readme` writes the screens anew.
#[test]
fn the_readme_shows_the_actual_screens() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = fs::read_to_string(path).expect("there is a README");
    let screens = walk();
    let mut blocks = readme.split(BEGIN);
    let mut anew = blocks.next().unwrap_or_default().to_owned();
    let mut shown = Vec::new();
    for (place, block) in blocks.enumerate() {
        let (screen, rest) = block.split_once(END).expect("a block that ends");
        shown.push(screen.to_owned() + "\n");
        let actual = screens.get(place).map_or(screen, |actual| actual.trim_end_matches('\n'));
        anew += &[BEGIN, actual, END, rest].concat();
    }
    if updating() {
        fs::write(path, anew).expect("the README is written");
        return;
    }
    assert_eq!(shown.len(), screens.len(), "screens in the README");
    for (shown, actual) in shown.iter().zip(&screens) {
        // A screen may end with empty lines.
        let (shown, actual) = (shown.trim_end(), actual.trim_end());
        assert!(shown == actual, "README.md shows\n{shown}\ninstead of\n{actual}");
    }
}

/// The screens of the walk-through, in their order.
fn walk() -> Vec<String> {
    let mut driver = Driver::on_shift();
    driver.wait(1.0);
    let mut screens = Vec::new();
    for (keys, shown) in STEPS {
        let screen = driver.press(keys).wait(2.0).screen(80, 24);
        if shown {
            screens.push(screen);
        }
        if keys == "8" {
            screens.push(in_vectors().screen(80, 24));
        }
    }
    screens
}

#[expect(clippy::disallowed_methods, reason = "the variable by which goldens are accepted")]
fn updating() -> bool {
    std::env::var("INSTA_UPDATE").is_ok_and(|word| word == "always")
}

const BEGIN: &str = "```text\n";
const END: &str = "\n```";

/// The keys of the walk-through, and whether the README has the screen after them.
const STEPS: [(&str, bool); 13] = [
    ("", true),
    ("n", true),
    ("<enter>", true),
    ("a", false),
    ("t", true),
    ("<enter>", false),
    ("<down>a", false),
    ("<up>t", false),
    ("L", true),
    ("L", false),
    ("8", true),
    ("0", true),
    ("w", true),
];
