//! The demo's own secrets: created once, stored beside its data, and readable by this user alone.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, anyhow};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

/// 256 bits, for keys and for secrets that are never typed.
const SECRET_BYTES: usize = 32;

/// Makes sure that `file` holds an encryption key: 32 random bytes in base64.
pub fn ensure_key(file: &Path) -> anyhow::Result<()> {
    ensure(file, |random| STANDARD.encode(random)).map(drop)
}

/// Makes sure that `file` holds a secret that is safe in addresses and forms, and returns it.
pub fn ensure_secret(file: &Path) -> anyhow::Result<String> {
    ensure(file, |random| URL_SAFE_NO_PAD.encode(random))
}

fn ensure(file: &Path, encode: impl FnOnce([u8; SECRET_BYTES]) -> String) -> anyhow::Result<String> {
    if let Ok(kept) = fs::read_to_string(file) {
        return Ok(kept.trim().to_owned());
    }
    let text = encode(random()?);
    write_private(file, &text).with_context(|| format!("can't write {}", file.display()))?;
    Ok(text)
}

#[expect(clippy::disallowed_methods, reason = "secrets of a real demo; its tests ask only for their shape")]
fn random() -> anyhow::Result<[u8; SECRET_BYTES]> {
    let mut random = [0; SECRET_BYTES];
    getrandom::fill(&mut random).map_err(|error| anyhow!("this machine gives no random numbers: {error}"))?;
    Ok(random)
}

/// Writes by rename, so that an interrupted run leaves no partial key for the next one.
fn write_private(file: &Path, text: &str) -> std::io::Result<()> {
    let unfinished = file.with_extension("unfinished");
    // Removes the file of an interrupted run. `create_new` below makes sure that the file has our mode.
    let _ = fs::remove_file(&unfinished);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut open = options.open(&unfinished)?;
    open.write_all(text.as_bytes())?;
    open.sync_all()?;
    fs::rename(&unfinished, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_made_once_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("client-secret");
        let first = ensure_secret(&file).unwrap();
        assert_eq!(ensure_secret(&file).unwrap(), first);
        assert_ne!(ensure_secret(&folder.path().join("another")).unwrap(), first);
        assert_eq!(first.len(), 43);
    }

    #[test]
    fn a_key_is_32_bytes_in_base64() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("k1");
        ensure_key(&file).unwrap();
        assert_eq!(STANDARD.decode(fs::read_to_string(&file).unwrap()).unwrap().len(), SECRET_BYTES);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("k1");
        ensure_key(&file).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no half file is left beside it");
    }
}
