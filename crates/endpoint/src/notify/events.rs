//! Builds audit events and decides who is notified of them. The store writes both in the same transaction as the change
//! itself. So no notification is sent for a change that did not happen, and none is lost in a crash.
//!
//! # To add an audit event
//! Add an `AuditEventKind` in the store, build it with [`App::new_audit_event`] where it happens, and decide in
//! [`WebhookEvent::of`] whether webhooks are sent for it.

use latchkey_store::{
    AuditActor, AuditDetail, AuditEvent, AuditEventKind, Channel, ConnectionChange, ConnectionDetail, ConnectionRecord,
    NewAuditEvent, NewOutboxEntry, StoreError,
};
use latchkey_wire::Reason;

use crate::app::App;
use crate::config::WebhookEvent;

impl App {
    /// An audit event about a connection, with an outbox entry for each receiver. For a loss of access, pass the
    /// connection as it was before.
    pub(crate) async fn new_audit_event(
        &self,
        actor: AuditActor,
        kind: AuditEventKind,
        connection: &ConnectionRecord,
        reason: Option<Reason>,
    ) -> Result<NewAuditEvent, StoreError> {
        self.new_audit_event_of_change(actor, kind, connection, reason, None).await
    }

    /// The same, with what changed.
    pub(crate) async fn new_audit_event_of_change(
        &self,
        actor: AuditActor,
        kind: AuditEventKind,
        connection: &ConnectionRecord,
        reason: Option<Reason>,
        change: Option<ConnectionChange>,
    ) -> Result<NewAuditEvent, StoreError> {
        let event = AuditEvent {
            connection: Some(connection.id.clone()),
            account: Some(connection.account.clone()),
            reason,
            detail: Some(AuditDetail::Connection(ConnectionDetail {
                purpose: connection.purpose,
                offer: connection.offer.clone(),
                site: connection.site.clone(),
                verified: Some(self.verified(connection).names_its_owner()),
                change,
            })),
            ..self.plain_audit_event(actor, kind)
        };
        let mut outbox = self.webhook_entries(kind);
        // One e-mail for each loss of access: a later change of its cause is sent to webhooks only.
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
