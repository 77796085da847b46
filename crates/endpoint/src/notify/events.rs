//! What happened, as it is written down, and who is to hear of it. The store writes both in the transaction that makes it
//! true, so nothing is told that did not happen, and nothing that happened is forgotten in a crash.
//!
//! # To tell of something new
//! Add a `AuditEventKind` in the store, build it with [`App::new_audit_event`] where it happens, and decide in [`WebhookEvent::of`] whether webhooks
//! hear of it.

use latchkey_store::{
    AuditActor, AuditEvent, AuditEventKind, Channel, ConnectionRecord, NewAuditEvent, NewOutboxEntry, StoreError,
};
use latchkey_wire::Reason;
use serde_json::{Value, json};

use crate::app::App;
use crate::config::WebhookEvent;

impl App {
    /// An audit event about a connection, with an outbox entry for each receiver. For a loss, pass the connection as it was before.
    pub(crate) async fn new_audit_event(
        &self,
        actor: AuditActor,
        kind: AuditEventKind,
        connection: &ConnectionRecord,
        reason: Option<Reason>,
    ) -> Result<NewAuditEvent, StoreError> {
        self.new_audit_event_with_detail(actor, kind, connection, reason, None).await
    }

    /// The same, with one more particular for the journal, under a name of its own.
    pub(crate) async fn new_audit_event_with_detail(
        &self,
        actor: AuditActor,
        kind: AuditEventKind,
        connection: &ConnectionRecord,
        reason: Option<Reason>,
        particular: Option<(&str, Value)>,
    ) -> Result<NewAuditEvent, StoreError> {
        let event = AuditEvent {
            connection: Some(connection.id.clone()),
            account: Some(connection.account.clone()),
            reason,
            detail: Some(self.event_detail(connection, particular)),
            ..self.plain_audit_event(actor, kind)
        };
        let mut outbox = self.webhook_entries(kind);
        // One message for each break: another cause on top of the first is news for webhooks only.
        if let (Some(mail), Some(WebhookEvent::NeedsSignIn | WebhookEvent::NeedsAdmin)) =
            (&self.settings.mail, WebhookEvent::of(kind))
            && !connection.health.is_lost()
            && let Some(target) = self.find_mail_address(connection).await?
        {
            let due_at = self.clock.now() + mail.after_s;
            outbox.push(NewOutboxEntry { channel: Channel::Mail, target, due_at });
        }
        Ok(NewAuditEvent { event, outbox })
    }

    /// What an auditor and a webhook want to know beside it.
    fn event_detail(&self, connection: &ConnectionRecord, particular: Option<(&str, Value)>) -> String {
        let (site, verified) = (connection.site.as_deref(), self.verified(connection).names_its_owner());
        let mut detail = json!({
            "purpose": connection.purpose, "offer": connection.offer, "site": site, "verified": verified
        });
        if let Some((name, value)) = particular {
            detail[name] = value;
        }
        detail.to_string()
    }

    /// An audit event that concerns no connection.
    pub(crate) fn plain_audit_event(&self, actor: AuditActor, kind: AuditEventKind) -> AuditEvent {
        AuditEvent::plain(&*self.entropy, self.clock.now(), actor, kind)
    }

    fn webhook_entries(&self, kind: AuditEventKind) -> Vec<NewOutboxEntry> {
        let Some(event) = WebhookEvent::of(kind) else { return Vec::new() };
        let due_at = self.clock.now();
        let wanted = self.settings.webhooks.iter().filter(|(_, webhook)| webhook.wants(event));
        wanted.map(|(name, _)| NewOutboxEntry { channel: Channel::Webhook, target: name.clone(), due_at }).collect()
    }
}
