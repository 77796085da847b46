//! Reads Autodiscover's responses, in all three protocols.

use http::{Response, StatusCode};
use roxmltree::Node;
use serde::Deserialize;
use url::Url;

use super::DiscoveryOutcome;
use crate::connector::{HTTPS_PORT, ServerAddress};
use crate::error::ExchangeError;
use crate::ews_url::{EwsUrl, is_cloud_host};
use crate::mailbox_address::MailboxAddress;
use crate::{refusal, xml};

/// A response to a request with the password.
pub(super) enum AutodiscoverResponse {
    Server(EwsUrl),
    /// The Autodiscover service of another host is responsible for this mailbox.
    Host(ServerAddress),
    Cloud,
}

#[derive(Deserialize)]
struct PublishedUrl {
    #[serde(rename = "Url")]
    url: String,
}

/// The address that a server publishes without authentication.
pub(super) fn read_published(response: &Response<Vec<u8>>) -> Option<DiscoveryOutcome> {
    if response.status() != StatusCode::OK {
        return None;
    }
    let published: PublishedUrl = serde_json::from_slice(response.body()).ok()?;
    if Url::parse(&published.url).ok()?.host_str().is_some_and(is_cloud_host) {
        return Some(DiscoveryOutcome::Cloud);
    }
    Some(DiscoveryOutcome::Server(EwsUrl::parse(&published.url).ok()?))
}

/// Reads a response to a request with the password, of either protocol.
pub(super) fn read_signed_in(body: &[u8]) -> Result<AutodiscoverResponse, ExchangeError> {
    let document = xml::read(body).ok_or(ExchangeError::Unreadable)?;
    let root = document.root_element();
    // In SOAP the first code is about the whole response; the code about this mailbox is nested deeper.
    let root = xml::all(root, "UserResponse").next().unwrap_or(root);
    if let Some(target) = read_redirect_target(root) {
        return target;
    }
    if let Some(address) = find_pox_address(root).or_else(|| find_soap_address(root)) {
        return EwsUrl::parse(address).map(AutodiscoverResponse::Server).map_err(|_| ExchangeError::Unreadable);
    }
    Err(classify_error(root))
}

/// External addresses come first (`EXPR`), then those for both networks, then internal ones, because the endpoint is
/// mostly outside the company's network.
fn find_pox_address<'a>(root: Node<'a, '_>) -> Option<&'a str> {
    const ORDER: [&str; 3] = ["EXPR", "EXHTTP", "EXCH"];
    let address_of = |kind: &str| {
        let mut protocols = xml::all(root, "Protocol").filter(|one| xml::text(*one, "Type") == Some(kind));
        protocols.find_map(|one| xml::text(one, "EwsUrl").or_else(|| xml::text(one, "ASUrl")))
    };
    ORDER.into_iter().find_map(address_of)
}

fn find_soap_address<'a>(root: Node<'a, '_>) -> Option<&'a str> {
    ["ExternalEwsUrl", "InternalEwsUrl"].into_iter().find_map(|name| {
        let mut settings = xml::all(root, "UserSetting").filter(|one| xml::text(*one, "Name") == Some(name));
        settings.find_map(|one| xml::text(one, "Value"))
    })
}

/// A redirect to another e-mail address, or to another host.
fn read_redirect_target(root: Node<'_, '_>) -> Option<Result<AutodiscoverResponse, ExchangeError>> {
    let soap_wants = xml::text(root, "ErrorCode").unwrap_or_default();
    let soap_target = xml::text(root, "RedirectTarget");
    let address = xml::text(root, "RedirectAddr").or(soap_target.filter(|_| soap_wants == "RedirectAddress"));
    let url = xml::text(root, "RedirectUrl").or(soap_target.filter(|_| soap_wants == "RedirectUrl"));
    if let Some(address) = address {
        // The mailbox moved and has another address there. In practice only Microsoft 365 does so.
        let cloud = MailboxAddress::parse(address).is_ok_and(|mailbox| is_cloud_host(mailbox.domain()));
        return Some(if cloud { Ok(AutodiscoverResponse::Cloud) } else { Err(ExchangeError::MailboxNotAccessible) });
    }
    let host = parse_autodiscover_host(url?);
    Some(host.map(AutodiscoverResponse::Host).ok_or(ExchangeError::Unreadable))
}

/// The host of an Autodiscover URL, if the text is one.
pub(super) fn parse_autodiscover_host(address: &str) -> Option<ServerAddress> {
    let url = Url::parse(address).ok()?;
    let plain = url.scheme() == "https" && url.username().is_empty() && url.password().is_none();
    if !plain || !url.path().to_ascii_lowercase().starts_with("/autodiscover/") {
        return None;
    }
    let url::Host::Domain(host) = url.host()? else { return None };
    Some(ServerAddress { host: host.to_ascii_lowercase(), port: url.port().unwrap_or(HTTPS_PORT) })
}

/// Classifies a response without an address.
fn classify_error(root: Node<'_, '_>) -> ExchangeError {
    match xml::text(root, "ErrorCode") {
        // MS-OXDSCLI 2.2.4.1.1.3: 500 is "not found", 501 "wrong server".
        Some("500" | "501" | "InvalidUser" | "InvalidDomain" | "NotFederated") => ExchangeError::MailboxNotAccessible,
        Some("603" | "ServerBusy") => ExchangeError::Busy { retry_after_s: None },
        Some("NoError") | None => ExchangeError::ServerNotFound,
        Some(other) => ExchangeError::ServerFailed { reference: refusal::code_reference(other) },
    }
}
