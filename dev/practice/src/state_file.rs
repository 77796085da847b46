//! The state that outlives the process: a JSON file with one section for each provider and one for the signing key.
//!
//! It is replaced as a whole after each change that matters, and never half written. It survives a kill of
//! the process, but not necessarily a power cut, because it is not flushed to the disk.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The file, or nothing if nothing is to be kept.
pub(crate) struct StateFile {
    path: Option<PathBuf>,
    sections: Mutex<BTreeMap<String, Value>>,
}

/// The file can't be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StateFileError {
    /// It exists and can't be read.
    #[error("the state file can't be read")]
    Unreadable(#[source] io::Error),
    /// It is not what an earlier run wrote.
    #[error("the state file was not written by this program; delete it to start afresh")]
    Malformed(#[source] serde_json::Error),
    /// It can't be written.
    #[error("the state file can't be written")]
    Unwritable(#[source] io::Error),
}

impl StateFile {
    /// Reads what an earlier run left. A file that doesn't exist is an empty one.
    pub(crate) fn open(path: Option<PathBuf>) -> Result<Self, StateFileError> {
        let sections = match path.as_deref().map(fs::read) {
            None => BTreeMap::new(),
            Some(Err(error)) if error.kind() == io::ErrorKind::NotFound => BTreeMap::new(),
            Some(Err(error)) => return Err(StateFileError::Unreadable(error)),
            Some(Ok(bytes)) => serde_json::from_slice(&bytes).map_err(StateFileError::Malformed)?,
        };
        Ok(Self { path, sections: Mutex::new(sections) })
    }

    /// A section that an earlier run left.
    pub(crate) fn section<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StateFileError> {
        let sections = self.sections.lock().unwrap_or_else(PoisonError::into_inner);
        sections.get(name).map(T::deserialize).transpose().map_err(StateFileError::Malformed)
    }

    /// Replaces a section and writes the file. It blocks for as long as a small file takes.
    pub(crate) fn put(&self, name: &str, content: &impl Serialize) -> Result<(), StateFileError> {
        let Some(path) = &self.path else { return Ok(()) };
        let mut sections = self.sections.lock().unwrap_or_else(PoisonError::into_inner);
        sections.insert(name.to_owned(), serde_json::to_value(content).map_err(StateFileError::Malformed)?);
        let text = serde_json::to_vec_pretty(&*sections).map_err(StateFileError::Malformed)?;
        replace(path, &text).map_err(StateFileError::Unwritable)
    }
}

fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?.to_owned();
    name.push(".new");
    let new = path.with_file_name(name);
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&new)?.write_all(content)?;
    fs::rename(new, path)
}
