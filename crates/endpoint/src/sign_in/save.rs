//! Writes the outcome of a sign-in: the connection with its new grant, or why not. Grants that nothing needs any more are
//! ended at the provider, but only where that ends nothing else.

use std::sync::Arc;

use latchkey_domain::{Failure, Health, PersonId, RefreshToken, Verified, renewal};
use latchkey_providers::{CompletedSignIn, Provider};
use latchkey_store::{
    AuditActor, AuditEventKind, AuthorizationRecord, ConnectionRecord, Grant, LetsIn, NewAuditEvent, PendingSignIn,
    RenewedGrant, SignedIn, StoreError, Takes,
};
use latchkey_wire::{Account, ConnectionId, ConnectionSettings, Permission, Phase, Purpose, Reason, ReasonCode};
use serde_json::json;

use crate::app::App;
use crate::app::hub::Topic;
use crate::problem::ApiError;

/// Longer than any address (RFC 5321, 4.5.3.1: 64 + 1 + 255) and any name.
const MAX_NAME_CHARACTERS: usize = 320;
/// A grant that cannot be ended at once is tried so often …
const REVOKE_TRIES: u32 = 3;
/// … with this pause.
const REVOKE_PAUSE: std::time::Duration = std::time::Duration::from_secs(5);

/// The sign-in as it waits for what is decided about it.
pub(super) async fn pending(
    app: &App,
    record: &AuthorizationRecord,
    sign_in: CompletedSignIn,
) -> Result<Result<PendingSignIn, Reason>, ApiError> {
    let now = app.clock.now();
    let tokens = sign_in.tokens;
    let life_s = tokens.access_life_s.unwrap_or(renewal::NOMINAL_ACCESS_LIFE_S);
    let refresh = match tokens.refresh {
        Some(refresh) => Some(refresh),
        None => kept_refresh_token(app, record, &sign_in.identity).await?,
    };
    let Some(refresh) = refresh else {
        let reason = ReasonCode::PermissionsNotGranted.into();
        return Ok(Err(Reason { missing: vec![Permission::Offline], ..reason }));
    };
    let account = printable(&sign_in.account);
    // What had to be changed to be printed is no address.
    let verified = if account.address == sign_in.account.address { sign_in.verified } else { Verified::No };
    Ok(Ok(PendingSignIn {
        identity: sign_in.identity,
        account,
        verified,
        server: None,
        renewed: RenewedGrant {
            grant: Grant::Tokens { access: tokens.access, refresh },
            refreshed_at: now,
            access_expires_at: now + life_s,
            ends_at: tokens.ends_in_s.map(|seconds| now + seconds),
            due_at: Some(crate::renewal::due_at(app, &record.offer, now, life_s)),
            api_url: tokens.api_url.map(String::from),
            fault: None,
        },
    }))
}

/// Names as they can stand in a line of text. Some providers let people write into theirs whatever they like.
fn printable(account: &Account) -> Account {
    let line = |text: &str| text.chars().filter(|one| !disturbs(*one)).take(MAX_NAME_CHARACTERS).collect::<String>();
    Account { address: line(&account.address), name: account.name.as_deref().map(line) }
}

