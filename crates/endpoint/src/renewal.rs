//! Keeping grants alive. [`renew`] is the one way a refresh token is used, whether the schedule or a person asks; the
//! rules it follows are pure and stand in `latchkey_domain::renewal`.

use std::time::Duration;

use futures::StreamExt as _;
use latchkey_domain::{Failure, FailureClass, RefreshToken, renewal as rules};
use latchkey_providers::{ClientCheck, Tokens};
use latchkey_store::{Claim, Claimed, ConnectionRecord, Failed, Grant, Lease, Renewed, Retention, StoreError};
use latchkey_wire::{ConnectionId, ReasonCode};

use crate::app::App;
use crate::hub::Topic;
use crate::passwords::{self, Stored};

/// How often the driver looks for what is due.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How many connections are looked at in one go.
const BATCH: u32 = 500;
/// How many are renewed at the same time.
const CONCURRENT_RENEWALS: usize = 16;
/// A renewed grant that could not be written is written again so often before it is given up …
const WRITE_TRIES: u32 = 5;
/// … with this pause, so that a lock or a full disk has a chance to pass.
const WRITE_PAUSE: Duration = Duration::from_millis(300);
/// Authorizations are forgotten this long after their deadline.
const KEEP_AUTHORIZATIONS_S: i64 = 24 * 3600;
/// What happened is remembered for so long.
const KEEP_JOURNAL_S: i64 = 400 * 24 * 3600;
/// So many rows of a table are forgotten in one go.
const SWEEP: u32 = 1000;
/// How long a claim on a connection lasts: longer than a provider is waited for, and than writing the outcome takes.
const LEASE_S: i64 = 120;

/// Why a renewal is asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Asked {
    /// It is due: skipped if somebody else was first.
    Due,
    /// A person wants to know whether it works.
    Check,
}

/// Renews one connection, or notes why that failed. `None` if it is gone.
pub async fn renew(app: &App, id: &ConnectionId, asked: Asked) -> Result<Option<ConnectionRecord>, StoreError> {
    let _turn = app.renewing.pass(id).await;
    let Some(connection) = app.store.connection(id).await? else { return Ok(None) };
    let now = app.clock.now();
    if asked == Asked::Due && connection.due_at.is_none_or(|due_at| due_at > now) {
        return Ok(Some(connection));
    }
    match app.store.claim(id, now, now + LEASE_S).await? {
        Claim::Yours(claimed) => renew_claimed(app, *claimed, asked).await,
        Claim::Busy { .. } => Ok(Some(connection)),
        Claim::Gone => Ok(None),
    }
}

/// Renews what is claimed, and releases it.
async fn renew_claimed(app: &App, claimed: Claimed, asked: Asked) -> Result<Option<ConnectionRecord>, StoreError> {
    let Claimed { lease, connection, grant, .. } = claimed;
    let outcome = match &grant? {
        Grant::Tokens { refresh, .. } => match renewed(app, &connection, refresh).await {
            Ok(tokens) => Ok(after(app, &connection, refresh, tokens)),
            Err(failure) => Err(failure),
        },
        Grant::Password { .. } if connection.health.is_lost() => {
            app.store.release(&lease, None).await?;
            return Ok(Some(connection));
        }
        Grant::Password { user_name, password, memo } => {
            let stored = Stored { user_name, password, memo: memo.as_deref() };
            match asked {
                Asked::Due => passwords::look(app, &connection, stored).await,
                Asked::Check => passwords::check(app, &connection, stored).await,
            }
        }
    };
    match outcome {
        Ok(renewed) => keep(app, &lease, &renewed).await?,
        Err(failure) => note(app, &lease, &connection, &failure).await?,
    }
    app.hub.announce(&Topic::Person(connection.person));
    app.store.connection(&lease.connection).await
}

