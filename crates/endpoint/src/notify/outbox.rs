//! Delivers the outbox: claims the entries that are due, tries to deliver them, and records the result. The entries are
//! in the store, so a crash loses none, and only one process tries an entry at a time.

use std::time::Duration;

use futures::StreamExt as _;
use latchkey_store::{AuditEventKind, Channel, ClaimedOutboxEntry, DeliveryOutcome, MailCap, OutboxClaim, StoreError};
use latchkey_wire::UnixSeconds;

use crate::app::App;
use crate::notify::{mail, secret_ends};
use crate::outbound::webhook::DeliveryError;

/// How often the outbox is checked.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How many entries are claimed and tried at the same time.
const BATCH: u32 = 16;
/// How long a claim lasts: longer than an attempt can take.
const LEASE_S: i64 = 120;
/// The pause after the first failed attempt. Each further failure doubles it.
const FIRST_PAUSE_S: i64 = 5;
/// The longest pause.
const MAX_PAUSE_S: i64 = 3600;
/// An entry is given up after this time, unless it has had too few attempts.
const KEEP_TRYING_S: i64 = 3 * 24 * 3600;
/// No entry is given up before this many attempts: an e-mail that the daily limit has held back for days has had none.
const FEWEST_TRIES: u32 = 8;
/// How many messages one address gets in a day, about all connections together. A person has a mailbox and a CRM,
/// and each rarely fails. The limit keeps an attacker who breaks connections on purpose from flooding a mailbox.
pub(crate) const MAIL_CAP: MailCap = MailCap { messages: 3, within_s: 24 * 3600 };

/// Tries every entry that is due. Returns how many were tried.
pub async fn deliver_due(app: &App) -> Result<usize, StoreError> {
    let mut count = 0;
    loop {
        let now = app.clock.now();
        let found = app.store.claim_outbox(now, BATCH, now + LEASE_S, MAIL_CAP).await?;
        let OutboxClaim { claimed, held_back } = found;
        if held_back > 0 {
            tracing::warn!(messages = held_back, "messages held back: their recipients have reached the daily limit");
            app.metrics.count_held_back(held_back);
        }
        count += claimed.len();
        let is_last_batch = claimed.len() + (held_back as usize) < BATCH as usize;
        futures::stream::iter(claimed).for_each_concurrent(BATCH as usize, |claimed| deliver(app, claimed)).await;
        // Any entries left stay in the store for the next round.
        if is_last_batch || app.is_stopping() {
            return Ok(count);
        }
    }
}

async fn deliver(app: &App, delivery: ClaimedOutboxEntry) {
    let result = match delivery.channel {
        Channel::Webhook => match app.settings.webhooks.get(&delivery.target) {
            Some(webhook) => webhook.deliver(&*app.http, &delivery.entry, app.clock.now()).await,
            // The webhook was removed from the configuration.
            None => Err(DeliveryError::Never),
        },
        Channel::Mail if delivery.entry.event.kind == AuditEventKind::ClientSecretEnds => {
            secret_ends::deliver(app, &delivery.target, &delivery.entry).await
        }
        Channel::Mail => mail::deliver(app, &delivery.target, &delivery.entry).await,
    };
    let delay_s = match (delivery.channel, &app.settings.mail) {
        (Channel::Mail, Some(mail)) => mail.after_s,
        _ => 0,
    };
    let (now, since) = (app.clock.now(), delivery.entry.event.at + delay_s);
    let (channel, event) = (delivery.channel, &delivery.entry.event.id);
    let outcome = match result {
        Ok(()) => DeliveryOutcome::Delivered { at: now },
        Err(DeliveryError::Never) => DeliveryOutcome::GivenUp { at: now },
        Err(DeliveryError::Later(cause)) if now - since < KEEP_TRYING_S || delivery.attempts + 1 < FEWEST_TRIES => {
            let due_at = now + pause_s(delivery.attempts);
            tracing::warn!(?channel, event, cause, due_at, "a delivery failed and will be retried");
            DeliveryOutcome::Retry { due_at }
        }
        Err(DeliveryError::Later(cause)) => {
            tracing::error!(?channel, event, cause, "a delivery failed for days and was abandoned");
            DeliveryOutcome::GivenUp { at: now }
        }
    };
    app.metrics.count_delivery(channel, outcome);
    if let Err(error) = app.store.finish_delivery(&delivery.lease, outcome).await {
        tracing::warn!(%error, "a delivery could not be recorded and will be repeated");
    }
}

fn pause_s(attempts: u32) -> UnixSeconds {
    FIRST_PAUSE_S.saturating_mul(1 << attempts.min(12)).min(MAX_PAUSE_S)
}

/// Delivers due entries until the endpoint stops.
pub async fn drive(app: App) {
    while !app.is_stopping() {
        if let Err(error) = deliver_due(&app).await {
            tracing::error!(%error, "could not query due deliveries");
        }
        app.pause_until_stopping(LOOK_EVERY).await;
    }
}
