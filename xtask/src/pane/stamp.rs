//! A fingerprint of files: the path, size and modification time of each. It changes if a file is edited, added or removed,
//! or if a checkout restores an older one.

use std::fmt::Write;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

use anyhow::Context;

/// The fingerprint of `inputs` (files and folders below `root`; missing ones count as missing) and of `tools`.
pub fn of(root: &Path, inputs: &[&str], tools: &str) -> anyhow::Result<String> {
    let mut lines = Vec::new();
    for input in inputs {
        collect(&root.join(input), &mut lines).with_context(|| format!("can't look at {input}"))?;
    }
    lines.sort();
    let mut hasher = DefaultHasher::new();
    hasher.write(tools.as_bytes());
    for line in &lines {
        hasher.write(line.as_bytes());
        hasher.write_u8(b'\n');
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn collect(path: &Path, lines: &mut Vec<String>) -> io::Result<()> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if metadata.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), lines)?;
        }
        return Ok(());
    }
    let changed = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    let mut line = path.display().to_string();
    let _ = write!(line, " {} {}", metadata.len(), changed.as_nanos());
    lines.push(line);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, SystemTime};

    fn project() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("src")).unwrap();
        fs::write(root.path().join("src/lib.rs"), "//! A").unwrap();
        fs::write(root.path().join("index.html"), "<p>").unwrap();
        root
    }

    fn stamp(root: &tempfile::TempDir) -> String {
        of(root.path(), &["src", "index.html", "not-there.toml"], "trunk 1").unwrap()
    }

    #[test]
    fn it_stays_while_nothing_changes() {
        let root = project();
        assert_eq!(stamp(&root), stamp(&root));
    }

    #[test]
    fn an_edit_an_addition_and_a_removal_change_it() {
        let root = project();
        let before = stamp(&root);
        fs::write(root.path().join("src/lib.rs"), "//! AB").unwrap();
        let edited = stamp(&root);
        fs::write(root.path().join("src/more.rs"), "").unwrap();
        let added = stamp(&root);
        fs::remove_file(root.path().join("index.html")).unwrap();
        let removed = stamp(&root);
        assert!(before != edited && edited != added && added != removed);
    }

    #[test]
    fn an_older_file_of_the_same_size_changes_it() {
        let root = project();
        let before = stamp(&root);
        let file = fs::File::options().write(true).open(root.path().join("src/lib.rs")).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1)).unwrap();
        assert_ne!(stamp(&root), before);
    }

    #[test]
    fn another_tool_changes_it() {
        let root = project();
        assert_ne!(of(root.path(), &["src"], "trunk 1").unwrap(), of(root.path(), &["src"], "trunk 2").unwrap());
    }
}
