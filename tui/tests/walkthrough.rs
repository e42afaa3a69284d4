//! The walk-through of the README in a real terminal (tmux): keys in, screens out.
#![expect(clippy::disallowed_methods, reason = "an edge: it waits for a program on the wall clock")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use switch_sim::world::World;
use tui::{
    app::{App, Site},
    terminal::{self, Mouse},
    theme::Theme,
    view,
};

#[test]
fn five_minutes_with_the_terminal() {
    if Command::new("tmux").arg("-V").output().is_err() {
        println!("skipped: tmux is not installed");
        return;
    }
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("walkthrough");
    let _was_not_there = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the story");
    let tmux = Tmux::start(&folder);

    tmux.sees("everybody is signed on");
    tmux.press(&["n"]).sees("Place a call");
    tmux.press(&["Enter"]).sees("caller > DIAL 8005 trunk=PSTN1 as c1 -> ok");
    tmux.sees("alice ▸ a answer");
    tmux.press(&["a"]).sees("alice > ACCEPTCALL c1 -> ok");
    tmux.press(&["t"]).sees("alice: transfer c1");
    tmux.press(&["Enter"]).sees("alice > INITIATETRANSFER c1 to=2002 as k1 -> ok");
    tmux.press(&["Down"]).sees("bob ▸ a answer");
    tmux.press(&["a"]).sees("bob > ACCEPTCALL k1 -> ok");
    tmux.press(&["Up"]).sees("t complete c1");
    tmux.press(&["t"]).sees("alice > COMPLETETRANSFER c1 -> ok");
    tmux.press(&["L"]).sees("link CUT");
    tmux.press(&["Down"]).sees("link down, last known");
    tmux.press(&["L"]).sees("link up");
    tmux.sees("bob ▸ o hold");
    tmux.press(&["8"]).sees("Ladder of c1, k1");
    tmux.press(&["C", "Down"]).sees("Compared: ");
    tmux.press(&["C"]).sees("no message is kept");
    tmux.press(&["E"]).sees("Write the ladder");
    tmux.press(&["ladder.svg", "Enter"]).sees("ladder.svg written");
    tmux.press(&["3", "3"]).sees("No call vectors here");
    tmux.press(&["?"]).sees("search: ");
    tmux.press(&["breaks something"]).sees("every fault there is");
    tmux.press(&["Enter"]).sees("Break something");
    tmux.press(&["Escape"]).sees("? help");
    tmux.press(&["0"]).sees("COMPLETETRANSFER c1");
    tmux.press(&["w"]).sees("Keep the story");
    tmux.press(&["Enter"]).sees("kept and played, green");
    tmux.press(&["q"]).ends();

    let story = folder.join("stories/story-1.scn");
    let loaded = scenarios::suite::load(&story, false).expect("the story is a scenario");
    let played = scenarios::suite::play(loaded, None, None).expect("the story is played");
    assert!(played.passed(), "{:?}", played.run.failure);
    let picture = fs::read_to_string(folder.join("ladder.svg")).expect("the ladder is a picture");
    assert!(picture.ends_with("</svg>\n") && picture.contains("COMPLETETRANSFER"), "{picture}");
}

#[test]
fn the_terminal_is_as_it_was_after_control_c() {
    if Command::new("tmux").arg("-V").output().is_err() {
        println!("skipped: tmux is not installed");
        return;
    }
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("control_c");
    fs::create_dir_all(&folder).expect("a folder to start in");
    let tmux = Tmux::start(&folder);
    tmux.sees("everybody is signed on");
    tmux.press(&["n"]).sees("Place a call");
    tmux.press(&["Enter"]).sees("c1 -> ok");
    tmux.press(&["C-c"]).sees("are not written");
    tmux.press(&["C-c"]).ends();
}

#[test]
fn the_terminal_is_as_it_was_after_a_panic() {
    if Command::new("tmux").arg("-V").output().is_err() {
        println!("skipped: tmux is not installed");
        return;
    }
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("panic");
    fs::create_dir_all(&folder).expect("a folder to start in");
    let this = env::current_exe().expect("this test is a program");
    let this = this.display();
    let tmux = Tmux::run_in(
        &folder,
        &format!("RUST_BACKTRACE=0 '{this}' --ignored --exact a_program_that_panics --nocapture"),
    );
    tmux.sees("everybody is signed on");
    tmux.is(MODES, "alternate 1, mouse 1, cursor 0");
    tmux.press(&["x"]).sees("panicked at");
    tmux.sees("a fault of the program, on purpose");
    tmux.sees("over, 101");
    tmux.is(MODES, "alternate 0, mouse 0, cursor 1");
    tmux.sees("cooked: icanon echo");
    let screen = tmux.screen();
    assert!(!screen.contains("Ringback"), "the screen was not given back:\n{screen}");
}

