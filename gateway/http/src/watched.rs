//! Files whose meaning is kept in memory, and read again when they change.

use std::{
    fmt, fs, io,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use tokio::time::Instant;

use crate::{limits, security::Unsafe};

/// Some files and what they mean together.
pub(crate) struct Watched<T> {
    paths: Vec<PathBuf>,
    read: Reader<T>,
    state: Mutex<State<T>>,
}

type Reader<T> = Box<dyn Fn() -> Result<T, Unsafe> + Send + Sync>;

/// What the files meant at a time; the number counts the times they were read.
#[derive(Debug)]
pub(crate) struct Edition<T> {
    pub(crate) number: u64,
    pub(crate) content: T,
}

struct State<T> {
    current: Arc<Edition<T>>,
    stamps: Vec<Stamp>,
    looked: Instant,
}

impl<T> Watched<T> {
    /// Reads the files for the first time.
    pub(crate) fn open(
        paths: Vec<PathBuf>,
        read: impl Fn() -> Result<T, Unsafe> + Send + Sync + 'static,
    ) -> Result<Self, Unsafe> {
        let stamps = stamps(&paths);
        let current = Arc::new(Edition { number: 1, content: read()? });
        let state = State { current, stamps, looked: Instant::now() };
        Ok(Self { paths, read: Box::new(read), state: Mutex::new(state) })
    }

    /// What the files mean; they are looked at once a second at most.
    pub(crate) fn current(&self) -> Arc<Edition<T>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.looked.elapsed() >= limits::FILE_CHECK {
            self.look(&mut state);
        }
        Arc::clone(&state.current)
    }

    /// Looks at the files at once.
    pub(crate) fn refresh(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        self.look(&mut state);
    }

    /// Reads the files if they have changed; what cannot be used changes nothing.
    fn look(&self, state: &mut State<T>) {
        state.looked = Instant::now();
        let stamps = stamps(&self.paths);
        if stamps == state.stamps {
            return;
        }
        state.stamps = stamps;
        match (self.read)() {
            Ok(content) => {
                let number = state.current.number + 1;
                state.current = Arc::new(Edition { number, content });
                tracing::info!(files = ?self.paths, "read again");
            }
            Err(error) => tracing::warn!(%error, "what was read before stays in effect"),
        }
    }
}

impl<T> fmt::Debug for Watched<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Watched").field(&self.paths).finish()
    }
}

/// Reads a file that a configuration names; bounded.
pub(crate) fn read_file(path: &Path) -> Result<Vec<u8>, Unsafe> {
    let unreadable = |cause| Unsafe::Unreadable { path: path.to_owned(), cause };
    let length = fs::metadata(path).map_err(unreadable)?.len();
    if length > limits::MAX_FILE {
        return Err(unreadable(io::Error::other("it is longer than 4 MiB")));
    }
    fs::read(path).map_err(unreadable)
}

/// What tells one version of a file from the next; none: it cannot be looked at.
type Stamp = Option<(SystemTime, u64, u64)>;

fn stamps(paths: &[PathBuf]) -> Vec<Stamp> {
    paths
        .iter()
        .map(|path| {
            let about = fs::metadata(path).ok()?;
            Some((about.modified().ok()?, about.len(), about.ino()))
        })
        .collect()
}
