//! Showing that window and pane belong to the same person, so that nobody can be tricked into connecting their account
//! to somebody else's sidebar: either the window hands a proof to the pane, or the person says in the window which
//! code the pane shows. A wrong choice ends the attempt: there is one guess among three, and no second.

use axum::http::HeaderMap;
use latchkey_domain::TokenHash;
use latchkey_store::{AuthorizationRecord, PendingSignIn};
use latchkey_wire::{AuthorizationId, Phase, ProblemCode, ReasonCode};

use super::{finish, keep};
use crate::app::App;
use crate::extract::Caller;
use crate::problem::ApiError;

/// The pane shows the proof that the window handed to it.
pub(crate) async fn by_proof(app: &App, caller: &Caller, id: &AuthorizationId, proof: &str) -> Result<(), ApiError> {
    let record = super::find(app, caller, id).await?;
    let pending = waiting(app, &record, proof)?;
    finish::proven(app, &record, pending).await
}

/// The person chose a code in the window, or said that none fits.
pub(crate) async fn by_code(
    app: &App,
    id: &AuthorizationId,
    proof: &str,
    choice: &str,
    headers: &HeaderMap,
) -> Result<(), ApiError> {
    let record = super::of_window(app, id, headers).await?;
    let pending = waiting(app, &record, proof)?;
    if choice == record.match_code {
        finish::proven(app, &record, pending).await
    } else {
        let declined = ReasonCode::MatchDeclined.into();
        keep::fail(app, &record, &record.phase, declined, Some(pending)).await
    }
}

/// The sign-in that waits, if the proof is its own.
fn waiting(app: &App, record: &AuthorizationRecord, proof: &str) -> Result<PendingSignIn, ApiError> {
    super::still_open(app, record)?;
    let fits = TokenHash::of(proof) == record.secrets.proof.hash();
    match (&record.phase, &record.pending) {
        (Phase::AwaitingProof { .. }, Some(pending)) if fits => Ok(pending.clone()),
        _ => Err(ApiError::new(ProblemCode::ProofRejected)),
    }
}
