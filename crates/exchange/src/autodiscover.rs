//! Autodiscover: finding the server of a mailbox, over HTTPS alone.
//!
//! The requests go to the domain of the address and to its host `autodiscover`, as in Exchange's own clients. They never
//! go to a parent domain, which may have another owner (a list of public suffixes cannot tell). They never use plain
//! HTTP, where an attacker on the network can answer. The first request needs no password. Where a host answers only with
//! a password, the person confirms first that the host is theirs: [`DiscoveryOutcome::NeedsPassword`].

mod request;
mod response;

use http::header::LOCATION;
use http::{HeaderMap, Request, Response, StatusCode};
use latchkey_domain::Entropy;
use latchkey_wire::UnixSeconds;
use url::Url;

use self::response::AutodiscoverResponse;
use crate::connector::{CertificateProblem, Connector, ServerAddress};
use crate::conversation::{self, Conversation, SignInParameters, XmlRequest};
use crate::credentials::Credentials;
use crate::error::{ExchangeError, ExchangeRefusal};
use crate::ews_url::{EwsUrl, is_cloud_host};
use crate::mailbox_address::MailboxAddress;
use crate::refusal;
use crate::schemes::{self, AcceptedSchemes};

pub use self::request::{AutodiscoverProtocol, AutodiscoverService};

/// What discovery found out about a mailbox's server.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum DiscoveryOutcome {
    /// The published address of the mailbox's server. It may name any host, so show it to the person before a password is
    /// sent there.
    Server(EwsUrl),
    /// This host requires a password before it names the server. Let the person confirm the host, then call
    /// [`autodiscover_with_password`].
    NeedsPassword(AutodiscoverService),
    /// The mailbox is at Microsoft 365, which accepts no passwords.
    Cloud,
}

/// Finds the server of a mailbox, without a password.
pub async fn find_server(
    connector: &dyn Connector,
    mailbox: &MailboxAddress,
) -> Result<DiscoveryOutcome, ExchangeError> {
    if is_cloud_host(mailbox.domain()) {
        return Ok(DiscoveryOutcome::Cloud);
    }
    let reserved =
        discover_at(connector, ServerAddress::https(format!("autodiscover.{}", mailbox.domain())), mailbox).await;
    let Err(first) = reserved else { return reserved };
    let website = discover_at(connector, ServerAddress::https(mailbox.domain()), mailbox).await;
    let Err(second) = website else { return website };
    // The domain itself is usually a web site and not an Exchange server, so its errors say nothing about the mailbox.
    let second = match second {
        ExchangeError::CertificateRefused(_) | ExchangeError::Unreachable => ExchangeError::ServerNotFound,
        error => error,
    };
    Err(if first == ExchangeError::ServerNotFound { second } else { first })
}

async fn discover_at(
    connector: &dyn Connector,
    server: ServerAddress,
    mailbox: &MailboxAddress,
) -> Result<DiscoveryOutcome, ExchangeError> {
    let mut conversation = match Conversation::open(connector, &server).await {
        // A host with a certificate of Microsoft 365 belongs to Microsoft, whatever its name is.
        Err(ExchangeError::CertificateRefused(CertificateProblem::OtherName { presented }))
            if presented.iter().any(|name| is_cloud_host(name)) =>
        {
            return Ok(DiscoveryOutcome::Cloud);
        }
        other => other?,
    };
    let published = conversation.send_unauthenticated(request::published_address_request(mailbox)?).await?;
    if let Some(found) = response::read_published(&published) {
        return Ok(found);
    }
    if is_redirect_to_cloud(published.headers()) {
        return Ok(DiscoveryOutcome::Cloud);
    }
    for kind in [AutodiscoverProtocol::Pox, AutodiscoverProtocol::Soap] {
        let probe = XmlRequest { path: kind.path(), body: Vec::new(), mailbox }.probe_request()?;
        if let Some(found) = probe_path(&mut conversation, probe).await? {
            return Ok(match found {
                ProbeResult::Password => {
                    DiscoveryOutcome::NeedsPassword(AutodiscoverService { server: server.clone(), kind })
                }
                ProbeResult::Cloud => DiscoveryOutcome::Cloud,
            });
        }
    }
    Err(ExchangeError::ServerNotFound)
}

