//! Warns the administrator by e-mail that a client's secret ends: 30, 14, 7, 3 and 1 days before, and when it has ended. Every
//! replica records the warning after each start, under the same id, and the journal takes it once.

use latchkey_copy::{EndingSecret, SentenceNames};
use latchkey_store::{
    AuditActor, AuditDetail, AuditEvent, AuditEventKind, Channel, JournalEntry, NewAuditEvent, NewOutboxEntry,
    StoreError,
};
use sha2::{Digest as _, Sha256};

use crate::app::App;
use crate::config::{SecretEnd, SecretWarning, section};
use crate::notify::mail;
use crate::outbound::webhook::DeliveryError;

/// The journal keeps an entry for so long, even if it is set to keep it for less, because of the e-mail's own limit
/// ([`crate::notify::outbox::MAIL_CAP`]).
const KEPT_AT_LEAST_S: i64 = 24 * 3600;

/// Records a warning, with an e-mail to the administrator, unless the journal has it already or may have deleted it.
pub(crate) async fn record(
    app: &App,
    provider: &str,
    end: SecretEnd,
    warning: SecretWarning,
) -> Result<(), StoreError> {
    let now = app.clock.now();
    if now - end.warned_at(warning) >= app.settings.keep_journal_s.max(KEPT_AT_LEAST_S) {
        return Ok(());
    }
    let event = AuditEvent {
        id: event_id(provider, end, warning),
        detail: Some(AuditDetail::ClientSecret {
            provider: provider.to_owned(),
            last_day: end.to_string(),
            days_left: end.days_left(now),
        }),
        ..app.plain_audit_event(AuditActor::Endpoint, AuditEventKind::ClientSecretEnds)
    };
    let admin = app.settings.mail.as_ref().and_then(|mail| mail.admin.as_ref());
    let entry =
        |admin: &lettre::Address| NewOutboxEntry { channel: Channel::Mail, target: admin.to_string(), due_at: now };
    app.store.record_events(&[NewAuditEvent { event, outbox: admin.map(entry).into_iter().collect() }]).await
}

/// The id of a warning, which is the same in every process: a UUID of version 8 (RFC 9562, 5.8).
fn event_id(provider: &str, end: SecretEnd, warning: SecretWarning) -> String {
    let hash = Sha256::digest(format!("client_secret_ends {provider} {end} {}", warning.days_left()));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
}

/// Sends the e-mail, unless the secret has another end by now or the administrator another address.
pub(crate) async fn deliver(app: &App, to: &str, entry: &JournalEntry) -> Result<(), DeliveryError> {
    let (Some(mailer), Some(AuditDetail::ClientSecret { provider, last_day, .. })) =
        (&app.settings.mail, &entry.event.detail)
    else {
        return Err(DeliveryError::Never);
    };
    let policy = app.policy();
    let end = policy.secret_ends().get(provider).filter(|end| end.to_string() == *last_day);
    let admin = mailer.admin.as_ref().filter(|admin| admin.to_string() == to);
    let (Some(end), Some(_)) = (end, admin) else { return Err(DeliveryError::Never) };
    let secret = EndingSecret {
        section: &section(provider),
        last_day,
        has_ended: end.has_ended(app.clock.now()),
        has_next: policy.has_next_secret(provider),
    };
    let label = app.registry.all().find(|(offer, _)| app.registry.provider_key(offer, None).part == *provider);
    let label = label.map_or(provider.as_str(), |(_, info)| info.label());
    let names = SentenceNames { provider: label, product: &policy.installation.short_name };
    let mut message = latchkey_copy::secret_ends_email(mail::LANGUAGE, names, secret);
    // An administrator may look after several installations.
    message.body = format!("{}\n{}: {}\n", message.body, names.product, app.public_url);
    mailer.send(mail::compose(mailer, to, message)?).await
}

#[cfg(test)]
mod tests {
    use latchkey_wire::UnixSeconds;

    use super::*;

    const DAY_S: UnixSeconds = 24 * 3600;

    #[test]
    fn a_warnings_id_is_the_same_in_every_process_and_version_and_differs_from_all_others() {
        let id = |provider: &str, day: &str, days_left: i64| {
            let end = SecretEnd::parse(day).unwrap();
            event_id(provider, end, end.warning(end.ends_at() - DAY_S - days_left * DAY_S).unwrap())
        };
        let first = id("own", "2027-01-31", 14);
        assert_eq!(first, "28daa7fc-3097-8ef0-bdeb-7eea8b3fa1f1");
        for other in [id("other", "2027-01-31", 14), id("own", "2027-02-01", 14), id("own", "2027-01-31", 7)] {
            assert_ne!(other, first);
        }
        assert_eq!(id("own", "2027-01-31", 13), first, "the same warning, a day later");
    }
}
