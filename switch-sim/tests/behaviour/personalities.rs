//! The page that says how brands differ is what the table and the brands' files say.

use std::{fmt::Write as _, fs, path::Path};

use switch_sim::{
    personality::{
        Row, Values,
        brand::{BRANDS, Opinion},
        table::Personality,
    },
    world::World,
};

#[test]
fn the_page_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("PERSONALITIES.md");
    let page = page();
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == page, "{} is old: run with UPDATE_REFERENCE=1", path.display());
}

#[test]
fn a_world_names_a_brand_and_sets_rows_otherwise() {
    let world = World::parse(
        "[personality]\nconf_last_two = \"deleted\"\nroute_timeout = \"3s\"\n\
         [switch]\npersonality = \"aspect\"\n",
    );
    let world = world.unwrap();
    let [two, route, parties] = ["conf_last_two", "route_timeout", "conf_max_parties"]
        .map(|key| world.personality.value(key));
    assert_eq!([two, route, parties], ["deleted", "3s", "3"].map(str::to_owned));
}

fn page() -> String {
    let mut page = INTRO.to_owned();
    for brand in &BRANDS {
        writeln!(page, "* `{}`: {}", brand.name, brand.about()).unwrap();
    }
    let opinions: Vec<Vec<Opinion>> = BRANDS.iter().map(|brand| brand.rows()).collect();
    page.push_str(LEGEND);
    page.push_str("\n| row | avaya | nortel | aspect | rockwell | genesys-neutral |\n");
    page.push_str("|---|---|---|---|---|---|\n");
    for (place, row) in Personality::ROWS.iter().enumerate() {
        write!(page, "| [`{0}`](#{0}) |", row.key).unwrap();
        for brand in &opinions {
            write!(page, " {} |", cell(&brand[place])).unwrap();
        }
        page.push('\n');
    }
    for row in Personality::ROWS {
        write!(page, "\n## {}\n\n{}\n\n", row.key, words(row.about)).unwrap();
        page.push_str(&values(row));
    }
    page
}

fn cell(opinion: &Opinion) -> String {
    let letter = opinion.confidence.chars().next().filter(|_| opinion.confidence != "none");
    let sure = letter.map_or_else(String::new, |letter| {
        let published = if opinion.source == "published" { "*" } else { "" };
        format!(" ({letter}{published})")
    });
    format!("{}{sure}", opinion.value)
}

fn values(row: &Row) -> String {
    match row.values {
        Values::Words(listed) => {
            listed.iter().map(|(word, seen)| format!("* `{word}`: {}\n", words(seen))).collect()
        }
        Values::Count { least, most } => format!("A whole number, {least} to {most}.\n"),
        Values::Span => "A span of time, or `none`.\n".to_owned(),
    }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const INTRO: &str = "\
# Personalities

How switches of different brands differ in what a CTI client sees. A world names one, and may set
rows otherwise:

```toml
[switch]
personality = \"avaya\"

[personality]
conf_last_two = \"simple\"
```

A world that names none is `genesys-neutral`. What each value looks like on the link is played in
`scenarios/cases/personality`, one story for each row, its values beside each other; one story under all
brands is there as well. This page is made from `src/personality/table.rs` and the files in
`src/personality/brands` (`UPDATE_REFERENCE=1 cargo test -p switch-sim --test behaviour`).

";

const LEGEND: &str = "
How sure a value is stands behind it: high, medium or low; with a star, it is stated in something that a
vendor published. Without a letter nothing is known, and the neutral value or the nearest to it stands in.
";
