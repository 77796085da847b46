//! E-mail to people who lost access: one message for each loss, and none if access works again by then. The message has
//! a link that starts the repair ([`crate::sign_in::email_link`]). Where an administrator must act first it has none, because
//! people forward it, and it says where the app is approved. It is sent only to verified addresses
//! ([`crate::app::verified_address`]), never asks for a password, and each address gets a limited number of messages a day
//! ([`crate::notify::outbox`]).

use latchkey_copy::{ApprovalPlace, EmailMessage, Language, RepairRoute, SentenceNames};
use latchkey_domain::{Health, TokenHash};
use latchkey_store::{ConnectionRecord, JournalEntry, LinkRecord};
use latchkey_wire::Actor;
use lettre::Message;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use url::Url;

use crate::app::App;
use crate::outbound::mailer::Mailer;
use crate::outbound::webhook::DeliveryError;

/// How long a link in a message is valid, if access is not repaired before.
const LINK_LIFE_S: i64 = 7 * 24 * 3600;
/// The language of every message: the endpoint does not know that of the recipient.
pub(super) const LANGUAGE: Language = Language::English;

/// The path that the link with this token leads to.
pub(crate) fn path(token: &str) -> String {
    format!("/repair/{token}")
}

/// Sends the e-mail, unless access works again.
pub(crate) async fn deliver(app: &App, to: &str, entry: &JournalEntry) -> Result<(), DeliveryError> {
    let later = |error: latchkey_store::StoreError| DeliveryError::Later(error.to_string());
    let (Some(mailer), Some(id)) = (&app.settings.mail, &entry.event.connection) else {
        return Err(DeliveryError::Never);
    };
    let connection = app.store.find_connection(id).await.map_err(later)?.ok_or(DeliveryError::Never)?;
    // The address may have been verified, or have lost its verification, since the event was recorded.
    let reached = app.find_mail_address(&connection).await.map_err(later)?;
    if reached.is_none_or(|reached| !reached.eq_ignore_ascii_case(to)) {
        return Err(DeliveryError::Never);
    }
    let (Health::NeedsSignIn { reason, .. } | Health::NeedsAdmin { reason, .. }) = &connection.health else {
        return Err(DeliveryError::Never);
    };
    let provider = app.registry.get(&connection.offer);
    let policy = app.policy();
    let names = SentenceNames {
        provider: provider.map_or("", |provider| provider.label()),
        product: &policy.installation.short_name,
    };
    let account = &connection.account;
    let mail = match reason.code.actor() {
        Actor::Admin | Actor::Operator => {
            let page = provider.and_then(|provider| provider.approval_url());
            let may_need_approval = provider.is_some_and(|provider| provider.may_need_approval());
            let place = ApprovalPlace::of(page.as_ref().map(Url::as_str), may_need_approval);
            latchkey_copy::access_lost_email_to_forward(LANGUAGE, account, reason, names, place)
        }
        Actor::You | Actor::NoOne => {
            let link = create_link(app, &connection).await?;
            let route = match app.registry.by_password(&connection.offer) {
                Some(_) => RepairRoute::Sidebar(link.as_str()),
                None => RepairRoute::Page(link.as_str()),
            };
            latchkey_copy::access_lost_email(LANGUAGE, account, reason, names, route)
        }
    };
    mailer.send(compose(mailer, to, mail)?).await
}

/// Stores a new link to the page on which the person repairs this connection.
async fn create_link(app: &App, connection: &ConnectionRecord) -> Result<Url, DeliveryError> {
    let (token, now) = (app.entropy.token(), app.clock.now());
    let link = LinkRecord {
        token: TokenHash::of(&token),
        connection: connection.id.clone(),
        created_at: now,
        expires_at: now + LINK_LIFE_S,
    };
    app.store.create_link(&link).await.map_err(|error| DeliveryError::Later(error.to_string()))?;
    app.public_url.join(&path(&token)).map_err(|_| DeliveryError::Never)
}

/// A message of this text to this address.
pub(super) fn compose(mailer: &Mailer, to: &str, mail: EmailMessage) -> Result<Message, DeliveryError> {
    let to = to.parse::<lettre::Address>().map_err(|_| DeliveryError::Never)?;
    Message::builder()
        .from(mailer.from.clone())
        .to(Mailbox::new(None, to))
        .subject(mail.subject)
        // RFC 3834: keeps automatic replies from answering.
        .header(AutoSubmitted)
        .header(ContentType::TEXT_PLAIN)
        .body(mail.body)
        .map_err(|_| DeliveryError::Never)
}

#[derive(Clone)]
struct AutoSubmitted;

impl lettre::message::header::Header for AutoSubmitted {
    fn name() -> lettre::message::header::HeaderName {
        lettre::message::header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> lettre::message::header::HeaderValue {
        lettre::message::header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
