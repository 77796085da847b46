//! Tries the password of an attempt, once.

use std::sync::Arc;

use latchkey_domain::password_budget::AccountName;
use latchkey_domain::{AccountFacts, Password};
use latchkey_providers::{PasswordCredentials, PasswordOutcome};
use latchkey_store::{AuditActor, AuthorizationRecord, Grant, PendingSignIn};
use latchkey_wire::{
    AuthorizationId, Intent, MAX_ADDRESS_BYTES, MAX_PASSWORD_BYTES, PasswordRequest, Phase, ProblemCode, ReasonCode,
};
use tracing::Instrument as _;

use super::decide;
use super::finishing::Finishing;
use crate::app::App;
use crate::passwords::{self, NotSent, PasswordAttempt, TriedBy};
use crate::problem::ApiError;
use crate::session::caller::Caller;

/// One session may try a password once in this many seconds. The account itself is protected by its budget ([`passwords`]).
const PAUSE_S: i64 = 3;

/// Tries the password, unless this attempt has tried one already.
pub(crate) async fn try_password(
    app: &App,
    caller: &Caller,
    id: &AuthorizationId,
    request: PasswordRequest,
) -> Result<(), ApiError> {
    let record = super::find(app, caller, id).await?;
    let provider = app.registry.by_password(&record.offer).ok_or(ApiError::new(ProblemCode::OfferUnknown))?;
    let mut typed = credentials(&request)?;
    let server = match request.server.as_deref().filter(|server| !server.trim().is_empty()) {
        Some(server) => provider.parse_server(server)?,
        None => record.site.clone().ok_or(ApiError::new(ProblemCode::SiteMalformed))?,
    };
    if record.phase != Phase::Waiting {
        return Ok(());
    }
    super::require_open(app, &record)?;
    app.password_limit.admit(&caller.session, app.clock.now(), PAUSE_S)?;
    if !provider.is_server_allowed(&server, bound_server(&record)) {
        let reason = ReasonCode::ServerNotAllowed.into();
        return Finishing::new(app, &record, Phase::Waiting).fail(reason, None).await;
    }
    fill_in_stored(app, &record, &server, &request, &mut typed).await?;
    let who =
        TriedBy::identify(app, caller, &provider.server_host(&server), &AccountName::read(&typed.user_name)).await?;
    let (provider, offer) = (Arc::clone(provider), record.offer.clone());
    let actor = AuditActor::Person(caller.person.clone());
    let attempt = PasswordAttempt { provider, offer, server, typed, tried_by: who, actor };
    // A pane that is closed early ends its request; the try is finished anyway.
    let app = app.clone();
    let to_the_end = async move {
        let admitted = match passwords::admit(&app, attempt).await {
            Ok(admitted) => Ok(admitted),
            Err(NotSent::Known(failure)) => Err(failure),
            Err(NotSent::TooOften { retry_after_s }) => {
                return Err(ApiError::wait(ProblemCode::TooManyRequests, retry_after_s));
            }
            Err(NotSent::Store(error)) => return Err(error.into()),
        };
        if !super::advance(&app, &record, &Phase::Waiting, &Phase::Finishing).await? {
            if let Ok(admitted) = admitted {
                admitted.release(&app).await;
            }
            return Ok(());
        }
        let (typed, tried) = match admitted {
            Ok(admitted) => admitted.send(&app).await,
            Err(failure) => return Finishing::new(&app, &record, Phase::Finishing).refuse(failure).await,
        };
        match tried {
            Ok(PasswordOutcome::SignedIn { identity, account, verified, server, scheme_hint }) => {
                let renewed = passwords::new_password_grant(app.clock.now(), typed, scheme_hint);
                let server = Some(server);
                decide::after_password(
                    &app,
                    &record,
                    PendingSignIn { identity, account, verified, facts: AccountFacts::default(), server, renewed },
                )
                .await
            }
            Ok(PasswordOutcome::ServerFound(server)) => record_found_server(&app, &record, server).await,
            Err(failure) => Finishing::new(&app, &record, Phase::Finishing).refuse(failure).await,
        }
    };
    tokio::spawn(to_the_end.in_current_span()).await.map_err(ApiError::internal)?
}

/// The server of the connection that a refresh signs in to, as stored when the attempt began.
fn bound_server(record: &AuthorizationRecord) -> Option<&str> {
    match record.intent {
        Intent::Refresh { .. } => record.site.as_deref(),
        Intent::Connect { .. } | Intent::Change { .. } => None,
    }
}

fn credentials(request: &PasswordRequest) -> Result<PasswordCredentials, ApiError> {
    let mailbox = request.mailbox.trim();
    let user_name = request.user_name.as_deref().map(str::trim).filter(|name| !name.is_empty()).unwrap_or(mailbox);
    let fits = mailbox.contains('@')
        && mailbox.len() <= MAX_ADDRESS_BYTES
        && user_name.len() <= MAX_ADDRESS_BYTES
        && (1..=MAX_PASSWORD_BYTES).contains(&request.password.len());
    if !fits {
        return Err(ApiError::new(ProblemCode::MalformedBody));
    }
    let password = Password::new(request.password.clone());
    Ok(PasswordCredentials {
        mailbox: mailbox.to_owned(),
        user_name: user_name.to_owned(),
        password,
        scheme_hint: None,
    })
}

/// Fills in what the connection's last sign-in at the same server stored: the scheme hint, and the user name unless one was
/// typed.
async fn fill_in_stored(
    app: &App,
    record: &AuthorizationRecord,
    server: &str,
    request: &PasswordRequest,
    typed: &mut PasswordCredentials,
) -> Result<(), ApiError> {
    let (Intent::Refresh { connection } | Intent::Change { connection, .. }) = &record.intent else { return Ok(()) };
    let same = app.store.find_connection(connection).await?.is_some_and(|found| {
        found.site.as_deref() == Some(server) && found.account.address.eq_ignore_ascii_case(&typed.mailbox)
    });
    if let (true, Some(Grant::Password { user_name, scheme_hint, .. })) =
        (same, app.store.find_grant(connection).await?)
    {
        typed.scheme_hint = scheme_hint;
        if request.user_name.as_deref().is_none_or(|name| name.trim().is_empty()) {
            typed.user_name = user_name;
        }
    }
    Ok(())
}

async fn record_found_server(app: &App, record: &AuthorizationRecord, server: String) -> Result<(), ApiError> {
    super::advance(app, record, &Phase::Finishing, &Phase::ServerFound { server }).await?;
    Ok(())
}
