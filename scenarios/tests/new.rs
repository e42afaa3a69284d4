//! `scenario new` where somebody has worlds already, and where nobody has.

use std::{path::Path, process::Command};

fn scenario(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_scenario"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the program is there");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    told
}

#[test]
fn a_new_scenario_can_be_played() {
    for worlds in [None, Some("other.toml"), Some("acme.toml")] {
        let folder = tempfile::tempdir().expect("there is room");
        if let Some(name) = worlds {
            std::fs::create_dir(folder.path().join("worlds")).unwrap();
            let acme = include_str!("../worlds/acme.toml");
            std::fs::write(folder.path().join("worlds").join(name), acme).unwrap();
        }
        let told = scenario(folder.path(), &["new", "first.scn"]);
        assert_eq!(told.contains("acme.toml written"), worlds != Some("acme.toml"), "{told}");
        assert_eq!(
            scenario(folder.path(), &["check", "."]),
            "1 of 1 scenario files can be played\n"
        );
    }
}
