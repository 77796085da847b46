//! What travels between the pane and the endpoint: bodies, codes and ids. Serde only, so that the same types
//! compile into the pane's wasm and into the endpoint, and neither can misunderstand the other.
//!
//! Times are whole Unix seconds in fields named `…_at`; durations are seconds in fields named `…_s`.
//! Nothing here holds a token, a password or a key, except [`Session::token`], which is the pane's own.
//!
//! # To add something that travels
//! 1. Put the type into the module of its subject, or open a new one and list it below.
//! 2. Derive `Serialize`, `Deserialize` and, behind the feature `openapi`, `ToSchema`; bodies that clients send
//!    get `deny_unknown_fields`, so that a misspelt field is refused and not ignored.
//!    An enum with fields is tagged by `kind`.
//! 3. Add a line to `snapshots` in this file's tests: a changed contract must be seen in review.

#![warn(missing_docs)]

mod authorization;
mod connection;
mod engine;
mod id;
mod installation;
mod overview;
mod problem;
mod reason;

pub use authorization::{
    Authorization, AuthorizationRequest, Intent, MAX_ADDRESS_BYTES, MAX_PASSWORD_BYTES, OpeningRequest,
    OpeningResponse, PasswordRequest, Phase, ProofRequest, ReturnRequest, WindowKey, openings_path, returns_path,
    start_path,
};
pub use connection::{Account, Connection, ConnectionSettings, ConnectionState, Purpose};
pub use engine::{EngineProblem, EngineProblemCode, RejectionReport};
pub use id::{AuthorizationId, ConnectionId, OfferId};
pub use installation::{Installation, Lookup, LookupRefusal, LookupRequest, Offer, SyncSettings};
pub use overview::{LetIn, Overview, Session, SsoRequest};
pub use problem::{Problem, ProblemCode};
pub use reason::{Actor, Permission, Reason, ReasonCode};

/// Seconds since 1970-01-01T00:00:00Z.
pub type UnixSeconds = i64;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

#[cfg(test)]
mod tagged_tests;
#[cfg(test)]
mod tests;
