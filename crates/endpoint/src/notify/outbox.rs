//! Telling whoever is to hear of event: claims what waits, tries it, and notes how that went. What waits stands in the
//! store, so a crash forgets nothing, and of several processes one tries a delivery at a time.

use std::time::Duration;

use futures::StreamExt as _;
use latchkey_store::{Channel, ClaimedOutboxEntry, DeliveryOutcome, MailCap, OutboxClaim, StoreError};
use latchkey_wire::UnixSeconds;

use crate::app::App;
use crate::notify::mail;
use crate::outbound::webhook::DeliveryError;

/// How often it is looked for what waits.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How many are claimed in one go, and tried at the same time.
const BATCH: u32 = 16;
/// How long a claim lasts: longer than a try can take.
const LEASE_S: i64 = 120;
/// The first pause after a try that failed; each further one doubles it.
const FIRST_PAUSE_S: i64 = 5;
/// The longest pause.
const MAX_PAUSE_S: i64 = 3600;
/// What could not be told in so long is given up …
const KEEP_TRYING_S: i64 = 3 * 24 * 3600;
/// … but not before so many tries: a message that the cap has held back for days has had none.
const FEWEST_TRIES: u32 = 8;
/// How many messages one address gets in a day, whoever they are about: a person has a mailbox and a CRM, and each breaks
/// rarely. Whoever breaks connections on purpose cannot bury anybody's mailbox.
pub(crate) const MAIL_CAP: MailCap = MailCap { messages: 3, within_s: 24 * 3600 };

/// Tries everything that waits now, and answers how many deliveries that was.
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
        let all = claimed.len() + (held_back as usize) < BATCH as usize;
        futures::stream::iter(claimed).for_each_concurrent(BATCH as usize, |claimed| deliver(app, claimed)).await;
        // What waits longer stands in the store.
        if all || app.is_stopping() {
            return Ok(count);
        }
    }
}

async fn deliver(app: &App, delivery: ClaimedOutboxEntry) {
    let result = match delivery.channel {
        Channel::Webhook => match app.settings.webhooks.get(&delivery.target) {
            Some(webhook) => webhook.deliver(&*app.http, &delivery.entry, app.clock.now()).await,
            // Taken out of the configuration.
            None => Err(DeliveryError::Never),
        },
        Channel::Mail => mail::deliver(app, &delivery.target, &delivery.entry).await,
    };
    let waits_s = match (delivery.channel, &app.settings.mail) {
        (Channel::Mail, Some(mail)) => mail.after_s,
        _ => 0,
    };
    let (now, since) = (app.clock.now(), delivery.entry.event.at + waits_s);
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

/// Tells what is to be told, until the endpoint stops.
pub async fn drive(app: App) {
    while !app.is_stopping() {
        if let Err(error) = deliver_due(&app).await {
            tracing::error!(%error, "could not query due deliveries");
        }
        app.pause_until_stopping(LOOK_EVERY).await;
    }
}
