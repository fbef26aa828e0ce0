//! Permissions of the database file: there are patients and secrets in it, so nobody but its owner.

use std::path::Path;

#[cfg(unix)]
const MODE: u32 = 0o600;

/// Makes the file, if it is not there, and takes from others what they may do with one that is. SQLite gives
/// its write-ahead log and its shared memory the mode of the file.
#[cfg(unix)]
pub(super) fn keep(path: &Path) {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    let is_special = |path: &str| path.is_empty() || path == ":memory:" || path.starts_with("file:");
    if path.to_str().is_some_and(is_special) {
        return;
    }
    // What goes wrong here is told by SQLite when it opens the file.
    drop(std::fs::OpenOptions::new().write(true).create_new(true).mode(MODE).open(path));
    for path in ["", "-wal", "-shm"].map(|end| beside(path, end)) {
        if mode(&path).is_none_or(|mode| mode & !MODE == 0) {
            continue;
        }
        let shown = path.display();
        match std::fs::set_permissions(&path, std::fs::Permissions::from_mode(MODE)) {
            Ok(()) => tracing::warn!("`{shown}` could be read by others: from now on by its owner alone"),
            Err(error) => tracing::warn!(%error, "`{shown}` can be read by others"),
        }
    }
}

/// Elsewhere the folder says who may read what is in it.
#[cfg(not(unix))]
pub(super) fn keep(_: &Path) {}

/// Which of the file and what is beside it others may read or write, and their mode.
pub(super) fn open_to_others(path: &Path) -> Vec<String> {
    #[cfg(unix)]
    {
        let files = ["", "-wal", "-shm"].map(|end| beside(path, end));
        let open =
            files.iter().filter_map(|path| Some((path, mode(path)?))).filter(|(_, mode)| mode & !MODE != 0);
        open.map(|(path, mode)| format!("`{}` {mode:o}", path.display())).collect()
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        Vec::new()
    }
}

#[cfg(unix)]
fn beside(path: &Path, end: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

#[cfg(unix)]
fn mode(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
    Some(metadata.permissions().mode() & 0o777)
}
