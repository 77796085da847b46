//! Registers an attempt.

use latchkey_store::{AuthorizationRecord, StoreError};
use latchkey_wire::{AuthorizationId, AuthorizationRequest, Intent, MAX_ADDRESS_BYTES, OfferId, Phase, ProblemCode};

use super::DEADLINE_S;
use crate::app::App;
use crate::problem::ApiError;
use crate::session::caller::Caller;

/// How many attempts one session may begin in [`WINDOW_S`]; a person needs a handful.
const MAX_ATTEMPTS: u32 = 30;
/// The time in which attempts are counted: seconds.
const WINDOW_S: i64 = 15 * 60;

/// Registers an attempt. Returns it, and whether it is new. A repeated request returns the same attempt, because networks
/// repeat requests.
pub(crate) async fn begin(
    app: &App,
    caller: &Caller,
    id: AuthorizationId,
    request: AuthorizationRequest,
) -> Result<(AuthorizationRecord, bool), ApiError> {
    let (offer, site) = resolve_offer(app, caller, &request.intent).await?;
    let chosen = match &request.intent {
        Intent::Change { account, .. } => account.as_ref(),
        Intent::Connect { .. } | Intent::Refresh { .. } => None,
    };
    if request.host_mailbox.iter().chain(chosen).any(|address| address.len() > MAX_ADDRESS_BYTES) {
        return Err(ApiError::new(ProblemCode::MalformedBody));
    }
    if let Some(existing) = app.store.find_authorization(&id).await? {
        return answer_repeated(caller, &request, existing);
    }
    let now = app.clock.now();
    if app.store.count_authorizations(caller.session, now - WINDOW_S).await? >= MAX_ATTEMPTS {
        return Err(ApiError::wait(ProblemCode::TooManyRequests, WINDOW_S));
    }
    cancel_older(app, caller).await?;
    let record = AuthorizationRecord {
        id,
        session: caller.session,
        intent: request.intent,
        offer,
        site,
        host_mailbox: request.host_mailbox,
        created_at: now,
        deadline_at: now + DEADLINE_S,
        phase: Phase::Waiting,
        asked: None,
        opening: None,
        pending: None,
    };
    match app.store.create_authorization(&record).await {
        Ok(()) => {}
        Err(StoreError::Taken) => return Err(ApiError::new(ProblemCode::AuthorizationConflict)),
        Err(error) => return Err(error.into()),
    }
    super::notify_watchers(app, &record);
    Ok((record, true))
}

fn answer_repeated(
    caller: &Caller,
    request: &AuthorizationRequest,
    existing: AuthorizationRecord,
) -> Result<(AuthorizationRecord, bool), ApiError> {
    if existing.session == caller.session && existing.intent == request.intent {
        Ok((existing, false))
    } else {
        Err(ApiError::new(ProblemCode::AuthorizationConflict))
    }
}

/// The offer that the intent uses, and the address that the person typed for it.
async fn resolve_offer(app: &App, caller: &Caller, intent: &Intent) -> Result<(OfferId, Option<String>), ApiError> {
    let (offer, site) = match intent {
        Intent::Connect { offer, site } => (offer.clone(), site.clone()),
        Intent::Refresh { connection } => {
            let found = caller.find_connection(app, connection).await?;
            (found.offer, found.site)
        }
        Intent::Change { connection, offer, site, .. } => {
            let found = caller.find_connection(app, connection).await?;
            if app.service(offer)?.purpose() != found.purpose {
                return Err(ApiError::new(ProblemCode::OfferUnknown));
            }
            (offer.clone(), site.clone())
        }
    };
    let site = match app.registry.by_password(&offer) {
        // The pane names the server together with the password.
        Some(_) => site,
        None => app.provider_at(&offer, site.as_deref())?.site().map(str::to_owned),
    };
    if !app.policy().is_offered(&offer) {
        return Err(ApiError::new(ProblemCode::OfferNotAllowed));
    }
    Ok((offer, site))
}

/// Cancels the session's earlier attempt: a session has one at a time.
async fn cancel_older(app: &App, caller: &Caller) -> Result<(), ApiError> {
    match app.store.find_newest_authorization(caller.session).await? {
        Some(older) if !older.phase.is_final() => super::cancel_attempt(app, &older).await,
        _ => Ok(()),
    }
}
