//! Autodiscover, in three formats: JSON without authentication, and XML and SOAP for people who sign in.
//!
//! # To add a format
//! A line in [`PracticeExchange::autodiscover`], and a module that reads its question and writes what [`LocatedMailbox`] says.

mod json;
mod pox;
mod svc;

use axum::http::{Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};

use super::PracticeExchange;
use super::accounts::DenialReason;
use super::sign_in::{ExchangeRequest, SignInRefusal, challenge};
use super::switches::Autodiscover;
use crate::faults::Condition;
use crate::people::PracticePerson;

/// The EWS address of Microsoft 365.
const MICROSOFT_365: &str = "https://outlook.office365.com/EWS/Exchange.asmx";
/// A server that must not get a password.
const ELSEWHERE: &str = "https://evil.example/EWS/Exchange.asmx";

/// The result of looking a mailbox up.
enum LocatedMailbox<'a> {
    /// Its owner, and the address of EWS.
    Here(&'a PracticePerson, String),
    /// Ask this host instead.
    Ask(String),
    /// It has moved to Microsoft 365, where it has this address.
    Moved(String),
    /// There is no such mailbox.
    Nowhere,
}

impl PracticeExchange {
    pub(super) fn autodiscover(
        &self,
        request: &ExchangeRequest<'_>,
        method: &Method,
        uri: &Uri,
        body: &str,
    ) -> Response {
        let switch = self.switches().autodiscover;
        let json = request.path.starts_with("/autodiscover/autodiscover.json");
        if switch == Autodiscover::Nothing
            || json && matches!(switch, Autodiscover::WithoutJson | Autodiscover::AnotherHost)
        {
            return StatusCode::NOT_FOUND.into_response();
        }
        if json {
            self.state().log.counters.autodiscover_calls += 1;
            return json::answer(self, request, uri.query().unwrap_or_default());
        }
        let answer = match request.path {
            "/autodiscover/autodiscover.xml" => pox::answer,
            "/autodiscover/autodiscover.svc" => svc::answer,
            _ => return StatusCode::NOT_FOUND.into_response(),
        };
        if method != Method::POST {
            return StatusCode::METHOD_NOT_ALLOWED.into_response();
        }
        match self.caller(request) {
            Ok(_) => {
                self.state().log.counters.autodiscover_calls += 1;
                answer(self, request, body)
            }
            Err(SignInRefusal::Challenge(message)) => challenge(&message),
            Err(SignInRefusal::Denied(DenialReason::Blocked)) => StatusCode::FORBIDDEN.into_response(),
            Err(SignInRefusal::Anonymous | SignInRefusal::Denied(_) | SignInRefusal::HungUp) => {
                self.unauthorized(request, "")
            }
        }
    }

    /// Where a mailbox is, for a request to this host.
    fn locate(&self, request: &ExchangeRequest<'_>, address: &str) -> LocatedMailbox<'_> {
        let Some(person) = self.context().people.by_email(address) else { return LocatedMailbox::Nowhere };
        if self.state().accounts.conditions.holds(&person.key(), Condition::MailboxMissing) {
            return LocatedMailbox::Nowhere;
        }
        match self.switches().autodiscover {
            Autodiscover::Microsoft365 => {
                LocatedMailbox::Moved(person.email.replace(".example", ".mail.onmicrosoft.com"))
            }
            Autodiscover::Elsewhere => LocatedMailbox::Here(person, ELSEWHERE.to_owned()),
            Autodiscover::AnotherHost => {
                let asked = request.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
                let host = format!("autodiscover.{}", person.organisation.domain);
                if asked.starts_with(&host) {
                    return LocatedMailbox::Here(person, self.ews_url());
                }
                let port = self.url().rsplit_once(':').map_or("", |(_, port)| port.trim_start_matches('/'));
                LocatedMailbox::Ask(format!("{host}:{port}"))
            }
            Autodiscover::Everything | Autodiscover::WithoutJson | Autodiscover::Nothing => {
                LocatedMailbox::Here(person, self.ews_url())
            }
        }
    }
}
