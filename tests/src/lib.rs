//! What the tests of the whole product share: where the workspace is, its files, and the schema.

pub mod schema;

use std::{
    fs,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering},
};

/// The workspace's root folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or_else(|| Path::new(".")).to_path_buf()
}

/// A port of 127.0.0.1 that is left and come back to, and a listener on it. The system gives such low
/// ports to nobody by itself, so that nobody has it when it is come back to.
///
/// # Panics
/// If none is free.
pub fn port_to_come_back_to() -> (SocketAddr, TcpListener) {
    static TRIED: AtomicU32 = AtomicU32::new(0);
    let mut ports = std::iter::repeat_with(|| {
        let place =
            process::id().wrapping_mul(31).wrapping_add(TRIED.fetch_add(1, Ordering::Relaxed));
        SocketAddr::from(([127, 0, 0, 1], u16::try_from(20_000 + place % 10_000).unwrap_or(20_000)))
    });
    let free = ports
        .by_ref()
        .take(10_000)
        .find_map(|address| TcpListener::bind(address).ok().map(|listener| (address, listener)));
    free.expect("a free port")
}

/// The folder of the shipped scenarios.
pub fn cases() -> PathBuf {
    root().join("scenarios/cases")
}

/// Every file below a folder with one of these endings, sorted; build output and hidden folders
/// are passed over.
pub fn files_below(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() {
                if name != "target" && name != "node_modules" && !name.starts_with('.') {
                    open.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
