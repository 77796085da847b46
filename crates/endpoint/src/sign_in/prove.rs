//! Proves that the person at the pane is the one who signed in, where the window had no key. Without this, an attacker could trick a
//! person into connecting their account to the attacker's sidebar.
//!
//! The window shows a code and the person types it in the pane. The letters are those of RFC 8628. The direction is our own:
//! a person who was talked into opening a link would also type a code that came with the link, or answer "Is this you?" with
//! yes. A token of the host's single sign-on for the account that signed in is a proof as well.

use latchkey_domain::{TokenHash, TypedCode};
use latchkey_store::{AuthorizationRecord, OpenedBy, PendingSignIn};
use latchkey_wire::{AuthorizationId, Phase, ProblemCode, ReasonCode};

use super::decide::ShownBy;
use super::finishing::Finishing;
use crate::app::App;
use crate::problem::ApiError;
use crate::session::caller::Caller;

/// How often a code may be typed.
const MAX_TRIES: u32 = 3;

/// Checks the code that the person typed. A text that cannot be a code costs no try.
pub(crate) async fn by_code(app: &App, caller: &Caller, id: &AuthorizationId, typed: &str) -> Result<(), ApiError> {
    let (record, pending) = find_awaiting_proof(app, caller, id).await?;
    let rejected = ApiError::new(ProblemCode::ProofRejected);
    let opening = record.opening.as_ref().filter(|opening| opening.by == OpenedBy::Asked).ok_or(rejected.clone())?;
    let typed = TypedCode::read(typed).ok_or(rejected.clone())?;
    // The try is counted before the comparison, so that parallel requests get no more tries than sequential ones.
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

/// Checks a token of the host's single sign-on. A token that is invalid, or names another account, changes nothing.
pub(crate) async fn by_sso(app: &App, caller: &Caller, id: &AuthorizationId, token: &str) -> Result<(), ApiError> {
    let (record, pending) = find_awaiting_proof(app, caller, id).await?;
    for (_, provider) in app.registry.in_windows() {
        let identity = provider.identify_by_sso(&*app.http, token, app.clock.now()).await;
        if identity.is_some_and(|identity| identity == pending.identity) {
            return Finishing::new(app, &record, Phase::AwaitingProof).after_proof(pending, ShownBy::HostSignOn).await;
        }
    }
    Err(ApiError::new(ProblemCode::ProofRejected))
}

/// The sign-in that waits for proof.
async fn find_awaiting_proof(
    app: &App,
    caller: &Caller,
    id: &AuthorizationId,
) -> Result<(AuthorizationRecord, PendingSignIn), ApiError> {
    let record = super::find(app, caller, id).await?;
    super::require_open(app, &record)?;
    match (&record.phase, record.pending.clone()) {
        (Phase::AwaitingProof, Some(pending)) => Ok((record, pending)),
        _ => Err(ApiError::new(ProblemCode::ProofRejected)),
    }
}
