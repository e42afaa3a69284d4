//! Keys in any order: the program never panics, and what was done always plays.

use tui::acts;

use crate::{driver::Driver, story};

/// What a monkey presses; some of it opens what the next key closes.
const KEYS: &[&str] = &[
    "n<enter>",
    "n<down><enter>",
    "n<tab><down><down><enter>",
    "a",
    "o",
    "x",
    "y",
    "t<enter>",
    "t<down><enter>",
    "b<enter>",
    "c<down><enter>",
    "v",
    "V",
    "#12<enter>",
    "M",
    "D<down><enter>",
    "m<enter>",
    "e",
    "case=1<enter>",
    "g",
    "G",
    "r",
    "u<enter>",
    "u",
    "lunch<enter>",
    "s",
    "d",
    "f",
    "i<down><enter>",
    ",",
    " ",
    "L",
    "L",
    "p",
    ".",
    "+",
    "-",
    "<up>",
    "<down>",
    "<left>",
    "<right>",
    "<tab>",
    "<enter>",
    "<esc>",
    "/",
    "?",
    ":",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
    "0",
    "S",
    "T<enter>",
    "T",
    "E<esc>",
    "w<esc>",
    "<pagedown>",
    "<end>",
    "<home>",
    "hjkl",
    "é",
    "<esc><esc>1",
    "<esc>1<down>",
];

struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % below
    }
}

#[test]
fn whatever_was_pressed_plays() {
    for seed in 0..12 {
        let mut dice = Dice(seed);
        let mut driver = if seed % 2 == 0 { Driver::on_shift() } else { Driver::empty() };
        for _ in 0..250 {
            driver.press(KEYS[dice.roll(KEYS.len())]);
            let published = driver.app.desk.calls.iter().flat_map(|call| &call.actions);
            for action in published {
                let has_key = acts::ROWS.iter().any(|row| row.request == Some(action.as_str()));
                assert!(has_key, "no key for {action}, which the gateway allows");
            }
            if dice.roll(3) > 0 {
                driver.wait(0.05 * f64::from(u32::try_from(dice.roll(60)).unwrap()));
            }
            if dice.roll(20) == 0 {
                driver.screen(80, 24);
            }
        }
        driver.press("<esc><esc><esc><esc>1");
        let (file, kept) = story::keep(&mut driver, &format!("monkey_{seed}"));
        assert!(kept.is_ok(), "seed {seed}: {kept:?}\n{}", std::fs::read_to_string(file).unwrap());
    }
}
