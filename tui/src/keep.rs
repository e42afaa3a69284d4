//! Stories on disk: a scenario file with its world and its golden, proved by playing it once.

use std::{
    fs,
    path::{Path, PathBuf},
};

use scenarios::{golden, ladder::Paint, report, suite};

/// A story that is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keeping {
    pub path: PathBuf,
    /// Whether a file that is there may be written over.
    pub replaces: bool,
    pub story: String,
    pub world_name: String,
    /// The text of the world file.
    pub world: String,
    pub seed: u64,
}

/// A story that was written and came true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub path: PathBuf,
    /// What is said about it.
    pub text: String,
}

/// Writes a story, its world beside it unless there is one already, plays it, and keeps what the
/// run looks like as its golden; says what became of it.
///
/// # Errors
/// What could not be written, or why the story did not come true.
pub fn write(keeping: &Keeping) -> Result<Kept, String> {
    let Keeping { path, story, seed, .. } = keeping;
    if path.exists() && !keeping.replaces {
        return Err(format!("{} is there already: choose another name", path.display()));
    }
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let folder = folder.unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(folder).map_err(|error| complain(folder, &error))?;
    fs::write(path, story).map_err(|error| complain(path, &error))?;
    keep_world(folder, keeping)?;
    let loaded = suite::load(path, false).map_err(|broken| broken.report)?;
    let own_seed = loaded.world.seed;
    let played = suite::play(loaded, Some(*seed), None).map_err(|broken| broken.report)?;
    if let Some(failure) = &played.run.failure {
        let explained = report::explain(&played, Paint::Plain);
        let line = explained.lines().nth(1).unwrap_or_default().trim().to_owned();
        return Err(format!("{} does not play: {line}: {}", path.display(), failure.message));
    }
    let golden = golden::file(&played.story.path, &played.rendered);
    let golden_path = golden::path_of(path);
    fs::write(&golden_path, golden).map_err(|error| complain(&golden_path, &error))?;
    let seed = if *seed == own_seed { String::new() } else { format!(" --seed {seed}") };
    let text = format!("kept and played, green; again: scenario run {}{seed}", path.display());
    Ok(Kept { path: path.clone(), text })
}

fn keep_world(folder: &Path, keeping: &Keeping) -> Result<(), String> {
    let folder = fs::canonicalize(folder).map_err(|error| complain(folder, &error))?;
    let known =
        folder.ancestors().map(|folder| folder.join("worlds")).find(|worlds| worlds.is_dir());
    let worlds: PathBuf = known.unwrap_or_else(|| folder.join("worlds"));
    let path = worlds.join(format!("{}.toml", keeping.world_name));
    match fs::read_to_string(&path) {
        Ok(text) if text == keeping.world => Ok(()),
        Ok(_) => {
            Err(format!("{} is another world; keep the story in another folder", path.display()))
        }
        Err(_) => {
            fs::create_dir_all(&worlds).map_err(|error| complain(&worlds, &error))?;
            fs::write(&path, &keeping.world).map_err(|error| complain(&path, &error))
        }
    }
}

fn complain(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