async fn renewed(app: &App, connection: &ConnectionRecord, token: &RefreshToken) -> Result<Tokens, Failure> {
    let Some(Ok(provider)) = app.registry.at(&connection.offer, connection.site.as_deref()) else {
        // Taken out of the configuration. The grant is kept, in case it comes back.
        return Err(Failure::of(ReasonCode::Misconfigured).with_reference(connection.offer.as_str()));
    };
    let refused = match provider.refresh(&*app.http, token).await {
        Err(failure) if failure.class == FailureClass::Unexplained => failure,
        answered => return answered,
    };
    // Refused without a reason: either the provider does not know us any more, or it knows us and not the grant.
    Err(match provider.check_client(&*app.http).await {
        ClientCheck::Accepted => Failure::of(ReasonCode::SignInEnded),
        ClientCheck::Refused => Failure::of(ReasonCode::Misconfigured),
        ClientCheck::Unknown => refused,
    })
}

/// The grant after a renewal.
fn after(app: &App, connection: &ConnectionRecord, old: &RefreshToken, tokens: Tokens) -> Renewed {
    let now = app.clock.now();
    let life_s = tokens.access_life_s.unwrap_or(rules::NOMINAL_ACCESS_LIFE_S);
    // No new refresh token means that the old one goes on.
    let refresh = tokens.refresh.unwrap_or_else(|| old.clone());
    Renewed {
        grant: Grant::Tokens { access: tokens.access, refresh },
        refreshed_at: now,
        access_expires_at: now + life_s,
        ends_at: tokens.ends_in_s.map_or(connection.ends_at, |seconds| Some(now + seconds)),
        due_at: Some(rules::due_at(now, life_s, spread(app))),
        api_url: tokens.api_url.map(String::from),
    }
}

async fn keep(app: &App, lease: &Lease, renewed: &Renewed) -> Result<(), StoreError> {
    let mut tries = 1;
    loop {
        match app.store.keep_renewed(lease, renewed, &[]).await {
            Ok(_) => return Ok(()),
            Err(error) if tries >= WRITE_TRIES => return Err(error),
            Err(error) => {
                tracing::warn!(connection = %lease.connection, %error, "a renewed grant could not be written; again");
                tries += 1;
                tokio::time::sleep(WRITE_PAUSE).await;
            }
        }
    }
}

async fn note(app: &App, lease: &Lease, connection: &ConnectionRecord, failure: &Failure) -> Result<(), StoreError> {
    let verdict = rules::after_failure(&connection.health, failure, app.clock.now());
    tracing::info!(connection = %connection.id, reason = ?failure.reason.code, class = ?failure.class, "not renewed");
    let challenge = failure.challenge.clone();
    let failed = Failed { health: verdict.health, challenge, due_at: verdict.due_at };
    app.store.note_failure(lease, &failed, &[]).await?;
    Ok(())
}

/// Renews everything that is due now, and answers how many connections that was.
pub async fn renew_due(app: &App) -> Result<usize, StoreError> {
    let now = app.clock.now();
    let due = app.store.claim_due(now, BATCH, now + LEASE_S).await?;
    let count = due.len();
    futures::stream::iter(due)
        .for_each_concurrent(CONCURRENT_RENEWALS, |claimed| async move {
            let connection = claimed.lease.connection.clone();
            if let Err(error) = renew_claimed(app, claimed, Asked::Due).await {
                tracing::error!(%connection, %error, "a renewal could not be kept");
            }
        })
        .await;
    Ok(count)
}

/// Renews what is due and sweeps what is over, until the endpoint stops.
pub async fn drive(app: App) {
    let mut stopping = app.stopping.subscribe();
    loop {
        if let Err(error) = renew_due(&app).await {
            tracing::error!(%error, "could not look for what is due");
        }
        let now = app.clock.now();
        let retention = Retention {
            authorizations_before: now - KEEP_AUTHORIZATIONS_S,
            journal_before: now - KEEP_JOURNAL_S,
            at_most: SWEEP,
        };
        if let Err(error) = app.store.sweep(now, &retention).await {
            tracing::warn!(%error, "could not sweep");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}

/// A random part of [`rules::due_at`].
pub(crate) fn spread(app: &App) -> u8 {
    let mut byte = [0];
    app.entropy.fill(&mut byte);
    byte[0]
}
