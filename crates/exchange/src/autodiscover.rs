//! Autodiscover: finding the server of a mailbox, over HTTPS alone.
//!
//! The domain of the address is asked, and the host in it that Exchange reserves for this; never a parent domain, which
//! may belong to anybody (a list of public suffixes is not enough to know), and never plain HTTP, which anybody on the way
//! can answer. The first question needs no password. Where only a password gets an answer, the person is asked first
//! whether that host is theirs: [`Found::Asks`].

mod request;
mod response;

use http::header::LOCATION;
use http::{HeaderMap, Request, Response, StatusCode};
use latchkey_domain::Entropy;
use latchkey_wire::UnixSeconds;
use url::Url;

use self::response::Answer;
use crate::connector::{CertificateProblem, Connector, ServerAddress};
use crate::conversation::{self, Conversation, Party, Question};
use crate::credentials::Credentials;
use crate::error::{ExchangeError, Refused};
use crate::ews_url::{EwsUrl, is_cloud_host};
use crate::mailbox_address::Mailbox;
use crate::refusal;
use crate::schemes::{self, Accept};

pub use self::request::{Service, ServiceKind};

/// What is known about a mailbox's place.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Found {
    /// Its server says so. It may be anywhere: show it before a password goes there.
    Server(EwsUrl),
    /// This host may know, and wants a password for it: ask whether it is the right one, then [`autodiscover_with`].
    Asks(Service),
    /// It is at Microsoft 365, where passwords are of no use.
    Cloud,
}

/// Looks for the server of a mailbox, without a password.
pub async fn find_server(connector: &dyn Connector, mailbox: &Mailbox) -> Result<Found, ExchangeError> {
    if is_cloud_host(mailbox.domain()) {
        return Ok(Found::Cloud);
    }
    let reserved =
        look_at(connector, ServerAddress::https(format!("autodiscover.{}", mailbox.domain())), mailbox).await;
    let Err(first) = reserved else { return reserved };
    let website = look_at(connector, ServerAddress::https(mailbox.domain()), mailbox).await;
    let Err(second) = website else { return website };
    // A company's web site is no Exchange server, so what is wrong with it says nothing.
    let second = match second {
        ExchangeError::CertificateRefused(_) | ExchangeError::Unreachable => ExchangeError::ServerNotFound,
        error => error,
    };
    Err(if first == ExchangeError::ServerNotFound { second } else { first })
}

async fn look_at(connector: &dyn Connector, server: ServerAddress, mailbox: &Mailbox) -> Result<Found, ExchangeError> {
    let mut conversation = match Conversation::open(connector, &server).await {
        // A host that shows a certificate of Microsoft 365 is there, by whatever name it was called.
        Err(ExchangeError::CertificateRefused(CertificateProblem::OtherName { presented }))
            if presented.iter().any(|name| is_cloud_host(name)) =>
        {
            return Ok(Found::Cloud);
        }
        other => other?,
    };
    let published = conversation.ask(request::json(mailbox)?).await?;
    if let Some(found) = response::published(&published) {
        return Ok(found);
    }
    if leads_to_cloud(published.headers()) {
        return Ok(Found::Cloud);
    }
    for kind in [ServiceKind::Pox, ServiceKind::Soap] {
        let probe = Question { path: kind.path(), body: Vec::new(), mailbox }.probe()?;
        if let Some(found) = wants_password(&mut conversation, probe).await? {
            return Ok(match found {
                Wants::Password => Found::Asks(Service { server: server.clone(), kind }),
                Wants::Cloud => Found::Cloud,
            });
        }
    }
    Err(ExchangeError::ServerNotFound)
}

enum Wants {
    Password,
    Cloud,
}

/// Whether there is something at a place that a password opens.
async fn wants_password(
    conversation: &mut Conversation<'_>,
    probe: Request<Vec<u8>>,
) -> Result<Option<Wants>, ExchangeError> {
    let response = conversation.ask(probe).await?;
    if leads_to_cloud(response.headers()) {
        return Ok(Some(Wants::Cloud));
    }
    if response.status() != StatusCode::UNAUTHORIZED {
        return match refusal::of_probe(&response) {
            busy @ (ExchangeError::Busy { .. } | ExchangeError::Maintenance) => Err(busy),
            _ => Ok(None),
        };
    }
    match schemes::choose(response.headers(), Accept::NtlmOrBasic) {
        Ok(_) => Ok(Some(Wants::Password)),
        Err(ExchangeError::NotAnEwsAddress) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Asks a host that wants a password for it, with the password, exactly once. The person has confirmed the host.
///
/// The answer may name another host to ask, and then the person is asked again.
pub async fn autodiscover_with(
    connector: &dyn Connector,
    service: &Service,
    credentials: &Credentials,
    accept: Accept,
    entropy: &dyn Entropy,
    now: UnixSeconds,
) -> Result<Found, Refused> {
    if is_cloud_host(&service.server.host) {
        return Ok(Found::Cloud);
    }
    let mailbox = &credentials.mailbox;
    let question = Question { path: service.kind.path(), body: service.body(mailbox), mailbox };
    let party = Party { credentials, accept, entropy, now };
    let (response, _) = conversation::ask_signed_in(connector, &service.server, question, &party).await?;
    if let Some(found) = redirected(&response, service) {
        return Ok(found);
    }
    if let Some(error) = refusal::of_try(&response) {
        return Err(Refused::after(error));
    }
    match response::signed_in(response.body()).map_err(Refused::after)? {
        Answer::Server(address) if address.is_cloud() => Ok(Found::Cloud),
        Answer::Server(address) => Ok(Found::Server(address)),
        Answer::Cloud => Ok(Found::Cloud),
        Answer::Host(host) => Ok(elsewhere(host, service)),
    }
}

/// A redirect that stays within the protocol names another host; it is shown and not followed.
fn redirected(response: &Response<Vec<u8>>, service: &Service) -> Option<Found> {
    if !response.status().is_redirection() {
        return None;
    }
    let host = response::autodiscover_host(location(response.headers())?.as_str())?;
    Some(elsewhere(host, service))
}

fn elsewhere(server: ServerAddress, service: &Service) -> Found {
    if is_cloud_host(&server.host) { Found::Cloud } else { Found::Asks(Service { server, kind: service.kind }) }
}

fn leads_to_cloud(headers: &HeaderMap) -> bool {
    location(headers).and_then(|url| url.host_str().map(is_cloud_host)).unwrap_or(false)
}

fn location(headers: &HeaderMap) -> Option<Url> {
    Url::parse(headers.get(LOCATION)?.to_str().ok()?).ok()
}

#[cfg(test)]
mod tests;
