//! The errors at the start of the practice providers.

use std::io;
use std::net::SocketAddr;

use crate::signing::IdTokenKeyError;
use crate::state_file::StateFileError;

/// Practice can't start.
#[derive(Debug, thiserror::Error)]
pub enum PracticeStartError {
    /// Something else listens there.
    #[error("{0} is in use by another program; stop it or choose another port")]
    AddressInUse(SocketAddr),
    /// The address can't be listened on for another reason.
    #[error("can't listen on {address}: {source}")]
    Listen {
        /// The configured address.
        address: SocketAddr,
        /// The operating system's error.
        source: io::Error,
    },
    /// The state that an earlier run left can't be used.
    #[error("{0}")]
    State(String),
}

impl From<StateFileError> for PracticeStartError {
    fn from(error: StateFileError) -> Self {
        Self::State(error.to_string())
    }
}

impl From<IdTokenKeyError> for PracticeStartError {
    fn from(error: IdTokenKeyError) -> Self {
        Self::State(error.to_string())
    }
}
