//! Sends webhooks about connections, signed according to Standard Webhooks (standardwebhooks.com, version 1):
//! `webhook-signature: v1,` and the HMAC-SHA256 of id, time and body. Libraries exist in many languages. Each webhook
//! is delivered at least once: a receiver recognises repeats by `webhook-id`, which stays the same in every retry.

use ::http::header::{CONTENT_TYPE, USER_AGENT};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use latchkey_providers::Http;
use latchkey_store::{AuditDetail, JournalEntry};
use latchkey_wire::{Actor, OfferId, Purpose, Reason, UnixSeconds};
use secrecy::ExposeSecret as _;
use serde::Serialize;
use sha2::Sha256;
use url::Url;
use zeroize::Zeroizing;

use crate::config::{self, ConfigError, WebhookEvent};

/// The optional prefix of a secret.
const PREFIX: &str = "whsec_";
/// The least length of a secret, as the standard requires. Shorter secrets could be guessed.
const MIN_SECRET_BYTES: usize = 24;

/// A program that receives webhooks.
pub struct Webhook {
    url: Url,
    key: Zeroizing<Vec<u8>>,
    events: Vec<WebhookEvent>,
}

/// The body of a webhook.
#[derive(Debug, Serialize)]
struct WebhookPayload<'a> {
    /// Stays the same in every retry.
    id: &'a str,
    /// Later events have greater numbers. They may arrive in any order.
    number: i64,
    #[serde(rename = "type")]
    kind: WebhookEvent,
    at: UnixSeconds,
    connection: Option<&'a str>,
    address: Option<&'a str>,
    /// Whether the address is verified. Absent in events of earlier versions.
    #[serde(skip_serializing_if = "Option::is_none")]
    verified: Option<bool>,
    purpose: Option<Purpose>,
    offer: Option<&'a OfferId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a Reason>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<Actor>,
}

/// Why a delivery failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DeliveryError {
    /// There is no receiver or no content any more. The delivery is not retried.
    #[error("there is no recipient any more")]
    Never,
    /// The delivery is retried later.
    #[error("{0}")]
    Later(String),
}

impl Webhook {
    pub(crate) fn from_config(name: &str, settings: &config::WebhookSettings) -> Result<Self, ConfigError> {
        config::require_secure(&format!("webhooks.{name}.url"), &settings.url)?;
        let secret = settings.load_secret(name)?;
        let text = secret.expose_secret();
        let key = Zeroizing::new(STANDARD.decode(text.strip_prefix(PREFIX).unwrap_or(text)).unwrap_or_default());
        if key.len() < MIN_SECRET_BYTES {
            return Err(ConfigError::WebhookSecret(name.to_owned()));
        }
        Ok(Self { url: settings.url.clone(), key, events: settings.events.clone() })
    }

    /// Whether this webhook receives this type of event.
    pub(crate) fn wants(&self, event: WebhookEvent) -> bool {
        self.events.is_empty() || self.events.contains(&event)
    }

    /// Sends an event.
    pub(crate) async fn deliver(
        &self,
        http: &dyn Http,
        entry: &JournalEntry,
        now: UnixSeconds,
    ) -> Result<(), DeliveryError> {
        let body = body(entry).ok_or(DeliveryError::Never)?;
        let id = &entry.event.id;
        let request = ::http::Request::post(self.url.as_str())
            .header(CONTENT_TYPE, "application/json")
            .header(USER_AGENT, concat!("latchkey/", env!("CARGO_PKG_VERSION")))
            .header("webhook-id", id)
            .header("webhook-timestamp", now)
            .header("webhook-signature", self.signature(id, now, &body))
            .body(body)
            .map_err(|error| DeliveryError::Later(error.to_string()))?;
        let response = http.send(request).await.map_err(|error| DeliveryError::Later(error.to_string()))?;
        match response.status() {
            status if status.is_success() => Ok(()),
            // "The sender may disable the endpoint" (Standard Webhooks, 1.0, "Delivery").
            ::http::StatusCode::GONE => Err(DeliveryError::Never),
            status => Err(DeliveryError::Later(format!("the receiver answered {}", status.as_u16()))),
        }
    }

    fn signature(&self, id: &str, at: UnixSeconds, body: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes keys of any length");
        mac.update(format!("{id}.{at}.").as_bytes());
        mac.update(body);
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    }
}

fn body(entry: &JournalEntry) -> Option<Vec<u8>> {
    let event = &entry.event;
    let connection = match &event.detail {
        Some(AuditDetail::Connection(connection)) => Some(connection),
        _ => None,
    };
    let payload = WebhookPayload {
        id: &event.id,
        number: entry.seq,
        kind: WebhookEvent::of(event.kind)?,
        at: event.at,
        connection: event.connection.as_ref().map(latchkey_wire::ConnectionId::as_str),
        address: event.account.as_ref().map(|account| account.address.as_str()),
        verified: connection.and_then(|connection| connection.verified),
        purpose: connection.map(|connection| connection.purpose),
        offer: connection.map(|connection| &connection.offer),
        reason: event.reason.as_ref(),
        actor: event.reason.as_ref().map(|reason| reason.code.actor()),
    };
    Some(serde_json::to_vec(&payload).expect("plain structs of strings and numbers always serialise"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_the_one_that_the_standard_s_own_library_expects() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let settings = config::WebhookSettings {
            url: Url::parse("https://engine.example/hook").unwrap(),
            secret: Some(secret.into()),
            secret_file: None,
            events: vec![],
        };
        let webhook = Webhook::from_config("engine", &settings).unwrap();
        let theirs = standardwebhooks::Webhook::new(secret).unwrap();
        for body in [&b"{}"[..], br#"{"id":"x"}"#, b""] {
            let (id, at) = ("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330);
            assert_eq!(webhook.signature(id, at, body), theirs.sign(id, at, body).unwrap());
        }
    }

    #[test]
    fn a_secret_that_could_be_guessed_and_an_open_line_are_refused() {
        let webhook = |url: &str, secret: &str| {
            let url = Url::parse(url).unwrap();
            let settings =
                config::WebhookSettings { url, secret: Some(secret.into()), secret_file: None, events: vec![] };
            Webhook::from_config("engine", &settings).map(drop)
        };
        let good = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        webhook("https://engine.example/", good).unwrap();
        webhook("http://127.0.0.1:9/", good).unwrap();
        assert!(matches!(webhook("https://engine.example/", "c2hvcnQ="), Err(ConfigError::WebhookSecret(_))));
        assert!(matches!(webhook("https://engine.example/", "not base64 at all"), Err(ConfigError::WebhookSecret(_))));
        assert!(matches!(webhook("http://engine.example/", good), Err(ConfigError::Insecure { .. })));
    }
}