/// Whether a character breaks a line, or turns the text around it (Unicode Standard Annex 9, 2), or shows nothing.
fn disturbs(char: char) -> bool {
    char.is_control()
        || matches!(char,
            '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// The refresh token that this account has here already, if it may still be good: some providers give one only once.
async fn kept_refresh_token(
    app: &App,
    record: &AuthorizationRecord,
    identity: &latchkey_domain::Identity,
) -> Result<Option<RefreshToken>, ApiError> {
    let purpose = app.service(&record.offer)?.purpose();
    let existing = app.store.find_connection_by_identity(identity, purpose).await?;
    let Some(existing) = existing.filter(|found| matches!(found.health, Health::Working | Health::Retrying { .. }))
    else {
        return Ok(None);
    };
    Ok(app.store.find_grant(&existing.id).await?.and_then(|grant| grant.refresh().cloned()))
}

/// Writes the connection with its new grant.
pub(super) async fn keep(
    app: &App,
    record: &AuthorizationRecord,
    from: &Phase,
    connection: ConnectionRecord,
    pending: PendingSignIn,
    lets_in: LetsIn,
) -> Result<(), ApiError> {
    write(app, record, from, connection, pending, TakenFrom::Nothing, lets_in).await
}

/// The same, for somebody who turned out to be the connection's person: what they had becomes that person's.
pub(super) async fn keep_absorbing(
    app: &App,
    record: &AuthorizationRecord,
    from: &Phase,
    connection: ConnectionRecord,
    pending: PendingSignIn,
    absorbed: PersonId,
) -> Result<(), ApiError> {
    write(app, record, from, connection, pending, TakenFrom::Person(absorbed), LetsIn::Everywhere).await
}

/// The same, for a person who has shown to own the account, of which somebody has a connection who has not: that one is
/// forgotten.
pub(super) async fn keep_replacing(
    app: &App,
    record: &AuthorizationRecord,
    from: &Phase,
    connection: ConnectionRecord,
    pending: PendingSignIn,
    replaced: ConnectionRecord,
) -> Result<(), ApiError> {
    write(app, record, from, connection, pending, TakenFrom::Account(Box::new(replaced)), LetsIn::Everywhere).await
}

/// What a sign-in takes from somebody else, as [`Takes`] has it.
enum TakenFrom {
    Nothing,
    Person(PersonId),
    /// From this connection.
    Account(Box<ConnectionRecord>),
}

async fn write(
    app: &App,
    record: &AuthorizationRecord,
    from: &Phase,
    connection: ConnectionRecord,
    pending: PendingSignIn,
    taken: TakenFrom,
    lets_in: LetsIn,
) -> Result<(), ApiError> {
    let mut predecessors = vec![predecessor(app, &connection.id).await?];
    let server = pending.server.clone();
    let RenewedGrant { grant, refreshed_at, access_expires_at, ends_at, due_at, api_url, fault: _ } =
        pending.renewed.clone();
    let kept = grant.refresh().cloned();
    let site = server.or_else(|| record.site.clone());
    // A code can be talked out of somebody, so it leaves open whose the account is.
    let owner_shown =
        lets_in == LetsIn::Everywhere || connection.owner_shown && connection.identity == pending.identity;
    let connection = ConnectionRecord {
        owner_shown,
        offer: record.offer.clone(),
        site,
        api_url,
        identity: pending.identity.clone(),
        account: pending.account.clone(),
        verified: pending.verified,
        health: Health::Working,
        challenge: None,
        last_working_at: refreshed_at,
        refreshed_at,
        access_expires_at,
        ends_at,
        due_at,
        ..connection
    };
    let (mut ids, mut people) = (vec![connection.id.clone()], vec![connection.person.clone()]);
    let mut news = vec![news(app, &connection).await?];
    let takes = match taken {
        TakenFrom::Nothing => Takes::Nothing,
        TakenFrom::Person(absorbed) => {
            people.push(absorbed.clone());
            Takes::Person(absorbed)
        }
        TakenFrom::Account(other) => {
            let actor = AuditActor::Person(connection.person.clone());
            news.push(app.news(actor, AuditEventKind::Disconnected, &other, None).await?);
            predecessors.push(predecessor(app, &other.id).await?);
            people.push(other.person);
            ids.push(other.id.clone());
            Takes::Account { from: other.id }
        }
    };
    let signed_in = SignedIn { connection, grant, takes, lets_in };
    match app.store.finish_sign_in(&record.id, from, &signed_in, &news).await {
        Ok(true) => {
            for id in &ids {
                app.token_cache.forget(id);
            }
            super::announce(app, record);
            for person in people {
                app.hub.announce(&Topic::Person(person));
            }
            let is_kept = |token: &RefreshToken| kept.as_ref().is_some_and(|kept| kept.expose() == token.expose());
            for (provider, token) in predecessors.into_iter().flatten().filter(|(_, token)| !is_kept(token)) {
                end(app, provider, token);
            }
            Ok(())
        }
        // Cancelled in the meantime, or another sign-in was first.
        Ok(false) => fail(app, record, from, ReasonCode::SignInNotFinished.into(), Some(pending)).await,
        Err(StoreError::Taken) => fail(app, record, from, ReasonCode::ConnectedElsewhere.into(), Some(pending)).await,
        Err(error) => Err(error.into()),
    }
}

/// What this sign-in is to whoever is told: the first, a repair, one more, or another account's.
async fn news(app: &App, connection: &ConnectionRecord) -> Result<NewAuditEvent, ApiError> {
    let (kind, from) = match app.store.find_connection(&connection.id).await? {
        None => (AuditEventKind::Connected, None),
        Some(before) if before.identity != connection.identity || before.offer != connection.offer => {
            let from = json!({ "address": before.account.address, "offer": before.offer, "site": before.site });
            (AuditEventKind::Switched, Some(("from", from)))
        }
        Some(before) if before.health.is_lost() => (AuditEventKind::Repaired, None),
        Some(_) => (AuditEventKind::Refreshed, None),
    };
    let actor = AuditActor::Person(connection.person.clone());
    Ok(app.news_with(actor, kind, connection, None, from).await?)
}

/// Ends an attempt without success. Whatever had worked works on; what was granted in vain is given back.
pub(super) async fn fail(
    app: &App,
    record: &AuthorizationRecord,
    from: &Phase,
    reason: Reason,
    granted: Option<PendingSignIn>,
) -> Result<(), ApiError> {
    let signed_in_as = granted.as_ref().map(|granted| granted.account.clone());
    let phase = Phase::Failed { reason, signed_in_as, expected: None };
    end_as(app, record, from, phase, granted).await
}

/// The same, where nobody at the pane may learn who signed in.
pub(super) async fn fail_unseen(
    app: &App,
    record: &AuthorizationRecord,
    from: &Phase,
    reason: Reason,
    granted: PendingSignIn,
) -> Result<(), ApiError> {
    let phase = Phase::Failed { reason, signed_in_as: None, expected: None };
    end_as(app, record, from, phase, Some(granted)).await
}

/// The same, where it matters who should have signed in.
pub(super) async fn fail_between(
    app: &App,
    record: &AuthorizationRecord,
    from: &Phase,
    code: ReasonCode,
    expected: Account,
    granted: PendingSignIn,
) -> Result<(), ApiError> {
    let signed_in_as = Some(granted.account.clone());
    let phase = Phase::Failed { reason: code.into(), signed_in_as, expected: Some(expected) };
    end_as(app, record, from, phase, Some(granted)).await
}

async fn end_as(
    app: &App,
    record: &AuthorizationRecord,
    from: &Phase,
    phase: Phase,
    granted: Option<PendingSignIn>,
) -> Result<(), ApiError> {
    if let Phase::Failed { reason, .. } = &phase {
        if reason.code == ReasonCode::AnswerUnusable {
            let (offer, field) = (&record.offer, reason.reference.as_deref());
            tracing::error!(%offer, field, "a provider's successful response can't be used: this field is missing, malformed, or belongs to another account");
        }
        tracing::info!(authorization = %record.id, reason = ?reason.code, "sign-in failed");
    }
    super::advance(app, record, from, &phase).await?;
    if let Some(granted) = granted {
        give_back(app, record, granted).await?;
    }
    Ok(())
}

/// Ends a grant that was given in vain, unless it is one that a connection lives on.
pub(super) async fn give_back(app: &App, record: &AuthorizationRecord, granted: PendingSignIn) -> Result<(), ApiError> {
    let Some(token) = granted.renewed.grant.refresh().cloned() else { return Ok(()) };
    let purpose = app.service(&record.offer)?.purpose();
    if let Some(existing) = app.store.find_connection_by_identity(&granted.identity, purpose).await?
        && app
            .store
            .find_grant(&existing.id)
            .await?
            .is_some_and(|grant| grant.refresh().is_some_and(|own| own.expose() == token.expose()))
    {
        return Ok(());
    }
    if let Some(Ok(provider)) = app.registry.at(&record.offer, record.site.as_deref()) {
        end(app, provider, token);
    }
    Ok(())
}

/// The grant that a connection had until now, with the provider that gave it.
async fn predecessor(
    app: &App,
    connection: &ConnectionId,
) -> Result<Option<(Arc<dyn Provider>, RefreshToken)>, ApiError> {
    let Some(before) = app.store.find_connection(connection).await? else { return Ok(None) };
    let Some(Ok(provider)) = app.registry.at(&before.offer, before.site.as_deref()) else { return Ok(None) };
    let grant = app.store.find_grant(connection).await?;
    Ok(grant.and_then(|grant| grant.refresh().cloned()).map(|token| (provider, token)))
}

/// Ends a grant in the background. Providers that count grants would end another one for it, without a word; those where
/// ending one ends them all are left alone.
pub(crate) fn end(app: &App, provider: Arc<dyn Provider>, token: RefreshToken) {
    if !provider.has_single_grant_revocation() {
        return;
    }
    let http = Arc::clone(&app.http);
    app.background.run(async move {
        for _ in 0..REVOKE_TRIES {
            match provider.revoke(&*http, &token).await {
                Ok(()) => return,
                Err(Failure { reason, .. }) => tracing::warn!(reason = ?reason.code, "a grant could not be revoked"),
            }
            tokio::time::sleep(REVOKE_PAUSE).await;
        }
    });
}

/// A connection that is about to be made.
pub(super) fn new_connection(
    app: &App,
    record: &AuthorizationRecord,
    pending: &PendingSignIn,
    person: PersonId,
    purpose: Purpose,
) -> ConnectionRecord {
    let renewed = &pending.renewed;
    ConnectionRecord {
        id: ConnectionId::new(app.entropy.uuid()),
        person,
        owner_shown: false,
        purpose,
        offer: record.offer.clone(),
        site: record.site.clone(),
        api_url: renewed.api_url.clone(),
        identity: pending.identity.clone(),
        account: pending.account.clone(),
        verified: pending.verified,
        settings: ConnectionSettings::default(),
        health: Health::Working,
        challenge: None,
        last_working_at: renewed.refreshed_at,
        refreshed_at: renewed.refreshed_at,
        access_expires_at: renewed.access_expires_at,
        ends_at: renewed.ends_at,
        due_at: renewed.due_at,
        generation: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_in_one_line_and_turns_no_text_around() {
        let odd = "ann\n@\u{202e}elpmaxe.osotnoc\u{2066}\u{200b}\u{feff}\u{2028}\u{e0041}";
        let printed = printable(&Account { address: odd.to_owned(), name: Some("Zo\u{301}e 山田 \u{7}".to_owned()) });
        assert_eq!(printed, Account { address: "ann@elpmaxe.osotnoc".into(), name: Some("Zo\u{301}e 山田 ".into()) });
    }
}
