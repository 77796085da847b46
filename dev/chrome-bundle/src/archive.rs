//! The zip that the store takes. The same files give the same bytes: names in order, no times, no owners.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::{BundleError, manifest};

pub(crate) fn archive<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Result<Vec<u8>, BundleError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(name, options)?;
        let content = if name == manifest::NAME { manifest::without_key(content)? } else { content.to_vec() };
        archive.write_all(&content).map_err(zip::result::ZipError::from)?;
    }
    Ok(archive.finish()?.into_inner())
}
