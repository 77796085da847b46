//! Compression at build time: at the highest level, because the cost arises once, at build time, and not for each
//! request.
//!
//! [`folder`] writes `X.br` and `X.gz` beside each file `X` that gains from it. The endpoint serves them to browsers
//! that accept them. `index.html` is left out: the endpoint fills it in at start and compresses the result itself.
//!
//! # To compress another kind of file
//! Add its extension to [`COMPRESSIBLE`]. Images and fonts are compressed already and don't belong there.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::Context;
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

/// Extensions of files that shrink by compression.
pub const COMPRESSIBLE: [&str; 8] = ["css", "html", "js", "json", "map", "svg", "txt", "wasm"];

/// The page that the endpoint fills in: the endpoint never sends the file as it is on disk.
const PAGE: &str = "index.html";

/// Brotli's highest quality.
const BROTLI_QUALITY: i32 = 11;

/// 16 MiB, the largest window that every browser accepts (RFC 7932, section 9.1).
const BROTLI_WINDOW_BITS: i32 = 24;

/// The result of [`folder`].
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct CompressionSummary {
    /// Files that were compressed now.
    pub written: usize,
    /// Files whose compressed forms were already there and newer.
    pub kept: usize,
}

/// Compresses every file below `root` that gains from it and whose compressed forms are missing or older.
pub fn folder(root: &Path) -> anyhow::Result<CompressionSummary> {
    let mut outcome = CompressionSummary::default();
    for file in files_below(root)? {
        if !is_compressible(&file) {
            continue;
        }
        if is_up_to_date(&file)? {
            outcome.kept += 1;
            continue;
        }
        let raw = fs::read(&file).with_context(|| format!("can't read {}", file.display()))?;
        write(&with_suffix(&file, "br"), &brotli(&raw)?)?;
        write(&with_suffix(&file, "gz"), &gzip(&raw)?)?;
        outcome.written += 1;
    }
    Ok(outcome)
}

/// Every file below `root`, sorted.
pub fn files_below(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("can't list {}", folder.display()))? {
            let entry = entry?;
            if entry.file_type()?.is_dir() { folders.push(entry.path()) } else { found.push(entry.path()) }
        }
    }
    found.sort();
    Ok(found)
}

/// `raw` in brotli, at the highest quality.
pub fn brotli(raw: &[u8]) -> io::Result<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW_BITS,
        size_hint: raw.len(),
        ..BrotliEncoderParams::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*raw, &mut packed, &params)?;
    Ok(packed)
}

/// `raw` in gzip, at the highest level.
pub fn gzip(raw: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(raw)?;
    encoder.finish()
}

fn is_compressible(file: &Path) -> bool {
    let known = file.extension().and_then(|it| it.to_str()).is_some_and(|it| COMPRESSIBLE.contains(&it));
    known && file.file_name().is_none_or(|name| name != PAGE)
}

fn is_up_to_date(file: &Path) -> io::Result<bool> {
    let source = fs::metadata(file)?.modified()?;
    let fresh = |suffix| modified(&with_suffix(file, suffix)).is_some_and(|packed| packed >= source);
    Ok(fresh("br") && fresh("gz"))
}

fn modified(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|it| it.modified()).ok()
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

/// Writes a temporary file and renames it, so that an interrupted build leaves no partial file.
fn write(target: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let unfinished = with_suffix(target, "unfinished");
    fs::write(&unfinished, bytes)
        .and_then(|()| fs::rename(&unfinished, target))
        .with_context(|| format!("can't write {}", target.display()))
}

#[cfg(test)]
mod tests;
