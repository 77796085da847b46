//! What Autodiscover answers, in all three dialects.

use http::{Response, StatusCode};
use roxmltree::Node;
use serde::Deserialize;
use url::Url;

use super::Found;
use crate::connector::{HTTPS_PORT, ServerAddress};
use crate::error::ExchangeError;
use crate::ews_url::{EwsUrl, is_cloud_host};
use crate::mailbox_address::Mailbox;
use crate::{refusal, xml};

/// What an answer to a password says.
pub(super) enum Answer {
    Server(EwsUrl),
    /// Ask there.
    Host(ServerAddress),
    Cloud,
}

#[derive(Deserialize)]
struct Published {
    #[serde(rename = "Url")]
    url: String,
}

/// The address that a server publishes to anybody.
pub(super) fn published(response: &Response<Vec<u8>>) -> Option<Found> {
    if response.status() != StatusCode::OK {
        return None;
    }
    let published: Published = serde_json::from_slice(response.body()).ok()?;
    if Url::parse(&published.url).ok()?.host_str().is_some_and(is_cloud_host) {
        return Some(Found::Cloud);
    }
    Some(Found::Server(EwsUrl::read(&published.url).ok()?))
}

/// Reads an answer to a password, in either of the two dialects.
pub(super) fn signed_in(body: &[u8]) -> Result<Answer, ExchangeError> {
    let document = xml::read(body).ok_or(ExchangeError::Unreadable)?;
    let root = document.root_element();
    // In SOAP the first code is the whole answer's; what is said about this mailbox stands deeper.
    let root = xml::all(root, "UserResponse").next().unwrap_or(root);
    if let Some(target) = redirect(root) {
        return target;
    }
    if let Some(address) = pox_addresses(root).or_else(|| soap_address(root)) {
        return EwsUrl::read(address).map(Answer::Server).map_err(|_| ExchangeError::Unreadable);
    }
    Err(refused(root))
}

/// The addresses for people outside first (`EXPR`), then those for both, then those for people inside: an endpoint is
/// mostly outside.
fn pox_addresses<'a>(root: Node<'a, '_>) -> Option<&'a str> {
    const ORDER: [&str; 3] = ["EXPR", "EXHTTP", "EXCH"];
    let address_of = |kind: &str| {
        let mut protocols = xml::all(root, "Protocol").filter(|one| xml::text(*one, "Type") == Some(kind));
        protocols.find_map(|one| xml::text(one, "EwsUrl").or_else(|| xml::text(one, "ASUrl")))
    };
    ORDER.into_iter().find_map(address_of)
}

fn soap_address<'a>(root: Node<'a, '_>) -> Option<&'a str> {
    ["ExternalEwsUrl", "InternalEwsUrl"].into_iter().find_map(|name| {
        let mut settings = xml::all(root, "UserSetting").filter(|one| xml::text(*one, "Name") == Some(name));
        settings.find_map(|one| xml::text(one, "Value"))
    })
}

/// "Ask for that address instead", or "ask there instead".
fn redirect(root: Node<'_, '_>) -> Option<Result<Answer, ExchangeError>> {
    let soap_wants = xml::text(root, "ErrorCode").unwrap_or_default();
    let soap_target = xml::text(root, "RedirectTarget");
    let address = xml::text(root, "RedirectAddr").or(soap_target.filter(|_| soap_wants == "RedirectAddress"));
    let url = xml::text(root, "RedirectUrl").or(soap_target.filter(|_| soap_wants == "RedirectUrl"));
    if let Some(address) = address {
        // The mailbox has moved and has another name there. Only Microsoft 365 does that to people.
        let cloud = Mailbox::read(address).is_ok_and(|mailbox| is_cloud_host(mailbox.domain()));
        return Some(if cloud { Ok(Answer::Cloud) } else { Err(ExchangeError::MailboxNotAccessible) });
    }
    let host = autodiscover_host(url?);
    Some(host.map(Answer::Host).ok_or(ExchangeError::Unreadable))
}

/// The host of an address of Autodiscover's, if it is one.
pub(super) fn autodiscover_host(address: &str) -> Option<ServerAddress> {
    let url = Url::parse(address).ok()?;
    let plain = url.scheme() == "https" && url.username().is_empty() && url.password().is_none();
    if !plain || !url.path().to_ascii_lowercase().starts_with("/autodiscover/") {
        return None;
    }
    let url::Host::Domain(host) = url.host()? else { return None };
    Some(ServerAddress { host: host.to_ascii_lowercase(), port: url.port().unwrap_or(HTTPS_PORT) })
}

/// There is no address in the answer, and here is why.
fn refused(root: Node<'_, '_>) -> ExchangeError {
    match xml::text(root, "ErrorCode") {
        // MS-OXDSCLI 2.2.4.1.1.3: 500 is "not found", 501 "wrong server".
        Some("500" | "501" | "InvalidUser" | "InvalidDomain" | "NotFederated") => ExchangeError::MailboxNotAccessible,
        Some("603" | "ServerBusy") => ExchangeError::Busy { retry_after_s: None },
        Some("NoError") | None => ExchangeError::ServerNotFound,
        Some(other) => ExchangeError::ServerFailed { reference: refusal::reference(other) },
    }
}