/// The child of the test above: the program's terminal with the program's screen in it, and a panic at
/// the first key.
#[test]
#[ignore = "a panic, to be watched in a terminal of its own"]
fn a_program_that_panics() {
    let text = fs::read_to_string(ACME).expect("the world that ships");
    let world = World::parse(&text).expect("the world has no mistakes");
    let site = Site { name: "acme".to_owned(), text, seed: 1 };
    let mut app = App::new(&world, site, Theme::new(true)).expect("the world fits");
    app.begin_shift();
    let over = terminal::with(Mouse::Taken, |mut terminal| -> anyhow::Result<()> {
        terminal.draw(|frame| view::draw(&app, frame))?;
        crossterm::event::read()?;
        panic!("a fault of the program, on purpose")
    });
    unreachable!("{over:?}");
}

/// A terminal of its own, of 80 columns and 24 rows, with the program in it.
struct Tmux {
    /// The name of its server.
    server: String,
}

impl Tmux {
    fn start(folder: &Path) -> Self {
        Self::run_in(folder, &format!("'{}' --world '{ACME}'", env!("CARGO_BIN_EXE_tui")))
    }

    /// A terminal in which this command runs; when it is over, its status and whether lines are read
    /// as a shell wants it are on the screen.
    fn run_in(folder: &Path, command: &str) -> Self {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let tmux = Self { server: format!("ringback-{name}-{}", std::process::id()) };
        let modes = "stty -a | grep -ow -e '-\\?icanon' -e '-\\?echo'";
        let line = format!("{command}; echo \"over, $?\"; echo cooked: $({modes}); exec sleep 60");
        let folder = folder.to_str().expect("a path of letters");
        tmux.run(&[
            "new-session",
            "-d",
            "-x",
            "80",
            "-y",
            "24",
            "-c",
            folder,
            "/bin/sh",
            "-c",
            &line,
        ]);
        tmux
    }

    fn press(&self, keys: &[&str]) -> &Self {
        self.run(&[&["send-keys"], keys].concat());
        self
    }

    /// Waits until the words are on the screen.
    fn sees(&self, words: &str) {
        self.until(words, || self.screen(), |screen| screen.contains(words));
    }

    /// Waits until tmux knows this of the terminal.
    fn is(&self, asked: &str, wanted: &str) {
        self.until(
            wanted,
            || self.run(&["display-message", "-p", asked]),
            |told| told.trim() == wanted,
        );
    }

    /// Looks again and again until what is looked at is as it should be.
    fn until(&self, wanted: &str, look: impl Fn() -> String, is_there: impl Fn(&str) -> bool) {
        let until = Instant::now() + PATIENCE;
        let mut seen = look();
        while !is_there(&seen) {
            assert!(Instant::now() < until, "`{wanted}` does not come: {seen}\n{}", self.screen());
            thread::sleep(Duration::from_millis(20));
            seen = look();
        }
    }

    /// Waits until the program is over, and looks whether the terminal is as it was.
    fn ends(&self) {
        self.sees("over, 0");
        let screen = self.screen();
        assert!(!screen.contains("Ringback"), "the screen was not given back:\n{screen}");
    }

    fn screen(&self) -> String {
        self.run(&["capture-pane", "-p"])
    }

    fn run(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("tmux");
        command.env("LC_ALL", "C.UTF-8").arg("-u").arg("-f").arg("/dev/null");
        let output = command.arg("-L").arg(&self.server).args(arguments).output();
        let output = output.expect("tmux runs");
        assert!(
            output.status.success(),
            "tmux {arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        let mut command = Command::new("tmux");
        let _gone_already = command.arg("-L").arg(&self.server).arg("kill-server").output();
    }
}

/// What tmux tells of the program's terminal: whether it has another screen, listens to the mouse, shows
/// the cursor.
const MODES: &str = "alternate #{alternate_on}, mouse #{mouse_any_flag}, cursor #{cursor_flag}";
/// How long something may take to be seen, on a machine that has much else to do.
const PATIENCE: Duration = Duration::from_secs(30);
const ACME: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios/worlds/acme.toml");
