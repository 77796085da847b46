//! Showing that the person at the pane is the one who signed in, where the window had no key: so that nobody can be tricked
//! into connecting their account to somebody else's sidebar.
//!
//! The window shows a code and the person types it in the pane (RFC 8628 has the letters; the direction is ours). The
//! other way round, or a question "is this you?", would be answered by whoever was talked into opening a link. Where the
//! host gives a token of its own single sign-on for the very account that signed in, that is the proof.

use latchkey_domain::{TokenHash, TypedCode};
use latchkey_store::{AuthorizationRecord, OpenedBy, PendingSignIn};
use latchkey_wire::{AuthorizationId, Phase, ProblemCode, ReasonCode};

use super::decide::ShownBy;
use super::finishing::Finishing;
use crate::app::App;
use crate::problem::ApiError;
use crate::session::caller::Caller;

/// A code may be typed so often.
const MAX_TRIES: u32 = 3;

/// The person has typed what their window shows. A text that can be no code costs no try.
pub(crate) async fn by_code(app: &App, caller: &Caller, id: &AuthorizationId, typed: &str) -> Result<(), ApiError> {
    let (record, pending) = awaited(app, caller, id).await?;
    let rejected = ApiError::new(ProblemCode::ProofRejected);
    let opening = record.opening.as_ref().filter(|opening| opening.by == OpenedBy::Asked).ok_or(rejected.clone())?;
    let typed = TypedCode::read(typed).ok_or(rejected.clone())?;
    // Counted before it is compared, so that many at once are no more tries than one after the other.
    let left = app.store.count_typed_code(id, MAX_TRIES).await?.ok_or(rejected.clone())?;
    let finishing = Finishing::new(app, &record, Phase::AwaitingProof);
    // Hashes are compared, so the time it takes tells nothing about the code.
    if TokenHash::of(&typed.expose()) == TokenHash::of(&opening.secrets.code.expose()) {
        return finishing.after_proof(pending, ShownBy::Code).await;
    }
    tracing::info!(authorization = %id, left, "a wrong code was typed");
    if left > 0 {
        return Err(rejected);
    }
    finishing.fail_unseen(ReasonCode::MatchDeclined.into(), pending).await
}

/// The pane shows a token of its host's single sign-on. One that is not believed, or names another account, changes nothing.
pub(crate) async fn by_sso(app: &App, caller: &Caller, id: &AuthorizationId, token: &str) -> Result<(), ApiError> {
    let (record, pending) = awaited(app, caller, id).await?;
    for (_, provider) in app.registry.in_windows() {
        let identity = provider.identify_by_sso(&*app.http, token, app.clock.now()).await;
        if identity.is_some_and(|identity| identity == pending.identity) {
            return Finishing::new(app, &record, Phase::AwaitingProof).after_proof(pending, ShownBy::HostSignOn).await;
        }
    }
    Err(ApiError::new(ProblemCode::ProofRejected))
}

/// The sign-in that waits for proof.
async fn awaited(
    app: &App,
    caller: &Caller,
    id: &AuthorizationId,
) -> Result<(AuthorizationRecord, PendingSignIn), ApiError> {
    let record = super::find(app, caller, id).await?;
    super::still_open(app, &record)?;
    match (&record.phase, record.pending.clone()) {
        (Phase::AwaitingProof, Some(pending)) => Ok((record, pending)),
        _ => Err(ApiError::new(ProblemCode::ProofRejected)),
    }
}
