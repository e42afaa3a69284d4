//! The screens of the README are the screens of the program.

use std::fs;

use crate::{driver::Driver, screens::in_vectors};

#[test]
fn the_readme_shows_the_actual_screens() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = fs::read_to_string(path).expect("there is a README");
    let mut driver = Driver::on_shift();
    driver.wait(1.0);
    for (keys, shown) in STEPS {
        let screen = driver.press(keys).wait(2.0).screen(80, 24);
        assert!(
            !shown || readme.contains(&screen),
            "README.md does not show what is seen after `{keys}`:\n{screen}"
        );
    }
    let vectors = in_vectors().screen(80, 24);
    assert!(readme.contains(&vectors), "README.md does not show the vectors:\n{vectors}");
}

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