enum ProbeResult {
    Password,
    Cloud,
}

/// Whether this path of a host wants a password.
async fn probe_path(
    conversation: &mut Conversation<'_>,
    probe: Request<Vec<u8>>,
) -> Result<Option<ProbeResult>, ExchangeError> {
    let response = conversation.send_unauthenticated(probe).await?;
    if is_redirect_to_cloud(response.headers()) {
        return Ok(Some(ProbeResult::Cloud));
    }
    if response.status() != StatusCode::UNAUTHORIZED {
        return match refusal::classify_probe(&response) {
            busy @ (ExchangeError::Busy { .. } | ExchangeError::Maintenance) => Err(busy),
            _ => Ok(None),
        };
    }
    match schemes::choose(response.headers(), AcceptedSchemes::NtlmOrBasic) {
        Ok(_) => Ok(Some(ProbeResult::Password)),
        Err(ExchangeError::NotAnEwsAddress) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Asks a host for the mailbox's server, with the password, exactly once. The person has confirmed the host.
///
/// The response may name another host to ask; the person confirms that one, too.
pub async fn autodiscover_with_password(
    connector: &dyn Connector,
    service: &AutodiscoverService,
    credentials: &Credentials,
    accept: AcceptedSchemes,
    entropy: &dyn Entropy,
    now: UnixSeconds,
) -> Result<DiscoveryOutcome, ExchangeRefusal> {
    if is_cloud_host(&service.server.host) {
        return Ok(DiscoveryOutcome::Cloud);
    }
    let mailbox = &credentials.mailbox;
    let question = XmlRequest { path: service.kind.path(), body: service.body(mailbox), mailbox };
    let party = SignInParameters { credentials, accept, entropy, now };
    let (response, _) = conversation::send_signed_in(connector, &service.server, question, &party).await?;
    if let Some(found) = read_redirect(&response, service) {
        return Ok(found);
    }
    if let Some(error) = refusal::classify_attempt(&response) {
        return Err(ExchangeRefusal::after_password(error));
    }
    match response::read_signed_in(response.body()).map_err(ExchangeRefusal::after_password)? {
        AutodiscoverResponse::Server(address) if address.is_cloud() => Ok(DiscoveryOutcome::Cloud),
        AutodiscoverResponse::Server(address) => Ok(DiscoveryOutcome::Server(address)),
        AutodiscoverResponse::Cloud => Ok(DiscoveryOutcome::Cloud),
        AutodiscoverResponse::Host(host) => Ok(outcome_at(host, service)),
    }
}

/// A redirect to another host's Autodiscover. It is shown to the person and not followed.
fn read_redirect(response: &Response<Vec<u8>>, service: &AutodiscoverService) -> Option<DiscoveryOutcome> {
    if !response.status().is_redirection() {
        return None;
    }
    let host = response::parse_autodiscover_host(location(response.headers())?.as_str())?;
    Some(outcome_at(host, service))
}

fn outcome_at(server: ServerAddress, service: &AutodiscoverService) -> DiscoveryOutcome {
    if is_cloud_host(&server.host) {
        DiscoveryOutcome::Cloud
    } else {
        DiscoveryOutcome::NeedsPassword(AutodiscoverService { server, kind: service.kind })
    }
}

fn is_redirect_to_cloud(headers: &HeaderMap) -> bool {
    location(headers).and_then(|url| url.host_str().map(is_cloud_host)).unwrap_or(false)
}

fn location(headers: &HeaderMap) -> Option<Url> {
    Url::parse(headers.get(LOCATION)?.to_str().ok()?).ok()
}

#[cfg(test)]
mod tests;
