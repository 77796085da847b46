//! Puts a finished pane in the place of the one before. At every moment the folder holds a page with all that it loads: an
//! endpoint may be serving it, and the build may be ended.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::workspace;

/// Copies every file of `from` to `to`, the `page` last, and then removes what `from` does not have.
pub fn replace(from: &Path, to: &Path, page: &Path) -> anyhow::Result<()> {
    let new = names(from)?;
    for name in new.iter().filter(|name| *name != page).chain([&page.to_path_buf()]) {
        let (source, target) = (from.join(name), to.join(name));
        let folder = target.parent().unwrap_or(to);
        fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
        // By another name first, so that no half file has the right one.
        let unfinished = to.join(".unfinished");
        fs::copy(&source, &unfinished)
            .and_then(|_| fs::rename(&unfinished, &target))
            .with_context(|| format!("can't write {}", target.display()))?;
    }
    for name in names(to)?.difference(&new) {
        let old = to.join(name);
        fs::remove_file(&old).with_context(|| format!("can't remove {}", old.display()))?;
    }
    Ok(())
}

fn names(folder: &Path) -> anyhow::Result<BTreeSet<PathBuf>> {
    let files = workspace::files_below(folder)?;
    Ok(files.iter().map(|file| file.strip_prefix(folder).unwrap_or(file).to_path_buf()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let file = folder.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        folder
    }

    #[test]
    fn what_is_new_comes_and_what_is_old_goes() {
        let new = folder(&[("index.html", "new"), ("pane-2.js", "2"), ("languages/de.txt", "de")]);
        let old = folder(&[("index.html", "old"), ("pane-1.js", "1"), ("languages/de.txt", "before")]);
        replace(new.path(), old.path(), Path::new("index.html")).unwrap();
        assert_eq!(names(old.path()).unwrap(), names(new.path()).unwrap());
        for name in names(new.path()).unwrap() {
            assert_eq!(fs::read(old.path().join(&name)).unwrap(), fs::read(new.path().join(&name)).unwrap());
        }
    }

    #[test]
    fn a_build_that_has_no_page_leaves_the_one_before() {
        let new = folder(&[("pane-2.js", "2")]);
        let old = folder(&[("index.html", "old"), ("pane-1.js", "1")]);
        assert!(replace(new.path(), old.path(), Path::new("index.html")).is_err());
        assert_eq!(fs::read_to_string(old.path().join("index.html")).unwrap(), "old");
        assert!(old.path().join("pane-1.js").is_file());
    }
}
